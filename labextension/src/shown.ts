import { Signal, type ISignal } from '@lumino/signaling';
import { Attempts } from './attempts';
import type { Event } from './nouns';
import type { State } from './state';
import type { IServices } from './tokens';
import type { ISectionModel } from './ui/section';
import { Watched } from './watched';

/** What a section or a page shows: something that the server knows, and what the user asked to be done with it. */
export class Shown<T> implements ISectionModel {
  constructor(
    protected readonly services: IServices,
    options: Shown.IOptions<T>
  ) {
    this._watched = new Watched({ feed: services.feed, ...options });
    this._watched.changed.connect(this.announce, this);
    this.attempts.changed.connect(this.announce, this);
  }

  /** What was asked for, by the id of the thing. */
  readonly attempts = new Attempts();

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): State<T> {
    return this._watched.state;
  }

  get visible(): boolean {
    return this._watched.visible;
  }
  set visible(visible: boolean) {
    this._watched.visible = visible;
  }

  get isDisposed(): boolean {
    return this._watched.isDisposed;
  }

  dispose(): void {
    this._watched.dispose();
    this.attempts.dispose();
    Signal.clearData(this);
  }

  refresh(): Promise<void> {
    return this._watched.refresh();
  }

  /** Do something with a thing, then show how it stands now. Returns whether it was done. */
  protected act(id: string, action: () => Promise<unknown>): Promise<boolean> {
    return this.attempts.make(id, async () => {
      await action();
      await this.refresh();
    });
  }

  /** Say that something changed. */
  protected announce(): void {
    this._changed.emit();
  }

  private readonly _watched: Watched<T>;
  private readonly _changed = new Signal<this, void>(this);
}

/** The statics of `Shown`. */
export namespace Shown {
  /** What is shown, and when it has to be fetched again. */
  export interface IOptions<T> {
    fetch: () => Promise<T>;
    concerns: (event: Event) => boolean;
    /** How long changes are collected before it is fetched again. */
    pauseMs?: number;
  }
}
