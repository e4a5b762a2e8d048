import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import { formatNumber, formatShare } from '../../format';
import type { Deployment } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Chip } from '../../ui/chip';
import { Age } from '../../ui/clock';
import { CopyLine } from '../../ui/copy';
import { Empty } from '../../ui/empty';
import { Fold } from '../../ui/fold';
import { Refusal } from '../../ui/refusal';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { curl } from './curl';
import { isLive, type DeploymentsModel } from './model';

/** What a notebook says first. */
const FIRST = '%deploy churn@champion';

interface IProps {
  model: DeploymentsModel;
  trans: TranslationBundle;
  onEditRoutes: (deployment: Deployment) => void;
  onStop: (deployment: Deployment) => void;
}

/** The deployments: those that answer, and below them those that did. */
export function DeploymentsBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {deployments =>
            deployments.length ? (
              <Deployments {...props} deployments={deployments} />
            ) : (
              <NoDeployments trans={trans} />
            )
          }
        </StateView>
      )}
    </UseSignal>
  );
}

function Deployments(
  props: IProps & { deployments: readonly Deployment[] }
): JSX.Element {
  const { deployments, trans } = props;
  const row = (deployment: Deployment): JSX.Element => (
    <DeploymentItem key={deployment.id} {...props} deployment={deployment} />
  );
  const live = deployments.filter(isLive);
  const ended = deployments.filter(deployment => !isLive(deployment));
  return (
    <>
      {live.length > 0 ? (
        <div className="ct-List" role="list">
          {live.map(row)}
        </div>
      ) : (
        <p className="ct-Hint">{trans.__('Nothing answers requests now.')}</p>
      )}
      {ended.length > 0 && (
        <Fold
          label={trans._n('%1 stopped or failed', '%1 stopped or failed', ended.length)}
        >
          <div className="ct-List" role="list">
            {ended.map(row)}
          </div>
        </Fold>
      )}
    </>
  );
}

function DeploymentItem(props: IProps & { deployment: Deployment }): JSX.Element {
  const { deployment, model, trans } = props;
  const status = wordFor(deployment.status, trans);
  return (
    <Row
      id={deployment.id}
      label={`${deployment.name}, ${status}`}
      mark={
        <StatusMark
          status={deployment.status}
          label={status}
          // A run that is running will end; a deployment that is running is well.
          tone={deployment.status === 'running' ? 'good' : undefined}
        />
      }
      title={<span title={deployment.name}>{deployment.name}</span>}
      aside={<Age at={deployment.changed_at} trans={trans} />}
    >
      <div className="ct-Deployment-line">
        <span>{status}</span>
        <span>
          {trans._n(
            '%1 request',
            '%2 requests',
            deployment.requests,
            formatNumber(deployment.requests)
          )}
        </span>
      </div>
      <Routes deployment={deployment} trans={trans} />
      {deployment.error !== null && (
        <div className="ct-Row-error">{deployment.error}</div>
      )}
      {isLive(deployment) && <Address {...props} />}
      {isLive(deployment) && <DeploymentActions {...props} />}
      <Refusal attempts={model.attempts} id={deployment.id} trans={trans} />
    </Row>
  );
}

/** Which version takes which share of the requests, as bars. */
function Routes(props: {
  deployment: Deployment;
  trans: TranslationBundle;
}): JSX.Element {
  const { deployment, trans } = props;
  return (
    <ul className="ct-Shares" aria-label={trans.__('Routes')}>
      {deployment.routes.map(route => (
        <li
          key={route.version}
          className={route.shadow ? 'ct-Share ct-mod-shadow' : 'ct-Share'}
          data-version={route.version}
        >
          <span
            className="ct-Share-name"
            title={`${deployment.model}/${route.version}`}
          >{`${deployment.model}/${route.version}`}</span>
          {route.shadow ? (
            <Chip
              label={trans.__('shadow')}
              title={trans.__('It is asked too, but its answers are only logged')}
            />
          ) : (
            <>
              <span className="ct-Share-track">
                <span
                  className="ct-Share-bar"
                  style={{ width: `${route.weight * 100}%` }}
                />
              </span>
              <span className="ct-Share-value">{formatShare(route.weight)}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Address(props: IProps & { deployment: Deployment }): JSX.Element {
  const { deployment, model, trans } = props;
  return (
    <>
      <CopyLine text={deployment.url} label={trans.__('Copy the address')} trans={trans}>
        <a href={deployment.url} target="_blank" rel="noopener noreferrer">
          {deployment.url}
        </a>
      </CopyLine>
      <CopyLine
        text={curl(deployment, model.modelOf(deployment))}
        label={trans.__('Copy a command that asks it once')}
        trans={trans}
      />
    </>
  );
}

function DeploymentActions(props: IProps & { deployment: Deployment }): JSX.Element {
  const { deployment, model, trans } = props;
  const busy = model.attempts.isBusy(deployment.id);
  return (
    <Actions label={trans.__('What can be done with %1', deployment.name)}>
      <Action
        name="routes"
        label={trans.__('Set traffic…')}
        title={trans.__('Choose which versions take which share of the requests')}
        disabled={busy}
        onClick={() => {
          props.onEditRoutes(deployment);
        }}
      />
      <Action
        name="stop"
        label={trans.__('Stop…')}
        disabled={busy}
        onClick={() => {
          props.onStop(deployment);
        }}
      />
      {busy && <span className="ct-Actions-busy">{trans.__('Under way…')}</span>}
    </Actions>
  );
}

function NoDeployments(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  return (
    <Empty title={trans.__('Nothing is deployed')}>
      <p>{trans.__('Let a registered model answer requests:')}</p>
      <pre>{FIRST}</pre>
      <p>{trans.__('or choose Deploy at one of its versions above.')}</p>
    </Empty>
  );
}
