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
      {run !== null && (
        <Action
          name="open-run"
          label={trans.__('Open run')}
          onClick={() => {
            onOpenRun(run);
          }}
        />
      )}
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
