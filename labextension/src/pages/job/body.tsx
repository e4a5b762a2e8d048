import { UseSignal } from '@jupyterlab/ui-components';
import { isOpen } from '../../jobs';
import type { Job, RunDetail } from '../../nouns';
import { CellsSection } from '../../ui/cells';
import { Part } from '../../ui/part';
import { RunList } from '../../ui/runlist';
import { StateView } from '../../ui/state';
import { Tiles } from '../../ui/tiles';
import { KeyValueTable } from '../../ui/values';
import { JobHeader } from './header';
import type { IJobPageProps } from './services';

/** The page of one job. */
export function JobPageBody(props: IJobPageProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {job => (
            <article className="ct-RunPage-content">
              <JobHeader {...props} job={job} />
              {Object.keys(job.parameters).length > 0 && (
                <Part className="ct-JobPage-params" title={trans.__('Parameters')}>
                  <KeyValueTable values={job.parameters} />
                </Part>
              )}
              <StateView
                state={model.run}
                trans={trans}
                onRetry={() => void model.refresh()}
              >
                {run =>
                  run === null ? (
                    <Waiting {...props} job={job} />
                  ) : (
                    <Ran {...props} job={job} run={run} />
                  )
                }
              </StateView>
            </article>
          )}
        </StateView>
      )}
    </UseSignal>
  );
}

function Waiting(props: IJobPageProps & { job: Job }): JSX.Element {
  const { job, trans } = props;
  return (
    <p className="ct-Quiet" role="status">
      {isOpen(job)
        ? trans.__('No cell has begun yet.')
        : trans.__('No cell of it ever began.')}
    </p>
  );
}

function Ran(props: IJobPageProps & { job: Job; run: RunDetail }): JSX.Element {
  const { job, onOpenRun, run, trans } = props;
  const cached = run.cells_cached;
  const counts = [trans.__('%1 of %2', job.cells_done, job.cells_total)];
  if (cached) {
    counts.push(trans.__('%1 from the cache', cached));
  }
  return (
    <>
      {run.metrics.length > 0 && (
        <Part className="ct-RunPage-metrics" title={trans.__('Metrics')}>
          <Tiles metrics={run.metrics} trans={trans} />
        </Part>
      )}
      {run.cells.length > 0 && (
        <CellsSection {...props} detail={run} aside={counts.join(', ')} />
      )}
      {run.children.length > 0 && (
        <Part
          className="ct-RunPage-children"
          title={trans.__('Runs of its cells')}
          aside={run.children.length}
        >
          <RunList runs={run.children} trans={trans} onOpenRun={onOpenRun} />
        </Part>
      )}
    </>
  );
}
