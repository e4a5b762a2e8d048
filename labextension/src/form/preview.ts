import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { Signal, type ISignal } from '@lumino/signaling';
import { RequestError } from '../client';
import { failed, PENDING, ready, type State } from '../state';

/** How long somebody must have paused before the server is asked what it thinks of it. */
const PAUSE_MS = 250;

/** What the server says of something that is being entered: asked anew a moment after the last change. */
export class Preview<T> implements IDisposable {
  constructor(private readonly _ask: () => Promise<T>) {
    this._debouncer = new Debouncer(() => this.now(), PAUSE_MS);
  }

  /** Emitted when the server has said something else. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What it said last; it may be of what was entered a moment ago. */
  get state(): State<T> {
    return this._state;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._debouncer.dispose();
    Signal.clearData(this);
  }

  /** Ask once nothing was entered for a moment. */
  renew(): void {
    if (!this._isDisposed) {
      void this._debouncer.invoke().catch(() => undefined);
    }
  }

  /** Ask at once; what was asked before is no longer wanted. */
  async now(): Promise<State<T>> {
    const generation = ++this._generation;
    let state: State<T>;
    try {
      state = ready(await this._ask());
    } catch (reason) {
      state = failed(RequestError.from(reason));
    }
    if (!this._isDisposed && generation === this._generation) {
      this._state = state;
      this._changed.emit();
    }
    return state;
  }

  private readonly _debouncer: Debouncer;
  private readonly _changed = new Signal<this, void>(this);
  private _state: State<T> = PENDING;
  private _generation = 0;
  private _isDisposed = false;
}
