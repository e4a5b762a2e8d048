import type {
  ArtifactPreview,
  CauseSearch,
  CellExecution,
  Event,
  Lineage,
  MetricSeries,
  Reproduction,
  RunDetail
} from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import { PAGE, WHERE_IT_IS } from '../../ui/pager';
import { PartsModel } from '../parts';

/** Everything about one run, each part fetched when it is first asked for. */
export class RunPageModel extends PartsModel {
  constructor(
    services: IServices,
    readonly run: string
  ) {
    super(services);
  }

  /** The run itself. */
  detail(): State<RunDetail> {
    return this.part(
      'detail',
      () =>
        this.services.client.get('runs/{run_id}', {
          path: { run_id: this.run },
          query: { first: this._first, count: PAGE }
        }),
      event => this._isOurs(event)
    );
  }

  /** Show the cells from a place on. */
  async turn(first: number): Promise<void> {
    this._first = first;
    await this.refreshPart('detail');
  }

  /** A cell with all that it showed. */
  cell(id: string): Promise<CellExecution> {
    return this.services.client.get('runs/{run_id}/cells/{cell_id}', {
      path: { run_id: this.run, cell_id: id }
    });
  }

  /** Whether the server knows no such run. */
  get isMissing(): boolean {
    const state = this.detail();
    return state.phase === 'failed' && state.error.code === 'not_found';
  }

  /** Where the server keeps its runs. */
  home(): State<string> {
    return this.part(
      'home',
      async () => (await this.services.client.get('version', {})).home,
      () => false
    );
  }

  /** The attempts to get its results again, newest first. */
  reproductions(): State<readonly Reproduction[]> {
    return this.part(
      'reproductions',
      async () =>
        (
          await this.services.client.get('runs/{run_id}/reproductions', {
            path: { run_id: this.run }
          })
        ).reproductions,
      event => event.noun === 'reproduction'
    );
  }

  /** The searches for causes with this run on either side, newest first. */
  searches(): State<readonly CauseSearch[]> {
    return this.part(
      'searches',
      async () =>
        (
          await this.services.client.get('runs/{run_id}/bisections', {
            path: { run_id: this.run }
          })
        ).bisections,
      event => event.noun === 'bisection'
    );
  }

  /** Run it again in its environment, and compare what comes out. Returns whether that began. */
  reproduce(): Promise<boolean> {
    return this.attempts.make(this.run, async () => {
      await this.services.client.post('runs/{run_id}/reproduce', {
        path: { run_id: this.run },
        body: {}
      });
      await this.refreshPart('reproductions');
    });
  }

  /** What it was made from, and what was made from it. */
  lineage(): State<Lineage> {
    return this.part(
      'lineage',
      () =>
        this.services.client.get('runs/{run_id}/lineage', {
          path: { run_id: this.run }
        }),
      event => event.noun !== 'run' || event.id === this.run
    );
  }

  /** The points of a metric. */
  series(key: string): State<MetricSeries> {
    return this.part(
      `series/${key}`,
      () =>
        this.services.client.get('runs/{run_id}/metrics/{key}', {
          path: { run_id: this.run, key }
        }),
      event => event.noun === 'run' && event.id === this.run
    );
  }

  /** A picture or text of an artifact. Content never changes, so it is asked for once. */
  preview(digest: string): State<ArtifactPreview> {
    return this.part(
      `preview/${digest}`,
      () => this.services.client.get('artifacts/{digest}', { path: { digest } }),
      () => false
    );
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

  private _first = WHERE_IT_IS;
}
