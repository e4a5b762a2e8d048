import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { RequestError } from './client';
import { ProblemView } from './ui/problem';

/**
 * Do something the user asked for; where it fails, say why and what to do.
 *
 * In a dialog, because JupyterLab cuts the text of its notifications short.
 */
export async function attempt<T>(
  trans: TranslationBundle,
  action: () => Promise<T>
): Promise<T | null> {
  try {
    return await action();
  } catch (reason) {
    await showDialog({
      title: trans.__('That did not work'),
      body: <ProblemView error={RequestError.from(reason)} trans={trans} />,
      buttons: [Dialog.okButton({ label: trans.__('Close') })]
    });
    return null;
  }
}
