import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { JSX } from 'react';
import type { ModelVersion } from '../../nouns';

/** Which alias is moved, and why. */
export interface IPromotion {
  readonly alias: string;
  readonly reason: string;
}

const ALIASES = ['champion', 'challenger'];

class PromotionForm extends ReactWidget implements Dialog.IBodyWidget<IPromotion> {
  constructor(private readonly _trans: TranslationBundle) {
    super();
    this.addClass('ct-Form');
  }

  getValue(): IPromotion {
    return { alias: this._alias.trim(), reason: this._reason.trim() };
  }

  protected override render(): JSX.Element {
    const trans = this._trans;
    return (
      <>
        <label>
          {trans.__('Alias')}
          <input
            className="jp-mod-styled"
            name="alias"
            list="ct-aliases"
            defaultValue={this._alias}
            onChange={event => {
              this._alias = event.currentTarget.value;
            }}
          />
          <datalist id="ct-aliases">
            {ALIASES.map(alias => (
              <option key={alias} value={alias} />
            ))}
          </datalist>
        </label>
        <label>
          {trans.__('Reason')}
          <input
            className="jp-mod-styled"
            name="reason"
            placeholder={trans.__('For those who ask later')}
            onChange={event => {
              this._reason = event.currentTarget.value;
            }}
          />
        </label>
      </>
    );
  }

  private _alias = 'champion';
  private _reason = '';
}

/** Ask which alias a version shall get; null where the user thinks better of it. */
export async function askPromotion(
  version: ModelVersion,
  trans: TranslationBundle
): Promise<IPromotion | null> {
  const result = await showDialog({
    title: trans.__('Promote %1, version %2', version.model, version.number),
    body: new PromotionForm(trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Promote') })
    ]
  });
  return result.button.accept && result.value?.alias ? result.value : null;
}
