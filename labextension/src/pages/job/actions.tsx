import { isOpen } from '../../jobs';
import type { Job } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import type { IJobPageProps } from './services';

/** What can be done with the job. */
export function JobActions(props: IJobPageProps & { job: Job }): JSX.Element {
  const { job, model, onOpenNotebook, onOpenRun, trans } = props;
  const { run_id: run } = job;
  const busy = model.attempts.isBusy(job.id);
  return (
    <Actions label={trans.__('Actions')}>
      {isOpen(job) && (
        <Action
          name="cancel"
          label={trans.__('Cancel')}
          disabled={busy}
          onClick={() => void model.cancel()}
        />
      )}
      {!isOpen(job) && <Again {...props} busy={busy} />}
      {run !== null && (
        <Action
          name="open-run"
          label={trans.__('Open run')}
          onClick={() => {
            onOpenRun(run);
          }}
        />
      )}
      {run !== null && <Earlier {...props} busy={busy} />}
      {job.output !== null && (
        <Action
          name="open-notebook"
          label={trans.__('Open executed notebook')}
          onClick={() => {
            onOpenNotebook(job);
          }}
        />
      )}
    </Actions>
  );
}

/** What can be done with a job that has ended: both make a new one, which is opened. */
function Again(props: IJobPageProps & { job: Job; busy: boolean }): JSX.Element {
  const { busy, job, model, trans } = props;
  const follow = async (made: Promise<Job | null>): Promise<void> => {
    const next = await made;
    if (next) {
      props.onOpenJob(next.id);
    }
  };
  return (
    <>
      <Action
        name="retry"
        label={trans.__('Run again')}
        title={trans.__('Run the notebook again with the same parameters')}
        disabled={busy}
        onClick={() => void follow(model.retry())}
      />
      {job.status !== 'finished' && (
        <Action
          name="resume"
          label={trans.__('Resume')}
          title={trans.__('Go on at the first cell that did not finish')}
          disabled={busy}
          onClick={() => void follow(model.resume())}
        />
      )}
    </>
  );
}

function Earlier(props: IJobPageProps & { job: Job; busy: boolean }): JSX.Element {
  const { busy, job, model, onDiff, trans } = props;
  return (
    <Action
      name="diff"
      label={trans.__('Compare with the run before')}
      title={trans.__('Show how code and outputs differ, cell by cell')}
      disabled={busy}
      onClick={() =>
        void model.before().then(before => {
          if (before) {
            onDiff(before.id, job.id);
          }
        })
      }
    />
  );
}
