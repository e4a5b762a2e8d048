import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { JSX } from 'react';
import { Empty, Snippet } from '../../ui/empty';
import { StateView } from '../../ui/state';
import { HeatMap } from './heatmap';
import type { DriftModel, IWatchedDeployment } from './model';
import { ReportRow } from './report';

/** What can be done about drift. */
export interface IDriftActions {
  check(deployment: string): void;
  openJob(): void;
}

export interface IDriftProps {
  model: DriftModel;
  trans: TranslationBundle;
  actions: IDriftActions;
}

/** How far the data of today are from those the models learned from. */
export function DriftBody(props: IDriftProps): JSX.Element {
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
  props: IDriftProps & { deployments: readonly IWatchedDeployment[] }
): JSX.Element {
  const { deployments, trans } = props;
  if (!deployments.length) {
    return (
      <Empty title={trans.__('Nothing to watch yet')}>
        <p>
          {trans.__(
            'Deploy a model and send it requests. Then compare them with its training data:'
          )}
        </p>
        <Snippet code="%drift churn" />
      </Empty>
    );
  }
  return (
    <>
      {deployments.map(deployment => (
        <DeploymentGroup key={deployment.id} {...props} deployment={deployment} />
      ))}
    </>
  );
}

function DeploymentGroup(
  props: IDriftProps & { deployment: IWatchedDeployment }
): JSX.Element {
  const { actions, deployment, model, trans } = props;
  const { name, reports } = deployment;
  return (
    <div className="ct-Group" data-id={name}>
      <h3 className="ct-Group-title">
        {name}
        <button
          className="ct-Link"
          onClick={() => {
            actions.check(name);
          }}
        >
          {trans.__('Check drift now')}
        </button>
      </h3>
      {reports.length ? (
        <HeatMap
          reports={reports}
          unfolded={model.unfolded}
          trans={trans}
          onSelect={report => {
            model.toggle(report);
          }}
        />
      ) : (
        <p className="ct-Row-text">
          {trans.__('No report yet: check when requests have come in.')}
        </p>
      )}
      <div className="ct-List" role="list">
        {reports.map(report => (
          <ReportRow
            key={report.id}
            {...props}
            report={report}
            decision={deployment.decisions.get(report.id) ?? null}
          />
        ))}
      </div>
    </div>
  );
}
