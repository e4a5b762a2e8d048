import type { ISignal } from '@lumino/signaling';
import type { Job } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';

/** The notebooks that run, ran and wait to run. */
export class JobsModel implements ISectionModel {
  constructor(private readonly _services: IServices) {
    this._jobs = new Watched({
      feed: _services.feed,
      fetch: async () => (await _services.client.get('jobs', {})).jobs,
      concerns: event => event.noun === 'job'
    });
  }

  /** Emitted when the jobs changed. */
  get changed(): ISignal<unknown, void> {
    return this._jobs.changed;
  }

  get state(): State<readonly Job[]> {
    return this._jobs.state;
  }

  get visible(): boolean {
    return this._jobs.visible;
  }
  set visible(visible: boolean) {
    this._jobs.visible = visible;
  }

  get isDisposed(): boolean {
    return this._jobs.isDisposed;
  }

  dispose(): void {
    this._jobs.dispose();
  }

  refresh(): Promise<void> {
    return this._jobs.refresh();
  }

  /** Stop a job, or take it out of the queue. */
  async cancel(job: Job): Promise<void> {
    await this._services.client.post('jobs/{job_id}/cancel', {
      path: { job_id: job.id }
    });
    await this.refresh();
  }

  private readonly _jobs: Watched<readonly Job[]>;
}

/** Whether a job can still be stopped. */
export function isUnderWay(job: Job): boolean {
  return job.status === 'queued' || job.status === 'running';
}
