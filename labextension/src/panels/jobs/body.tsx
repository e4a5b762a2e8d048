import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, UseSignal } from '@jupyterlab/ui-components';
import type { JSX } from 'react';
import { baseName, formatDuration } from '../../format';
import type { Job } from '../../nouns';
import { Age, Elapsed } from '../../ui/clock';
import { Empty, Snippet } from '../../ui/empty';
import { Progress } from '../../ui/progress';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark, toneOf } from '../../ui/status';
import { ValueLine } from '../../ui/values';
import { wordFor } from '../../words';
import { isUnderWay, type JobsModel } from './model';

/** What can be done with jobs. */
export interface IJobActions {
  runNotebook(): void;
  cancel(job: Job): void;
  openRun(run: string): void;
}

interface IProps {
  model: JobsModel;
  trans: TranslationBundle;
  actions: IJobActions;
}

/** The notebooks that run by themselves. */
export function JobsBody(props: IProps): JSX.Element {
  const { actions, model, trans } = props;
  return (
    <>
      <div className="ct-Bar">
        <Button
          minimal
          small
          onClick={() => {
            actions.runNotebook();
          }}
        >
          {trans.__('Run notebook…')}
        </Button>
      </div>
      <UseSignal signal={model.changed}>
        {() => (
          <StateView
            state={model.state}
            trans={trans}
            onRetry={() => void model.refresh()}
          >
            {jobs => <Jobs {...props} jobs={jobs} />}
          </StateView>
        )}
      </UseSignal>
    </>
  );
}

function Jobs(props: IProps & { jobs: readonly Job[] }): JSX.Element {
  const { jobs, trans } = props;
  if (!jobs.length) {
    return (
      <Empty title={trans.__('No jobs yet')}>
        <p>
          {trans.__(
            'Run a notebook from top to bottom with the button above, or in a terminal:'
          )}
        </p>
        <Snippet code="celltrail run notebook.ipynb" />
      </Empty>
    );
  }
  return (
    <div className="ct-List" role="list">
      {jobs.map(job => (
        <JobItem key={job.id} {...props} job={job} />
      ))}
    </div>
  );
}

function JobItem(props: IProps & { job: Job }): JSX.Element {
  const { job, trans } = props;
  const status = wordFor(job.status, trans);
  return (
    <Row
      id={job.id}
      mark={<StatusMark status={job.status} label={status} />}
      title={
        <>
          <span title={job.notebook}>{baseName(job.notebook)}</span>
          {job.trigger !== 'manual' && (
            <span className={`ct-Chip ct-mod-${job.trigger}`}>
              {wordFor(job.trigger, trans)}
            </span>
          )}
        </>
      }
      aside={<When job={job} trans={trans} />}
    >
      <ValueLine kind="param" values={job.parameters} />
      {job.error !== null && <div className="ct-Row-error">{job.error}</div>}
      {job.status !== 'queued' && job.status !== 'finished' && (
        <Progress
          done={job.cells_done}
          total={job.cells_total}
          tone={toneOf(job.status)}
          label={trans.__('%1 of %2 cells', job.cells_done, job.cells_total)}
        />
      )}
      <Actions {...props} />
    </Row>
  );
}

function When(props: { job: Job; trans: TranslationBundle }): JSX.Element {
  const { job, trans } = props;
  if (job.started_at === null) {
    return <Age at={job.created_at} trans={trans} />;
  }
  if (job.ended_at === null) {
    return (
      <>
        {job.cells_total > 0 && `${job.cells_done}/${job.cells_total} · `}
        <Elapsed since={job.started_at} />
      </>
    );
  }
  return (
    <>
      {formatDuration(job.ended_at - job.started_at)}
      {' · '}
      <Age at={job.created_at} trans={trans} />
    </>
  );
}

function Actions(props: IProps & { job: Job }): JSX.Element {
  const { actions, job, trans } = props;
  const { run_id } = job;
  return (
    <div className="ct-Actions">
      {run_id !== null && (
        <button
          className="ct-Link"
          onClick={() => {
            actions.openRun(run_id);
          }}
        >
          {trans.__('Open its run')}
        </button>
      )}
      {isUnderWay(job) && (
        <button
          className="ct-Link"
          onClick={() => {
            actions.cancel(job);
          }}
        >
          {trans.__('Cancel')}
        </button>
      )}
    </div>
  );
}
