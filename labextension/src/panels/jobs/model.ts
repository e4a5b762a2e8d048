import { Signal, type ISignal } from '@lumino/signaling';
import { Attempts } from '../../attempts';
import type { Job } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';

/** The notebooks that were asked to run, newest first. */
export class JobsModel implements ISectionModel {
  constructor(services: IServices) {
    this._services = services;
    this._jobs = new Watched({
      feed: services.feed,
      fetch: async () => (await services.client.get('jobs', {})).jobs,
      concerns: event => event.noun === 'job'
    });
    this._jobs.changed.connect(this._onPartChanged, this);
    this.attempts.changed.connect(this._onPartChanged, this);
  }

  /** What was asked for, by the id of the job. */
  readonly attempts = new Attempts();

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): State<readonly Job[]> {
    return this._jobs.state;
  }

  /** How many parameters a row shows. */
  get valuesPerRow(): number {
    return this._services.preferences().valuesPerRow;
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
    this.attempts.dispose();
    Signal.clearData(this);
  }

  refresh(): Promise<void> {
    return this._jobs.refresh();
  }

  /** Stop a job; what it kept until then stays. Returns whether it was stopped. */
  cancel(job: string): Promise<boolean> {
    return this.attempts.make(job, async () => {
      await this._services.client.post('jobs/{job_id}/cancel', {
        path: { job_id: job }
      });
      await this.refresh();
    });
  }

  private _onPartChanged(): void {
    this._changed.emit();
  }

  private readonly _services: IServices;
  private readonly _jobs: Watched<readonly Job[]>;
  private readonly _changed = new Signal<this, void>(this);
}

/** Whether a job can still be stopped. */
export function isOpen(job: Job): boolean {
  return job.status === 'queued' || job.status === 'running';
}
