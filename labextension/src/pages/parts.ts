import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { Attempts } from '../attempts';
import type { Event } from '../nouns';
import type { State } from '../state';
import type { IServices } from '../tokens';
import { Watched } from '../watched';

/** A page of many parts, each fetched when it is first asked for. */
export abstract class PartsModel implements IDisposable {
  constructor(protected readonly services: IServices) {
    this.attempts.changed.connect(this.announce, this);
  }

  /** What the user asked for. */
  readonly attempts = new Attempts();

  /** Emitted when any part changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get visible(): boolean {
    return this._visible;
  }
  set visible(visible: boolean) {
    this._visible = visible;
    [...this._parts.values(), ...this._joined].forEach(part => {
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
    [...this._parts.values(), ...this._joined].forEach(part => {
      part.dispose();
    });
    Signal.clearData(this);
  }

  /** Fetch all that is shown again. */
  async refresh(): Promise<void> {
    const parts = [...this._parts.values(), ...this._joined];
    await Promise.all(parts.map(part => part.refresh()));
  }

  /** Fetch a part again, where it is shown. */
  protected async refreshPart(key: string): Promise<void> {
    await this._parts.get(key)?.refresh();
  }

  /** How a part stands; it is fetched from now on. */
  protected part<T>(
    key: string,
    fetch: () => Promise<T>,
    concerns: (event: Event) => boolean
  ): State<T> {
    const known = this._parts.get(key) as Watched<T> | undefined;
    return (known ?? this._watch(key, { feed: this.services.feed, fetch, concerns }))
      .state;
  }

  /** Have some parts that stand by themselves seen, fetched and disposed of with these. */
  protected join<M extends PartsModel>(other: M): M {
    other.changed.connect(this.announce, this);
    this._joined.push(other);
    return other;
  }

  /** Say that something changed. */
  protected announce(): void {
    this._changed.emit();
  }

  private _watch<T>(key: string, options: Watched.IOptions<T>): Watched<T> {
    const part = new Watched(options);
    part.changed.connect(this.announce, this);
    this._parts.set(key, part);
    part.visible = this._visible;
    return part;
  }

  private readonly _parts = new Map<string, Watched<unknown>>();
  private readonly _joined: PartsModel[] = [];
  private readonly _changed = new Signal<this, void>(this);
  private _visible = false;
  private _isDisposed = false;
}
