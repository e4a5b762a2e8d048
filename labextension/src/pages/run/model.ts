import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { Attempts } from '../../attempts';
import type {
  ArtifactPreview,
  Event,
  Lineage,
  MetricSeries,
  Reproduction,
  RunDetail
} from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import { Watched } from '../../watched';

/** Everything about one run, each part fetched when it is first asked for. */
export class RunPageModel implements IDisposable {
  constructor(
    private readonly _services: IServices,
    readonly run: string
  ) {
    this.attempts.changed.connect(this._onPartChanged, this);
  }

  /** Emitted when any part changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get visible(): boolean {
    return this._visible;
  }
  set visible(visible: boolean) {
    this._visible = visible;
    this._parts.forEach(part => {
      part.visible = visible;
    });
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this.attempts.dispose();
    this._parts.forEach(part => {
      part.dispose();
    });
    Signal.clearData(this);
  }

  /** The run itself. */
  detail(): State<RunDetail> {
    return this._part(
      'detail',
      () => this._services.client.get('runs/{run_id}', { path: { run_id: this.run } }),
      event => this._isOurs(event)
    );
  }

  /** Whether the server knows no such run. */
  get isMissing(): boolean {
    const state = this.detail();
    return state.phase === 'failed' && state.error.code === 'not_found';
  }

  /** Where the server keeps its runs. */
  home(): State<string> {
    return this._part(
      'home',
      async () => (await this._services.client.get('version', {})).home,
      () => false
    );
  }

  /** What the user asked for. */
  readonly attempts = new Attempts();

  /** The attempts to get its results again, newest first. */
  reproductions(): State<readonly Reproduction[]> {
    return this._part(
      'reproductions',
      async () =>
        (
          await this._services.client.get('runs/{run_id}/reproductions', {
            path: { run_id: this.run }
          })
        ).reproductions,
      event => event.noun === 'reproduction'
    );
  }

  /** Run it again in its environment, and compare what comes out. Returns whether that began. */
  reproduce(): Promise<boolean> {
    return this.attempts.make(this.run, async () => {
      await this._services.client.post('runs/{run_id}/reproduce', {
        path: { run_id: this.run },
        body: {}
      });
      await this._parts.get('reproductions')?.refresh();
    });
  }

  /** What it was made from, and what was made from it. */
  lineage(): State<Lineage> {
    return this._part(
      'lineage',
      () =>
        this._services.client.get('runs/{run_id}/lineage', {
          path: { run_id: this.run }
        }),
      event => event.noun !== 'run' || event.id === this.run
    );
  }

  /** The points of a metric. */
  series(key: string): State<MetricSeries> {
    return this._part(
      `series/${key}`,
      () =>
        this._services.client.get('runs/{run_id}/metrics/{key}', {
          path: { run_id: this.run, key }
        }),
      event => event.noun === 'run' && event.id === this.run
    );
  }

  /** A picture or text of an artifact. Content never changes, so it is asked for once. */
  preview(digest: string): State<ArtifactPreview> {
    return this._part(
      `preview/${digest}`,
      () => this._services.client.get('artifacts/{digest}', { path: { digest } }),
      () => false
    );
  }

  /** Fetch all that is shown again. */
  async refresh(): Promise<void> {
    await Promise.all([...this._parts.values()].map(part => part.refresh()));
  }

  /** Whether an event tells of this run, or of one inside it. */
  private _isOurs(event: Event): boolean {
    const state = this.detail();
    if (event.noun !== 'run' || event.id === this.run || state.phase !== 'ready') {
      return event.noun === 'run';
    }
    const { children, row } = state.value;
    const mayBeNewChild = event.kind === 'created' && row.run.status === 'running';
    return mayBeNewChild || children.some(child => child.run.id === event.id);
  }

  private _part<T>(
    key: string,
    fetch: () => Promise<T>,
    concerns: (event: Event) => boolean
  ): State<T> {
    const known = this._parts.get(key) as Watched<T> | undefined;
    return (known ?? this._watch(key, { feed: this._services.feed, fetch, concerns }))
      .state;
  }

  private _watch<T>(key: string, options: Watched.IOptions<T>): Watched<T> {
    const part = new Watched(options);
    part.changed.connect(this._onPartChanged, this);
    this._parts.set(key, part);
    part.visible = this._visible;
    return part;
  }

  private _onPartChanged(): void {
    this._changed.emit();
  }

  private readonly _parts = new Map<string, Watched<unknown>>();
  private readonly _changed = new Signal<this, void>(this);
  private _visible = false;
  private _isDisposed = false;
}
