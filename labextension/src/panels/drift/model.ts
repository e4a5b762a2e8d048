import { Signal, type ISignal } from '@lumino/signaling';
import { Attempts } from '../../attempts';
import { RequestError } from '../../client';
import type { Decision, Deployment, DriftReport } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';

/** Under this id the attempts to measure drift are kept. */
export const CHECK = 'check';

const NOUNS: readonly string[] = ['drift', 'decision', 'deployment'];

/** What is known about the drift of one deployment. */
export interface IDrift {
  /** All that can be chosen from, those that answer first. */
  readonly deployments: readonly Deployment[];
  /** The one that is shown; null where there is none. */
  readonly chosen: Deployment | null;
  /** The newest first. */
  readonly reports: readonly DriftReport[];
  readonly decisions: readonly Decision[];
}

/** The drift of the chosen deployment. */
export class DriftModel implements ISectionModel {
  constructor(services: IServices) {
    this._services = services;
    this._drift = new Watched({
      feed: services.feed,
      fetch: () => this._fetch(),
      concerns: event => NOUNS.includes(event.noun)
    });
    this._drift.changed.connect(this._onPartChanged, this);
    this.attempts.changed.connect(this._onPartChanged, this);
  }

  /** What was asked for: `CHECK`, or the id of a decision whose run was to be opened. */
  readonly attempts = new Attempts();

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): State<IDrift> {
    return this._drift.state;
  }

  get visible(): boolean {
    return this._drift.visible;
  }
  set visible(visible: boolean) {
    this._drift.visible = visible;
  }

  get isDisposed(): boolean {
    return this._drift.isDisposed;
  }

  dispose(): void {
    this._drift.dispose();
    this.attempts.dispose();
    Signal.clearData(this);
  }

  refresh(): Promise<void> {
    return this._drift.refresh();
  }

  /** Show the drift of another deployment. */
  choose(deployment: string): Promise<void> {
    this._wanted = deployment;
    return this._drift.restart();
  }

  /** Compare what the chosen deployment was asked lately with its reference; returns whether that was done. */
  check(): Promise<boolean> {
    return this.attempts.make(CHECK, async () => {
      const { client, trans } = this._services;
      const { state } = this;
      const chosen = state.phase === 'ready' ? state.value.chosen : null;
      if (!chosen) {
        throw new RequestError(
          'missing',
          trans.__('There is nothing to check: nothing was deployed.'),
          trans.__('Deploy a model first: %deploy churn@champion')
        );
      }
      await client.post('drift', { body: { deployment: chosen.id } });
      await this.refresh();
    });
  }

  /** Find the run of the job that a decision started, and open it. */
  followDecision(decision: Decision, open: (run: string) => void): Promise<boolean> {
    return this.attempts.make(decision.id, async () => {
      const { client, trans } = this._services;
      const job = await client.get('jobs/{job_id}', {
        path: { job_id: decision.job_id ?? '' }
      });
      if (job.run_id === null) {
        throw new RequestError(
          'missing',
          trans.__('The job has made no run yet.'),
          trans.__('Try again in a moment, or look at the job above.')
        );
      }
      open(job.run_id);
    });
  }

  private async _fetch(): Promise<IDrift> {
    const { client } = this._services;
    const page = await client.get('deployments', {});
    const deployments = Private.liveFirst(page.deployments);
    const chosen =
      deployments.find(one => one.id === this._wanted) ?? deployments[0] ?? null;
    if (!chosen) {
      return { deployments, chosen, reports: [], decisions: [] };
    }
    const drift = await client.get('drift', { query: { deployment: chosen.id } });
    return { deployments, chosen, reports: drift.reports, decisions: drift.decisions };
  }

  private _onPartChanged(): void {
    this._changed.emit();
  }

  private readonly _services: IServices;
  private readonly _drift: Watched<IDrift>;
  private readonly _changed = new Signal<this, void>(this);
  private _wanted: string | null = null;
}

namespace Private {
  /** Put those that answer before those that ended, each the newest first. */
  export function liveFirst(deployments: readonly Deployment[]): readonly Deployment[] {
    const ended = (one: Deployment): number =>
      one.status === 'running' || one.status === 'starting' ? 0 : 1;
    return deployments.toSorted(
      (a, b) => ended(a) - ended(b) || b.created_at - a.created_at
    );
  }
}
