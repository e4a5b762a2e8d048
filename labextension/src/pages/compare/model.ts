import type { ISignal } from '@lumino/signaling';
import type { IDisposable } from '@lumino/disposable';
import type { RunComparison } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import { Watched } from '../../watched';

/** A run that is going on changes often, and a comparison looks into data. */
const PAUSE_MS = 1000;

/** How some runs differ from the first of them. */
export class ComparePageModel implements IDisposable {
  constructor(
    services: IServices,
    readonly runs: readonly string[]
  ) {
    this._watched = new Watched({
      feed: services.feed,
      fetch: () => services.client.get('compare', { query: { runs: runs.join(',') } }),
      concerns: event => event.noun === 'run' && runs.includes(event.id),
      pauseMs: PAUSE_MS
    });
  }

  /** Emitted when it is known, or known anew. */
  get changed(): ISignal<unknown, void> {
    return this._watched.changed;
  }

  get state(): State<RunComparison> {
    return this._watched.state;
  }

  get visible(): boolean {
    return this._watched.visible;
  }
  set visible(visible: boolean) {
    this._watched.visible = visible;
  }

  get isDisposed(): boolean {
    return this._watched.isDisposed;
  }

  dispose(): void {
    this._watched.dispose();
  }

  refresh(): Promise<void> {
    return this._watched.refresh();
  }

  private readonly _watched: Watched<RunComparison>;
}
