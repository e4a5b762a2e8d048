import { type IServices } from '../../tokens';
import { Section } from '../../ui/section';
import { DeploymentsBody } from './body';
import { askRoutes, askStop } from './dialogs';
import { DeploymentsModel } from './model';

/** The section with the deployments. */
export function createDeploymentsPanel(services: IServices): Section<DeploymentsModel> {
  const { trans } = services;
  const model = new DeploymentsModel(services);
  return new Section({
    model,
    title: trans.__('Deployments'),
    className: 'ct-DeploymentsPanel',
    body: (
      <DeploymentsBody
        model={model}
        trans={trans}
        onEditRoutes={deployment =>
          void askRoutes(deployment, model.modelOf(deployment), trans).then(routes =>
            routes ? model.setRoutes(deployment, routes) : false
          )
        }
        onStop={deployment =>
          void askStop(deployment, trans).then(stop =>
            stop ? model.stop(deployment) : false
          )
        }
      />
    )
  });
}
