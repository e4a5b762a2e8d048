import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { RequestError } from './client';
import type { IFeed } from './feed';
import type { Event } from './nouns';
import { failed, PENDING, ready, type State } from './state';

/** How many times longer it rests than it fetched, and from when on that counts. */
const PATIENCE = 3;
const QUICK_MS = 100;

/**
 * Something the server knows, fetched again when it changed.
 *
 * It fetches only while `visible`; what changes meanwhile is fetched on the way back. At most one request is
 * under way and one more waits, however fast changes come.
 */
export class Watched<T> implements IDisposable {
  constructor(options: Watched.IOptions<T>) {
    this._fetch = options.fetch;
    this._concerns = options.concerns;
    this._pauseMs = options.pauseMs ?? 0;
    options.feed.changed.connect(this._onFeedChanged, this);
  }

  /** Emitted when the state changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): State<T> {
    return this._state;
  }

  /** Whether somebody looks at it. */
  get visible(): boolean {
    return this._visible;
  }
  set visible(visible: boolean) {
    this._visible = visible;
    if (visible && this._stale) {
      void this.refresh();
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    window.clearTimeout(this._timer);
    Signal.clearData(this);
  }

  /** Fetch again; resolves when what was asked for is there. */
  refresh(): Promise<void> {
    if (this._running) {
      this._waiting ??= this._running.then(() => {
        this._waiting = null;
        return this._run();
      });
      return this._waiting;
    }
    return this._run();
  }

  /** Ask something else: an answer that is still under way is no longer wanted. */
  restart(): Promise<void> {
    this._generation += 1;
    return this.refresh();
  }

  private _run(): Promise<void> {
    this._stale = false;
    this._running = this._load(this._generation).finally(() => {
      this._running = null;
    });
    return this._running;
  }

  private async _load(generation: number): Promise<void> {
    const began = performance.now();
    let state: State<T>;
    try {
      state = ready(await this._fetch());
    } catch (reason) {
      state = failed(RequestError.from(reason));
    }
    if (this._isDisposed || generation !== this._generation) {
      return;
    }
    this._tookMs = performance.now() - began;
    this._state = state;
    this._changed.emit();
  }

  /** How long changes are collected: longer where fetching takes long, since the server has other things to do. */
  private get _restMs(): number {
    const slow = this._tookMs > QUICK_MS;
    return Math.max(this._pauseMs, slow ? PATIENCE * this._tookMs : 0);
  }

  private _soon(): void {
    this._timer ??= window.setTimeout(() => {
      this._timer = undefined;
      void this.refresh();
    }, this._restMs);
  }

  private _onFeedChanged(_: IFeed, events: readonly Event[] | null): void {
    if (events !== null && !events.some(this._concerns)) {
      return;
    }
    if (!this._visible) {
      this._stale = true;
    } else if (this._restMs > 0) {
      this._soon();
    } else {
      void this.refresh();
    }
  }

  private readonly _fetch: () => Promise<T>;
  private readonly _concerns: (event: Event) => boolean;
  private readonly _pauseMs: number;
  private readonly _changed = new Signal<this, void>(this);
  private _state: State<T> = PENDING;
  private _visible = false;
  private _stale = true;
  private _generation = 0;
  private _running: Promise<void> | null = null;
  private _waiting: Promise<void> | null = null;
  private _isDisposed = false;
  private _timer: number | undefined = undefined;
  private _tookMs = 0;
}

/** The statics of `Watched`. */
export namespace Watched {
  /** What is watched, and when it has to be fetched again. */
  export interface IOptions<T> {
    feed: IFeed;
    fetch: () => Promise<T>;
    concerns: (event: Event) => boolean;
    /** How long changes are collected before it is fetched again; not at all where it is left out. */
    pauseMs?: number;
  }
}
