import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Deployment, Model, Route } from '../../nouns';
import { RoutesEditor } from './editor';
import { draftsOf, routesOf, type IRouteDraft } from './routes';

/** Ask which versions are to take which share; null where the user thought better of it. */
export async function askRoutes(
  deployment: Deployment,
  model: Model | null,
  trans: TranslationBundle
): Promise<readonly Route[] | null> {
  const { button, value } = await showDialog({
    title: trans.__('Traffic of %1', deployment.name),
    body: new RoutesForm(deployment.routes, versionsOf(deployment, model), trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Set traffic') })
    ]
  });
  return button.accept ? value : null;
}

/** Ask whether a deployment is really to stop. */
export async function askStop(
  deployment: Deployment,
  trans: TranslationBundle
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Stop %1?', deployment.name),
    body: trans.__(
      'Nothing will answer at %1 any more. What it was asked stays in the log.',
      deployment.url
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Stop') })
    ]
  });
  return button.accept;
}

function versionsOf(deployment: Deployment, model: Model | null): number[] {
  const known = model?.versions.map(version => version.number) ?? [];
  const routed = deployment.routes.map(route => route.version);
  return [...new Set([...known, ...routed])].sort((a, b) => b - a);
}

/** The body of the dialog: a line for each route. */
export class RoutesForm extends ReactWidget implements Dialog.IBodyWidget<Route[]> {
  constructor(
    routes: readonly Route[],
    private readonly _versions: readonly number[],
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('ct-DialogForm');
    this._drafts = draftsOf(routes);
  }

  getValue(): Route[] {
    return routesOf(this._drafts);
  }

  protected override render(): JSX.Element {
    return (
      <RoutesEditor
        drafts={this._drafts}
        versions={this._versions}
        trans={this._trans}
        onChange={drafts => {
          this._drafts = drafts;
        }}
      />
    );
  }

  private _drafts: readonly IRouteDraft[];
}
