import { Signal, type ISignal } from '@lumino/signaling';

/** The runs that somebody picked to compare, in the order of picking. */
export class Picks {
  /** Emitted when another set is picked. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get runs(): readonly string[] {
    return this._runs;
  }

  has(run: string): boolean {
    return this._runs.includes(run);
  }

  /** Pick a run, or leave it. */
  toggle(run: string): void {
    this._set(
      this.has(run) ? this._runs.filter(other => other !== run) : [...this._runs, run]
    );
  }

  clear(): void {
    this._set([]);
  }

  private _set(runs: readonly string[]): void {
    this._runs = runs;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _runs: readonly string[] = [];
}
