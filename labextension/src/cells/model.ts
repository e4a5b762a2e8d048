import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { NotebookCell } from '../nouns';
import type { IServices } from '../tokens';
import { Watched } from '../watched';

/** A cell that logs says so five times a second; marks need not be that quick. */
const PAUSE_MS = 300;

type Cells = ReadonlyMap<string, NotebookCell>;

/** The latest run of each cell of a notebook, by the cell's id. It fetches only while the notebook is seen. */
export class NotebookCellsModel implements IDisposable {
  constructor(services: IServices, path: string) {
    this._services = services;
    this._paths = [path];
    this._watched = new Watched({
      feed: services.feed,
      fetch: () => this._fetch(),
      concerns: event => event.noun === 'run',
      pauseMs: PAUSE_MS
    });
  }

  /** Emitted when the server has answered. */
  get changed(): ISignal<unknown, void> {
    return this._watched.changed;
  }

  /** What was known last; nothing before that. A server that is away takes no mark away. */
  get cells(): Cells {
    return this._known;
  }

  get visible(): boolean {
    return this._watched.visible;
  }
  set visible(visible: boolean) {
    this._watched.visible = visible;
  }

  /** The notebook has another name now. Its kernel goes on under the old one, so both are asked for. */
  rename(path: string): void {
    if (!this._paths.includes(path)) {
      this._paths.push(path);
      void this._watched.restart();
    }
  }

  get isDisposed(): boolean {
    return this._watched.isDisposed;
  }

  dispose(): void {
    this._watched.dispose();
  }

  private async _fetch(): Promise<void> {
    const { client } = this._services;
    const answers = await Promise.all(
      this._paths.map(path => client.get('notebooks/cells', { query: { path } }))
    );
    const latest = new Map<string, NotebookCell>();
    for (const cell of answers.flatMap(answer => answer.cells)) {
      // Ids of runs sort by time.
      if (cell.run_id > (latest.get(cell.cell_id)?.run_id ?? '')) {
        latest.set(cell.cell_id, cell);
      }
    }
    this._known = latest;
  }

  private readonly _services: IServices;
  private readonly _paths: string[];
  private readonly _watched: Watched<void>;
  private _known: Cells = new Map();
}
