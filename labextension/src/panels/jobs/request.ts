import { Signal, type ISignal } from '@lumino/signaling';
import type { IDisposable } from '@lumino/disposable';
import { RequestError } from '../../client';
import type { Job } from '../../nouns';
import { failed, PENDING, ready, type State } from '../../state';
import type { IServices } from '../../tokens';
import { fieldFor, isChanged, read, type IField } from './field';

/** A job before it is asked for: a notebook and what is entered for its parameters. */
export class JobRequestModel implements IDisposable {
  constructor(
    private readonly _services: IServices,
    readonly notebook: string
  ) {}

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The fields, once the server told which parameters the notebook has. */
  get state(): State<readonly IField[]> {
    return this._state;
  }

  /** Why the server refused what was entered. */
  get refusal(): RequestError | null {
    return this._refusal;
  }

  get submitting(): boolean {
    return this._submitting;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  /** Ask which parameters the notebook has. */
  async load(): Promise<void> {
    this._state = PENDING;
    this._changed.emit();
    try {
      const { parameters } = await this._services.client.get('notebook', {
        query: { path: this.notebook }
      });
      this._state = ready(parameters.map(fieldFor));
    } catch (reason) {
      this._state = failed(RequestError.from(reason));
    }
    this._changed.emit();
  }

  /** Enter something for a parameter. */
  enter(name: string, text: string): void {
    this._refusal = null;
    this._state = ready(
      this._fields.map(field =>
        field.parameter.name === name ? { ...field, text } : field
      )
    );
    this._changed.emit();
  }

  /** What is wrong with what is entered; null where it fits, or is the default. */
  problemOf(field: IField): string | null {
    return isChanged(field) ? read(field, this._services.trans).problem : null;
  }

  /** Whether the job can be asked for. */
  get isComplete(): boolean {
    const isKnown = this._state.phase === 'ready';
    return isKnown && this._fields.every(field => this.problemOf(field) === null);
  }

  /** Ask for the job; null where that is not possible yet or the server refuses. */
  async submit(): Promise<Job | null> {
    if (!this.isComplete || this._submitting) {
      return null;
    }
    this._refusal = null;
    this._submitting = true;
    this._changed.emit();
    try {
      return await this._services.client.post('jobs', {
        body: { notebook: this.notebook, parameters: this._values() }
      });
    } catch (reason) {
      this._refusal = RequestError.from(reason);
      return null;
    } finally {
      this._submitting = false;
      this._changed.emit();
    }
  }

  private get _fields(): readonly IField[] {
    return this._state.phase === 'ready' ? this._state.value : [];
  }

  private _values(): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const field of this._fields.filter(isChanged)) {
      const reading = read(field, this._services.trans);
      if (reading.problem === null) {
        values[field.parameter.name] = reading.value;
      }
    }
    return values;
  }

  private readonly _changed = new Signal<this, void>(this);
  private _state: State<readonly IField[]> = PENDING;
  private _refusal: RequestError | null = null;
  private _submitting = false;
  private _isDisposed = false;
}
