import type { ISignal } from '@lumino/signaling';
import type { RunRow, RunsPage } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';
import { Picks } from './picks';

/** How the server refuses a condition that it cannot follow. */
const UNFIT: readonly string[] = ['invalid_input', 'not_found'];

/** The runs that are listed, newest first. */
export class RunsModel implements ISectionModel {
  constructor(services: IServices) {
    this._services = services;
    this._page = new Watched({
      feed: services.feed,
      fetch: () => this._fetchNewest(),
      concerns: event => event.noun === 'run'
    });
  }

  /** What somebody picked to compare. */
  readonly picks = new Picks();

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<unknown, void> {
    return this._page.changed;
  }

  get state(): State<RunsPage> {
    return this._page.state;
  }

  /** How many metrics and parameters a row shows. */
  get valuesPerRow(): number {
    return this._services.preferences().valuesPerRow;
  }

  get visible(): boolean {
    return this._page.visible;
  }
  set visible(visible: boolean) {
    this._page.visible = visible;
  }

  /** The words that listed runs must hold. */
  get search(): string {
    return this._search;
  }
  set search(search: string) {
    if (search !== this._search) {
      this._search = search;
      this._known = { rows: [], next: null };
      void this._page.restart();
    }
  }

  /** What is wrong with what is searched for, which may only be half written; null where nothing is. */
  get complaint(): string | null {
    const { state } = this;
    if (this._search === '' || state.phase !== 'failed') {
      return null;
    }
    const { code, hint, message } = state.error;
    return UNFIT.includes(code) ? `${message} ${hint}`.trim() : null;
  }

  get isDisposed(): boolean {
    return this._page.isDisposed;
  }

  dispose(): void {
    this._page.dispose();
  }

  refresh(): Promise<void> {
    return this._page.refresh();
  }

  /** List the runs before the oldest one listed. */
  loadMore(): Promise<void> {
    this._wanted = this._known.next;
    return this._page.refresh();
  }

  private async _fetchNewest(): Promise<RunsPage> {
    const { search } = this;
    const older = this._wanted;
    this._wanted = null;
    const size = this._services.preferences().runsPerPage;
    const page = older
      ? { rows: this._known.rows, next: older }
      : this._merge(await this._ask(search, null, Math.max(size, this._reach())));
    const more = older ? await this._ask(search, older, size) : null;
    const merged = more ? { rows: [...page.rows, ...more.rows], next: more.next } : page;
    if (search === this._search) {
      this._known = merged;
    }
    return merged;
  }

  private _ask(search: string, before: string | null, limit: number): Promise<RunsPage> {
    return this._services.client.get('runs', { query: { search, before, limit } });
  }

  /** How far down the list runs can still change: to the oldest that is running. */
  private _reach(): number {
    return this._known.rows.findLastIndex(row => row.run.status === 'running') + 1;
  }

  /** Put the newest runs on top of the older ones that were listed before. */
  private _merge(page: RunsPage): RunsPage {
    const oldest = page.rows.at(-1);
    if (!oldest || page.next === null) {
      return page;
    }
    const fresh = new Set(page.rows.map(row => row.run.id));
    const kept = this._known.rows.filter(
      row => !fresh.has(row.run.id) && row.run.started_at <= oldest.run.started_at
    );
    return kept.length ? { rows: [...page.rows, ...kept], next: this._known.next } : page;
  }

  private readonly _services: IServices;
  private readonly _page: Watched<RunsPage>;
  private _known: RunsPage = { rows: [], next: null };
  private _search = '';
  private _wanted: string | null = null;
}

/** A run with how deep it lies inside others. */
export interface IPlacedRun {
  readonly row: RunRow;
  readonly depth: number;
}

/** Put each run below the one it belongs to, where that is listed too. */
export function place(rows: readonly RunRow[]): readonly IPlacedRun[] {
  const listed = new Set(rows.map(row => row.run.id));
  const inside = new Map<string | null, RunRow[]>();
  for (const row of rows) {
    const parent = row.run.parent_id;
    const key = parent !== null && listed.has(parent) ? parent : null;
    inside.set(key, [...(inside.get(key) ?? []), row]);
  }
  const walk = (parent: string | null, depth: number): IPlacedRun[] =>
    (inside.get(parent) ?? []).flatMap(row => [
      { row, depth },
      ...walk(row.run.id, depth + 1)
    ]);
  return walk(null, 0);
}
