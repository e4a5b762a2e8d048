import { Dialog, InputDialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { IServices } from '../tokens';
import type { NotebookFormModel } from './model';

/** A path as people write one. */
const EXAMPLE = 'train.ipynb';

/** Ask which notebook is meant, where none is looked at; null where the user thought better of it. */
export async function askForNotebook(
  { trans }: IServices,
  title: string
): Promise<string | null> {
  const answer = await InputDialog.getText({
    title,
    label: trans.__('Its path, from the folder that JupyterLab shows:'),
    placeholder: EXAMPLE,
    okLabel: trans.__('Next')
  });
  return answer.button.accept && answer.value ? answer.value : null;
}

/** Ask by a form; returns whether the server took what was asked for. */
export async function askByForm(options: FormDialog.IOptions): Promise<boolean> {
  let done = false;
  const onDone = (): void => {
    done = true;
  };
  await new FormDialog(options, onDone).launch();
  return done;
}

/** A dialog that stays open until the server took what is asked for: a refusal is read beside what caused it. */
export class FormDialog extends Dialog<unknown> {
  constructor(
    private readonly _options: FormDialog.IOptions,
    private readonly _onDone: () => void
  ) {
    const body = ReactWidget.create(_options.body);
    body.addClass('ct-JobDialog');
    super({
      title: _options.title,
      body,
      // The last one is what Enter stands for.
      buttons: [
        Dialog.cancelButton(),
        ...(_options.instead ?? []).map(({ caption, label }) =>
          Dialog.createButton({ label, caption, className: 'ct-Dialog-instead' })
        ),
        Dialog.okButton({ label: _options.ok, caption: _options.caption })
      ]
    });
    void _options.model.load();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._options.model.dispose();
    super.dispose();
  }

  override resolve(index?: number): void {
    const instead = this._options.instead ?? [];
    if (index !== undefined && index <= instead.length) {
      super.resolve(index);
      instead[index - 1]?.onClick();
      return;
    }
    void this._options.model.submit().then(answer => {
      if (answer !== null) {
        this._onDone();
        super.resolve(index);
      }
    });
  }
}

/** The statics of `FormDialog`. */
export namespace FormDialog {
  /** What a dialog is made of. */
  export interface IOptions {
    title: string;
    body: JSX.Element;
    model: NotebookFormModel<unknown>;
    /** What the button that asks for it says. */
    ok: string;
    caption: string;
    /** What one may go over to. */
    instead?: readonly { label: string; caption: string; onClick: () => void }[];
  }
}
