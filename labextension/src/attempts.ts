import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { RequestError } from './client';

/**
 * What the user asked for: what is under way, and what was refused.
 *
 * Each attempt belongs to the id of a thing, so that a refusal can be read beside that thing for as long as it
 * takes, and so that nothing is asked twice at once.
 */
export class Attempts implements IDisposable {
  /** Emitted when an attempt began or ended. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  /** Whether an attempt with this thing is under way. */
  isBusy(id: string): boolean {
    return this._busy.has(id);
  }

  /** Why the last attempt with this thing was refused. */
  refusal(id: string): RequestError | null {
    return this._refusals.get(id) ?? null;
  }

  /** Try it; returns whether it was done. */
  async make(id: string, action: () => Promise<unknown>): Promise<boolean> {
    if (this._busy.has(id)) {
      return false;
    }
    this._busy.add(id);
    this._refusals.delete(id);
    this._changed.emit();
    try {
      await action();
      return true;
    } catch (reason) {
      this._refusals.set(id, RequestError.from(reason));
      return false;
    } finally {
      this._busy.delete(id);
      this._changed.emit();
    }
  }

  /** Forget why something was refused: the user has read it. */
  forget(id: string): void {
    if (this._refusals.delete(id)) {
      this._changed.emit();
    }
  }

  private readonly _busy = new Set<string>();
  private readonly _refusals = new Map<string, RequestError>();
  private readonly _changed = new Signal<this, void>(this);
  private _isDisposed = false;
}
