import type { Job } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';

/** The notebooks that were asked to run, newest first. */
export class JobsModel extends Shown<readonly Job[]> {
  constructor(services: IServices) {
    super(services, {
      fetch: async () => (await services.client.get('jobs', {})).jobs,
      concerns: event => event.noun === 'job'
    });
  }

  /** How many parameters a row shows. */
  get valuesPerRow(): number {
    return this.services.preferences().valuesPerRow;
  }

  /** Stop a job; what it kept until then stays. Returns whether it was stopped. */
  cancel(job: string): Promise<boolean> {
    return this.act(job, () =>
      this.services.client.post('jobs/{job_id}/cancel', { path: { job_id: job } })
    );
  }
}
