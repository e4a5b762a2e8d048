import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import type { JSX } from 'react';
import type { Deployment, Route } from '../../nouns';
import { sumsToWhole, withShares } from './weights';

/** A field for the share of each version that answers. */
class TrafficForm extends ReactWidget implements Dialog.IBodyWidget<readonly Route[]> {
  constructor(
    private readonly _deployment: Deployment,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('ct-Form');
    this._percents = new Map(
      _deployment.routes
        .filter(route => !route.shadow)
        .map(route => [route.version, 100 * route.weight])
    );
  }

  /** Emitted with whether the shares make up the whole. */
  readonly checked = new Signal<this, boolean>(this);

  getValue(): readonly Route[] {
    return withShares(this._deployment.routes, this._percents);
  }

  override dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  protected override render(): JSX.Element {
    const whole = sumsToWhole([...this._percents.values()]);
    return (
      <>
        {[...this._percents].map(([version, percent]) => (
          <label key={version}>
            {this._trans.__('Version %1, percent of requests', version)}
            <input
              className="jp-mod-styled"
              type="number"
              min={0}
              max={100}
              defaultValue={Number(percent.toFixed(2))}
              onChange={event => {
                this._percents.set(version, event.currentTarget.valueAsNumber);
                this.checked.emit(sumsToWhole([...this._percents.values()]));
                this.update();
              }}
            />
          </label>
        ))}
        {!whole && (
          <p className="ct-Form-problem">
            {this._trans.__('The shares must add up to 100.')}
          </p>
        )}
      </>
    );
  }

  private readonly _percents: Map<number, number>;
}

/** Ask how the requests shall be shared out; null where the user thinks better of it. */
export async function askRoutes(
  deployment: Deployment,
  trans: TranslationBundle
): Promise<readonly Route[] | null> {
  const form = new TrafficForm(deployment, trans);
  const dialog = new Dialog({
    title: trans.__('Traffic of %1', deployment.name),
    body: form,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Set') })
    ]
  });
  const accept = dialog.node.querySelector<HTMLButtonElement>('.jp-mod-accept');
  form.checked.connect((_, whole) => {
    accept?.toggleAttribute('disabled', !whole);
  });
  const result = await dialog.launch();
  return result.button.accept ? result.value : null;
}
