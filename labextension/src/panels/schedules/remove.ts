import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Schedule } from '../../nouns';

/** Ask whether a schedule is really to be removed. */
export async function askRemove(
  schedule: Schedule,
  trans: TranslationBundle
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Remove %1?', schedule.name),
    body: trans.__(
      'It starts nothing any more, and its history is forgotten. The jobs that it started stay.'
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Remove') })
    ]
  });
  return button.accept;
}
