import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import { baseName, formatDuration } from '../../format';
import type { Job } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Age, Elapsed } from '../../ui/clock';
import { Empty } from '../../ui/empty';
import { Progress } from '../../ui/progress';
import { Refusal } from '../../ui/refusal';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { ValueLine } from '../../ui/values';
import { wordFor } from '../../words';
import { isOpen, type JobsModel } from './model';

const COMMAND = 'celltrail run train.ipynb';

interface IProps {
  model: JobsModel;
  trans: TranslationBundle;
  onOpenRun: (run: string) => void;
}

/** The list of jobs. */
export function JobsBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {jobs =>
            jobs.length ? (
              <div className="ct-List" role="list">
                {jobs.map(job => (
                  <JobRow key={job.id} {...props} job={job} />
                ))}
              </div>
            ) : (
              <NoJobs trans={trans} />
            )
          }
        </StateView>
      )}
    </UseSignal>
  );
}

function JobRow(props: IProps & { job: Job }): JSX.Element {
  const { job, model, onOpenRun, trans } = props;
  const status = wordFor(job.status, trans);
  const name = baseName(job.notebook);
  const { run_id: run } = job;
  return (
    <Row
      id={job.id}
      label={`${name}, ${status}`}
      mark={<StatusMark status={job.status} label={status} />}
      title={<span title={job.notebook}>{name}</span>}
      aside={<When job={job} trans={trans} />}
      onClick={
        run === null
          ? undefined
          : () => {
              onOpenRun(run);
            }
      }
    >
      <ValueLine kind="param" values={job.parameters} most={model.valuesPerRow} />
      {job.error !== null && (
        <div className="ct-Row-error" title={job.error}>
          {job.error}
        </div>
      )}
      {isOpen(job) && (
        <Progress
          done={job.cells_done}
          total={job.cells_total}
          label={trans.__('%1 of %2 cells', job.cells_done, job.cells_total)}
        />
      )}
      <Foot {...props} />
      <Refusal attempts={model.attempts} id={job.id} trans={trans} />
    </Row>
  );
}

function When(props: { job: Job; trans: TranslationBundle }): JSX.Element {
  const { job, trans } = props;
  return isOpen(job) ? (
    <Elapsed since={job.started_at ?? job.created_at} />
  ) : (
    <Age at={job.created_at} trans={trans} />
  );
}

/** How the job came about in words, and what can be done with it. */
function Foot(props: IProps & { job: Job }): JSX.Element {
  const { job, model, onOpenRun, trans } = props;
  const { run_id: run } = job;
  return (
    <div className="ct-Job-foot">
      <span className="ct-Job-story">{story(job, trans)}</span>
      <Actions label={trans.__('Actions')}>
        {run !== null && (
          <Action
            name="open-run"
            label={trans.__('Open run')}
            onClick={() => {
              onOpenRun(run);
            }}
          />
        )}
        {isOpen(job) && (
          <Action
            name="cancel"
            label={trans.__('Cancel')}
            disabled={model.attempts.isBusy(job.id)}
            onClick={() => void model.cancel(job.id)}
          />
        )}
      </Actions>
    </div>
  );
}

function story(job: Job, trans: TranslationBundle): string {
  const parts = [triggerLabel(job.trigger, trans)];
  if (isOpen(job)) {
    parts.push(trans.__('%1 of %2 cells', job.cells_done, job.cells_total));
  } else {
    parts.push(wordFor(job.status, trans));
  }
  if (job.started_at !== null && job.ended_at !== null) {
    parts.push(formatDuration(job.ended_at - job.started_at));
  }
  return parts.join(' · ');
}

function triggerLabel(trigger: Job['trigger'], trans: TranslationBundle): string {
  const labels: Readonly<Record<Job['trigger'], string>> = {
    drift: trans.__('after drift'),
    event: trans.__('by an event'),
    manual: trans.__('by hand'),
    pipeline: trans.__('in a pipeline'),
    reproduce: trans.__('to reproduce'),
    schedule: trans.__('by schedule'),
    sweep: trans.__('in a sweep')
  };
  return labels[trigger];
}

function NoJobs(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  return (
    <Empty title={trans.__('No jobs yet')}>
      <p>{trans.__('Open a notebook and press ▶ above, or run one from a terminal:')}</p>
      <pre>{COMMAND}</pre>
    </Empty>
  );
}
