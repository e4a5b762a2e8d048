import { Dialog, InputDialog, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { baseName } from '../../format';
import type { NotebookParameters } from '../../nouns';
import { attempt } from '../../report';
import { CommandIDs, type IServices } from '../../tokens';
import { Fields } from './fields';
import { ParameterForm } from './form';

/** Ask for a notebook's parameters, and run it as a job. */
export async function runNotebook(
  services: IServices,
  path: string | null
): Promise<void> {
  const { client, commands, trans } = services;
  const notebook = path ?? (await askPath(trans));
  if (notebook === null) {
    return;
  }
  await attempt(trans, async () => {
    const declared = await client.get('notebook', { query: { path: notebook } });
    const parameters = await askParameters(declared, trans);
    if (parameters) {
      await client.post('jobs', { body: { notebook, parameters } });
      Notification.info(trans.__('%1 runs as a job.', baseName(notebook)), {
        autoClose: 3000
      });
      await commands.execute(CommandIDs.openSidebar, { panel: 'jobs' });
    }
  });
}

async function askPath(trans: TranslationBundle): Promise<string | null> {
  const answer = await InputDialog.getText({
    title: trans.__('Run Notebook'),
    label: trans.__('Path of the notebook, from the folder that JupyterLab shows'),
    placeholder: trans.__('folder/notebook.ipynb'),
    okLabel: trans.__('Next')
  });
  return answer.button.accept && answer.value ? answer.value : null;
}

async function askParameters(
  declared: NotebookParameters,
  trans: TranslationBundle
): Promise<Record<string, unknown> | null> {
  const form = new ParameterForm(declared.parameters, trans);
  const body = ReactWidget.create(<Fields form={form} trans={trans} />);
  body.addClass('ct-Form');
  body.addClass('ct-NotebookForm');
  const dialog = new Dialog({
    title: trans.__('Run %1', baseName(declared.notebook)),
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Run') })
    ]
  });
  const accept = dialog.node.querySelector<HTMLButtonElement>('.jp-mod-accept');
  form.changed.connect(() => {
    accept?.toggleAttribute('disabled', !form.isValid);
  });
  const result = await dialog.launch();
  return result.button.accept && form.isValid ? form.values() : null;
}
