import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import { baseName } from '../../format';
import { isOpen, storyOf } from '../../jobs';
import type { Job } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Chip } from '../../ui/chip';
import { Age, Elapsed } from '../../ui/clock';
import { Empty } from '../../ui/empty';
import { Progress } from '../../ui/progress';
import { Refusal } from '../../ui/refusal';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { ValueLine } from '../../ui/values';
import { wordFor } from '../../words';
import type { JobsModel } from './model';

const COMMAND = 'celltrail run train.ipynb';

interface IProps {
  model: JobsModel;
  trans: TranslationBundle;
  onOpenJob: (job: string) => void;
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
  const { job, model, onOpenJob, trans } = props;
  const status = wordFor(job.status, trans);
  const name = baseName(job.notebook);
  return (
    <Row
      id={job.id}
      label={`${name}, ${status}`}
      mark={<StatusMark status={job.status} label={status} />}
      title={
        <span title={job.notebook}>
          {name}
          {job.notes.length > 0 && (
            <Chip
              label={trans._n('%1 note', '%1 notes', job.notes.length)}
              title={job.notes.join('\n')}
            />
          )}
        </span>
      }
      aside={<When job={job} trans={trans} />}
      onClick={() => {
        onOpenJob(job.id);
      }}
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
      <span className="ct-Job-story">{storyOf(job, trans)}</span>
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

function NoJobs(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  return (
    <Empty title={trans.__('No jobs yet')}>
      <p>{trans.__('Open a notebook and press ▶ above, or run one from a terminal:')}</p>
      <pre>{COMMAND}</pre>
    </Empty>
  );
}
