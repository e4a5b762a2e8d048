import type { Event as JupyterEvent } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { IClient } from './client';
import type { Event } from './nouns';

/** The schema of the Jupyter events that tell of changes. */
export const SCHEMA = 'https://celltrail.dev/events/changed/v1';

/** Where changes are told. */
export interface IFeed {
  /** Emitted with what changed; with null where anything may have. */
  readonly changed: ISignal<IFeed, readonly Event[] | null>;

  /** Start to listen, if that did not happen yet. */
  listen(): void;

  /** Let everybody fetch again: who is looked at now, the others when they are. */
  renew(): void;
}

/** The part of Jupyter's event manager that the feed needs. */
export interface IEventSource extends IDisposable {
  readonly stream: ISignal<unknown, JupyterEvent.Emission>;

  /** Emitted each time the connection is there again, the first time included. */
  readonly opened: ISignal<unknown, void>;
}

/** The feed over Jupyter's events. Nothing is polled: a reconnect asks once for what was missed. */
export class Feed implements IFeed, IDisposable {
  constructor(options: Feed.IOptions) {
    this._client = options.client;
    this._connect = options.connect;
  }

  get changed(): ISignal<this, readonly Event[] | null> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  listen(): void {
    if (this._source || this._isDisposed) {
      return;
    }
    this._source = this._connect();
    this._source.stream.connect(this._onEmission, this);
    this._source.opened.connect(this._onOpened, this);
  }

  renew(): void {
    this._changed.emit(null);
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._source?.dispose();
    Signal.clearData(this);
  }

  private _onEmission(_: unknown, emission: JupyterEvent.Emission): void {
    if (emission.schema_id !== SCHEMA) {
      return;
    }
    const { events, last } = emission as unknown as Feed.IPayload;
    const first = events[0]?.seq ?? last;
    if (this._last !== null && first > this._last + 1) {
      void this._catchUp();
      return;
    }
    this._announce(events, last);
  }

  private _onOpened(): void {
    void this._catchUp();
  }

  private async _catchUp(): Promise<void> {
    if (this._last === null) {
      this._changed.emit(null);
      return;
    }
    try {
      const page = await this._client.get('events', { query: { after: this._last } });
      this._announce(page.events, page.last);
    } catch {
      // What was missed is not known: whoever is looked at fetches again, and says what is wrong.
      this._last = null;
      this._changed.emit(null);
    }
  }

  private _announce(events: readonly Event[], last: number): void {
    // Another store answers now where the numbers went back.
    const restarted = this._last !== null && last < this._last;
    const fresh = events.filter(event => event.seq > (this._last ?? 0));
    this._last = last;
    if (restarted) {
      this._changed.emit(null);
    } else if (fresh.length && !this._isDisposed) {
      this._changed.emit(fresh);
    }
  }

  private readonly _client: IClient;
  private readonly _connect: () => IEventSource;
  private readonly _changed = new Signal<this, readonly Event[] | null>(this);
  private _source: IEventSource | null = null;
  private _last: number | null = null;
  private _isDisposed = false;
}

/** The statics of `Feed`. */
export namespace Feed {
  /** What a feed needs; `connect` is called when somebody first listens. */
  export interface IOptions {
    client: IClient;
    connect: () => IEventSource;
  }

  /** What an event of our schema carries. */
  export interface IPayload {
    readonly events: readonly Event[];
    readonly last: number;
  }
}
