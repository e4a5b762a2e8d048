import { Dialog, InputDialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import { NotebookForm } from '../../form/fields';
import { CommandIDs, type IServices } from '../../tokens';

import { JobRequestModel } from './request';

/** A path as people write one. */
const EXAMPLE = 'train.ipynb';

/** Ask for a notebook's parameters, and run it as a job. */
export async function runNotebook(
  services: IServices,
  path: string | null
): Promise<void> {
  const notebook = path ?? (await askForNotebook(services));
  if (notebook === null) {
    return;
  }
  const result = await new JobDialog(
    services,
    new JobRequestModel(services, notebook)
  ).launch();
  if (result.button.accept) {
    await services.commands.execute(CommandIDs.openSidebar, { panel: 'jobs' });
  }
}

async function askForNotebook({ trans }: IServices): Promise<string | null> {
  const answer = await InputDialog.getText({
    title: trans.__('Run which notebook?'),
    label: trans.__('Its path, from the folder that JupyterLab shows:'),
    placeholder: EXAMPLE,
    okLabel: trans.__('Next')
  });
  return answer.button.accept && answer.value ? answer.value : null;
}

/** A dialog that stays open until the server took the job: a refusal is read beside what caused it. */
class JobDialog extends Dialog<unknown> {
  constructor(
    { trans }: IServices,
    private readonly _model: JobRequestModel
  ) {
    const body = ReactWidget.create(<NotebookForm model={_model} trans={trans} />);
    body.addClass('ct-JobDialog');
    super({
      title: trans.__('Run notebook'),
      body,
      buttons: [
        Dialog.cancelButton(),
        Dialog.okButton({
          label: trans.__('Run'),
          caption: trans.__('The notebook runs as it was last saved')
        })
      ]
    });
    void _model.load();
  }

  override dispose(): void {
    this._model.dispose();
    super.dispose();
  }

  override resolve(index?: number): void {
    if (index === 0) {
      super.resolve(index);
      return;
    }
    void this._model.submit().then(job => {
      if (job !== null) {
        super.resolve(index);
      }
    });
  }
}
