import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Model, ModelVersion } from '../nouns';
import { labelOf, likelyAlias, type IPromotion } from './versions';

/** Names as the server takes them. */
const NAME = '[A-Za-z0-9][A-Za-z0-9._\\-]{0,99}';

/** Ask which alias a version is to have, and why; null where the user thought better of it. */
export function askPromotion(
  version: ModelVersion,
  of: Model,
  trans: TranslationBundle
): Promise<IPromotion | null> {
  return Private.ask({
    version,
    of,
    trans,
    title: trans.__('Promote %1', labelOf(version)),
    ok: trans.__('Promote'),
    note: trans.__('The gates are checked again first.')
  });
}

/** Ask for which alias a version is proposed to others, and why. */
export function askRequest(
  version: ModelVersion,
  of: Model,
  trans: TranslationBundle
): Promise<IPromotion | null> {
  return Private.ask({
    version,
    of,
    trans,
    title: trans.__('Request approval of %1', labelOf(version)),
    ok: trans.__('Request'),
    note: trans.__('The approval that completes it gives the alias, if the gates hold.')
  });
}

/** The fields of the dialog. */
export class PromotionForm extends ReactWidget implements Dialog.IBodyWidget<IPromotion> {
  constructor(private readonly _options: PromotionForm.IOptions) {
    super();
    this.addClass('ct-DialogForm');
    this._alias = likelyAlias(_options.version);
  }

  getValue(): IPromotion {
    return { alias: this._alias.trim(), reason: this._reason.trim() };
  }

  protected override render(): JSX.Element {
    const { of, trans } = this._options;
    const known = [...new Set([...Object.keys(of.aliases), 'champion', 'challenger'])];
    return (
      <>
        <label>
          <span>{trans.__('Alias')}</span>
          <input
            className="jp-mod-styled"
            name="alias"
            list="ct-known-aliases"
            required
            pattern={NAME}
            defaultValue={this._alias}
            onChange={event => {
              this._alias = event.currentTarget.value;
            }}
          />
          <datalist id="ct-known-aliases">
            {known.map(alias => (
              <option key={alias} value={alias} />
            ))}
          </datalist>
        </label>
        <label>
          <span>{trans.__('Reason')}</span>
          <input
            className="jp-mod-styled"
            name="reason"
            placeholder={trans.__('Why now? It is kept with the history.')}
            onChange={event => {
              this._reason = event.currentTarget.value;
            }}
          />
        </label>
        <p className="ct-DialogForm-note">{this._options.note}</p>
      </>
    );
  }

  private _alias: string;
  private _reason = '';
}

/** The statics of `PromotionForm`. */
export namespace PromotionForm {
  /** What is promoted. */
  export interface IOptions {
    version: ModelVersion;
    of: Model;
    trans: TranslationBundle;
    /** What happens then. */
    note: string;
  }
}

namespace Private {
  export async function ask(
    options: PromotionForm.IOptions & { title: string; ok: string }
  ): Promise<IPromotion | null> {
    const { button, value } = await showDialog({
      title: options.title,
      body: new PromotionForm(options),
      focusNodeSelector: 'input[name="alias"]',
      buttons: [
        Dialog.cancelButton({ label: options.trans.__('Cancel') }),
        Dialog.okButton({ label: options.ok, accept: true })
      ]
    });
    return button.accept ? value : null;
  }
}
