import { Dialog, showDialog } from '@jupyterlab/apputils';
import { attempt } from '../../report';
import { CommandIDs, type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { DeploymentsBody, type IDeploymentActions } from './body';
import { DeploymentsModel } from './model';
import { askRoutes } from './traffic';

/** The section with the deployments. */
export function createDeploymentsPanel(services: IServices): Section<DeploymentsModel> {
  const { trans } = services;
  const model = new DeploymentsModel(services);
  return new Section({
    model,
    title: trans.__('Deployments'),
    className: 'ct-DeploymentsPanel',
    body: (
      <DeploymentsBody model={model} trans={trans} actions={actionsOf(model, services)} />
    )
  });
}

function actionsOf(
  model: DeploymentsModel,
  { commands, trans }: IServices
): IDeploymentActions {
  return {
    checkDrift: ({ name }) =>
      void commands.execute(CommandIDs.checkDrift, { deployment: name }),
    curl: deployment => attempt(trans, () => model.curl(deployment)),
    setRoutes: deployment =>
      void attempt(trans, async () => {
        const routes = await askRoutes(deployment, trans);
        if (routes) {
          await model.setRoutes(deployment, routes);
        }
      }),
    stop: deployment =>
      void attempt(trans, async () => {
        const answer = await showDialog({
          title: trans.__('Stop %1?', deployment.name),
          body: trans.__('Nothing will answer at %1 any more.', deployment.url),
          buttons: [
            Dialog.cancelButton({ label: trans.__('Cancel') }),
            Dialog.warnButton({ label: trans.__('Stop') })
          ]
        });
        if (answer.button.accept) {
          await model.stop(deployment);
        }
      })
  };
}
