import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { JSX } from 'react';
import { formatNumber, formatShare } from '../../format';
import type { Deployment, Route } from '../../nouns';
import { Age } from '../../ui/clock';
import { CopyButton } from '../../ui/copy';
import { Empty, Snippet } from '../../ui/empty';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { DeploymentsModel } from './model';

/** What can be done with a deployment. */
export interface IDeploymentActions {
  stop(deployment: Deployment): void;
  setRoutes(deployment: Deployment): void;
  checkDrift(deployment: Deployment): void;
  /** The line that asks it once; null where there is none. */
  curl(deployment: Deployment): Promise<string | null>;
}

interface IProps {
  model: DeploymentsModel;
  trans: TranslationBundle;
  actions: IDeploymentActions;
}

/** The models that answer requests. */
export function DeploymentsBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {deployments => <Deployments {...props} deployments={deployments} />}
        </StateView>
      )}
    </UseSignal>
  );
}

function Deployments(
  props: IProps & { deployments: readonly Deployment[] }
): JSX.Element {
  const { deployments, trans } = props;
  if (!deployments.length) {
    return (
      <Empty title={trans.__('Nothing is deployed yet')}>
        <p>{trans.__('Give a registered model an address:')}</p>
        <Snippet code="%deploy churn" />
      </Empty>
    );
  }
  return (
    <div className="ct-List" role="list">
      {deployments.map(deployment => (
        <DeploymentItem key={deployment.id} {...props} deployment={deployment} />
      ))}
    </div>
  );
}

function DeploymentItem(props: IProps & { deployment: Deployment }): JSX.Element {
  const { deployment, trans } = props;
  const status = wordFor(deployment.status, trans);
  const answers = deployment.status === 'running';
  return (
    <Row
      id={deployment.name}
      mark={
        <StatusMark
          status={deployment.status}
          label={status}
          // One that answers is at rest: nothing turns for weeks.
          tone={answers ? 'live' : undefined}
        />
      }
      title={deployment.name}
      aside={answers ? status : <Age at={deployment.changed_at} trans={trans} />}
    >
      {deployment.error !== null && (
        <div className="ct-Row-error">{deployment.error}</div>
      )}
      {answers && (
        <div className="ct-Address">
          <code title={deployment.url}>{deployment.url}</code>
        </div>
      )}
      <Routes model={deployment.model} routes={deployment.routes} trans={trans} />
      <div className="ct-Row-text">
        {trans
          ._n('%1 request', '%1 requests', deployment.requests)
          .replace(String(deployment.requests), formatNumber(deployment.requests))}
      </div>
      <Actions {...props} answers={answers} />
    </Row>
  );
}

function Routes(props: {
  model: string;
  routes: readonly Route[];
  trans: TranslationBundle;
}): JSX.Element {
  const { model, routes, trans } = props;
  return (
    <ul className="ct-Routes">
      {routes.map(route => (
        <li key={`${route.version}/${String(route.shadow)}`}>
          <span className="ct-Version">{`${model}/${route.version}`}</span>
          <span className="ct-Routes-bar">
            <span style={{ width: `${100 * (route.shadow ? 0 : route.weight)}%` }} />
          </span>
          <span className="ct-Quiet">
            {route.shadow ? trans.__('shadow') : formatShare(route.weight)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Actions(
  props: IProps & { deployment: Deployment; answers: boolean }
): JSX.Element {
  const { actions, answers, deployment, trans } = props;
  return (
    <div className="ct-Actions">
      {answers && (
        <>
          <CopyButton
            label={trans.__('URL')}
            title={trans.__('Copy the address')}
            text={() => deployment.url}
          />
          <CopyButton
            label={trans.__('curl')}
            title={trans.__('Copy a line for the terminal that asks it once')}
            text={() => actions.curl(deployment)}
          />
          <button
            className="ct-Link"
            onClick={() => {
              actions.setRoutes(deployment);
            }}
          >
            {trans.__('Traffic…')}
          </button>
          <button
            className="ct-Link"
            onClick={() => {
              actions.stop(deployment);
            }}
          >
            {trans.__('Stop')}
          </button>
        </>
      )}
      <button
        className="ct-Link"
        onClick={() => {
          actions.checkDrift(deployment);
        }}
      >
        {trans.__('Check drift')}
      </button>
    </div>
  );
}
