import { RequestError } from '../../client';
import type { CellExecution, Event, Job, RunDetail } from '../../nouns';
import { Shown } from '../../shown';
import { PENDING, type State } from '../../state';
import type { IServices } from '../../tokens';
import { PAGE, WHERE_IT_IS } from '../../ui/pager';
import { Watched } from '../../watched';

/** A cell tells of itself when it begins, shows something and ends: often enough not to fetch each time. */
const PAUSE_MS = 250;

/** One job, and the run that its cells belong to. */
export class JobPageModel extends Shown<Job> {
  constructor(
    services: IServices,
    readonly job: string
  ) {
    super(services, {
      fetch: () => services.client.get('jobs/{job_id}', { path: { job_id: job } }),
      concerns: event => event.noun === 'job' && event.id === job
    });
    this._run = new Watched({
      feed: services.feed,
      fetch: () => this._fetchRun(),
      concerns: event => this._isOfRun(event),
      pauseMs: PAUSE_MS
    });
    this._run.changed.connect(this.announce, this);
    this.changed.connect(this._onChanged, this);
  }

  /** The run with the cells; null before the job has one. */
  get run(): State<RunDetail | null> {
    return this._runId === null && this.state.phase === 'ready'
      ? { phase: 'ready', value: null }
      : this._runId === null
        ? PENDING
        : this._run.state;
  }

  override get visible(): boolean {
    return super.visible;
  }
  override set visible(visible: boolean) {
    super.visible = visible;
    this._run.visible = visible && this._runId !== null;
  }

  override dispose(): void {
    this._run.dispose();
    super.dispose();
  }

  override async refresh(): Promise<void> {
    await super.refresh();
    if (this._runId !== null) {
      await this._run.refresh();
    }
  }

  /** Show the cells from a place on. */
  async turn(first: number): Promise<void> {
    this._first = first;
    await this._run.refresh();
  }

  /** A cell with all that it showed. */
  cell(id: string): Promise<CellExecution> {
    return this.services.client.get('runs/{run_id}/cells/{cell_id}', {
      path: { run_id: this._runId ?? '', cell_id: id }
    });
  }

  /** Stop it; what it kept until then stays. */
  cancel(): Promise<boolean> {
    return this.act(this.job, () =>
      this.services.client.post('jobs/{job_id}/cancel', { path: { job_id: this.job } })
    );
  }

  /** Run its notebook again with the same parameters; null where that was refused. */
  retry(): Promise<Job | null> {
    return this._make(() =>
      this.services.client.post('jobs/{job_id}/retry', { path: { job_id: this.job } })
    );
  }

  /** Go on with what it did not finish; null where that was refused. */
  resume(): Promise<Job | null> {
    return this._make(() =>
      this.services.client.post('jobs/{job_id}/resume', { path: { job_id: this.job } })
    );
  }

  /** The job that ran the same notebook before; null where none did. */
  async before(): Promise<Job | null> {
    let found: Job | null = null;
    await this.attempts.make(this.job, async () => {
      const { jobs } = await this.services.client.get('jobs', {});
      const here = jobs.find(({ id }) => id === this.job);
      found =
        jobs.find(
          job =>
            job.notebook === here?.notebook &&
            job.created_at < here.created_at &&
            job.run_id !== null
        ) ?? null;
      if (!found) {
        const { trans } = this.services;
        throw new RequestError(
          'not_found',
          trans.__('No job ran this notebook before.'),
          trans.__('Run it again, then compare that one with this.')
        );
      }
    });
    return found;
  }

  private async _make(action: () => Promise<Job>): Promise<Job | null> {
    let made: Job | null = null;
    await this.attempts.make(this.job, async () => {
      made = await action();
    });
    return made;
  }

  private async _fetchRun(): Promise<RunDetail | null> {
    const run = this._runId;
    try {
      return run === null
        ? null
        : await this.services.client.get('runs/{run_id}', {
            path: { run_id: run },
            query: { first: this._first, count: PAGE }
          });
    } catch (reason) {
      // The job names its run a moment before what the run wrote down is brought into the store.
      if (RequestError.from(reason).code === 'not_found') {
        return null;
      }
      throw reason;
    }
  }

  private _isOfRun(event: Event): boolean {
    const { state } = this._run;
    if (event.noun !== 'run' || event.id === this._runId || state.phase !== 'ready') {
      return event.noun === 'run';
    }
    const children = state.value?.children ?? [];
    return event.kind === 'created' || children.some(child => child.run.id === event.id);
  }

  private _onChanged(): void {
    const { state } = this;
    const run = state.phase === 'ready' ? state.value.run_id : null;
    if (run !== null && run !== this._runId) {
      this._runId = run;
      this._run.visible = this.visible;
    }
  }

  private _first = WHERE_IT_IS;
  private readonly _run: Watched<RunDetail | null>;
  private _runId: string | null = null;
}
