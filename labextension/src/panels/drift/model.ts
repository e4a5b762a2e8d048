import { Signal, type ISignal } from '@lumino/signaling';
import type { Decision, DriftReport } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';

/** The reports of one deployment, newest first, and what was decided on each. */
export interface IWatchedDeployment {
  readonly id: string;
  readonly name: string;
  readonly running: boolean;
  readonly reports: readonly DriftReport[];
  readonly decisions: ReadonlyMap<string, Decision>;
}

/** The drift of every deployment, and which report is unfolded. */
export class DriftModel implements ISectionModel {
  constructor(private readonly _services: IServices) {
    this._watched = new Watched({
      feed: _services.feed,
      fetch: () => this._fetch(),
      concerns: ({ noun }) =>
        noun === 'drift' || noun === 'decision' || noun === 'deployment'
    });
    this._watched.changed.connect(this._onWatchedChanged, this);
  }

  /** Emitted when the reports changed, or another one was unfolded. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): State<readonly IWatchedDeployment[]> {
    return this._watched.state;
  }

  get visible(): boolean {
    return this._watched.visible;
  }
  set visible(visible: boolean) {
    this._watched.visible = visible;
  }

  /** The id of the report that is unfolded. */
  get unfolded(): string | null {
    return this._unfolded;
  }

  get isDisposed(): boolean {
    return this._watched.isDisposed;
  }

  dispose(): void {
    this._watched.dispose();
    Signal.clearData(this);
  }

  refresh(): Promise<void> {
    return this._watched.refresh();
  }

  /** Unfold a report, or fold it where it is unfolded. */
  toggle(report: string): void {
    this._unfolded = this._unfolded === report ? null : report;
    this._changed.emit();
  }

  private async _fetch(): Promise<readonly IWatchedDeployment[]> {
    const { client } = this._services;
    const [{ deployments }, { decisions, reports }] = await Promise.all([
      client.get('deployments', {}),
      client.get('drift', {})
    ]);
    return deployments
      .map(({ id, name, status }) => ({
        id,
        name,
        running: status === 'running',
        reports: reports.filter(report => report.deployment_id === id),
        decisions: new Map(
          decisions
            .filter(decision => decision.deployment_id === id)
            .map(decision => [decision.report_id, decision])
        )
      }))
      .filter(({ reports, running }) => running || reports.length > 0);
  }

  private _onWatchedChanged(): void {
    this._changed.emit();
  }

  private readonly _watched: Watched<readonly IWatchedDeployment[]>;
  private readonly _changed = new Signal<this, void>(this);
  private _unfolded: string | null = null;
}
