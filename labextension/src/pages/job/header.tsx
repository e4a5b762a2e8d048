import type { ReactNode } from 'react';
import { baseName, formatDuration, formatTime } from '../../format';
import { isOpen, triggerLabel } from '../../jobs';
import type { Job } from '../../nouns';
import { ownTag } from '../../tags';
import { Elapsed } from '../../ui/clock';
import { Fact, LinkTo } from '../../ui/fact';
import { Progress } from '../../ui/progress';
import { Refusal } from '../../ui/refusal';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { JobActions } from './actions';
import type { IJobPageProps } from './services';

interface IProps extends IJobPageProps {
  job: Job;
}

/** What the job is, how far it is, how it ended, and what can be done with it. */
export function JobHeader(props: IProps): JSX.Element {
  const { job, model, trans } = props;
  const status = wordFor(job.status, trans);
  return (
    <header className="ct-RunPage-header ct-JobPage-header">
      <h1>
        <StatusMark status={job.status} label={status} />
        {baseName(job.notebook)}
        <span className="ct-RunPage-status" data-status={job.status}>
          {status}
        </span>
      </h1>
      {isOpen(job) && (
        <Progress
          done={job.cells_done}
          total={job.cells_total}
          label={trans.__('%1 of %2 cells', job.cells_done, job.cells_total)}
        />
      )}
      <dl className="ct-Facts">
        <Facts {...props} />
        <Belongs {...props} />
      </dl>
      <JobActions {...props} />
      <Refusal attempts={model.attempts} id={job.id} trans={trans} />
      {job.error !== null && <pre className="ct-Error">{job.error}</pre>}
      {job.notes.length > 0 && (
        <ul className="ct-JobPage-notes" aria-label={trans.__('Notes')}>
          {job.notes.map((note, i) => (
            <li className="ct-Note" key={i}>
              {note}
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

function Facts({ job, trans }: IProps): JSX.Element {
  const { retries } = job.options;
  return (
    <>
      <Fact name={trans.__('Started')}>
        {formatTime(job.started_at ?? job.created_at)}
      </Fact>
      <Fact name={trans.__('Took')}>
        <Took job={job} />
      </Fact>
      <Fact name={trans.__('How')}>{triggerLabel(job.trigger, trans)}</Fact>
      <Fact name={trans.__('Attempt')}>
        {(job.attempt > 1 || retries > 0) &&
          trans.__('%1 of %2 at the most', job.attempt, retries + 1)}
      </Fact>
      <Fact name={trans.__('Who')}>{job.who}</Fact>
      <Fact name={trans.__('Where')}>{job.worker}</Fact>
      <Fact name={trans.__('Notebook')}>{job.notebook}</Fact>
      <Fact name={trans.__('Executed notebook')}>{job.output}</Fact>
      <Fact name={trans.__('Job')}>
        <code>{job.id}</code>
      </Fact>
    </>
  );
}

function Took({ job }: { job: Job }): ReactNode {
  const { ended_at, started_at } = job;
  if (started_at === null) {
    return null;
  }
  return ended_at === null
    ? isOpen(job) && <Elapsed since={started_at} />
    : formatDuration(ended_at - started_at);
}

/** What the job is a part of. */
function Belongs(props: IProps): JSX.Element {
  const { job, trans } = props;
  const { pipeline_run_id: pipelineRun, resumes, sweep_id: sweep } = job;
  const search = ownTag(job.tags, 'bisect') || null;
  return (
    <>
      <Fact name={trans.__('Sweep')}>
        {sweep !== null && (
          <LinkTo
            id={sweep}
            label={trans.__('the sweep it is a trial of')}
            onOpen={props.onOpenSweep}
          />
        )}
      </Fact>
      <Fact name={trans.__('Experiment')}>
        {search !== null && (
          <LinkTo
            id={search}
            label={trans.__('the search for a cause that it is for')}
            onOpen={props.onOpenSearch}
          />
        )}
      </Fact>
      <Fact name={trans.__('Pipeline')}>
        {pipelineRun !== null && (
          <LinkTo
            id={pipelineRun}
            label={trans.__('the pipeline it is a step of')}
            onOpen={props.onOpenPipelineRun}
          />
        )}
      </Fact>
      <Fact name={trans.__('Goes on with')}>
        {resumes !== null && (
          <LinkTo
            id={resumes}
            label={trans.__('job %1', resumes.slice(-6))}
            onOpen={props.onOpenJob}
          />
        )}
      </Fact>
    </>
  );
}
