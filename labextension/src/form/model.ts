import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { RequestError } from '../client';
import { failed, PENDING, ready, type State } from '../state';
import type { IServices } from '../tokens';
import { fieldFor, isMissing, isSent, read, type IField } from './field';
import { optionsOf, problemOfOption, NO_OPTIONS, type IOptionTexts } from './options';
import type { JobOptions } from '../nouns';

/** What is entered to run a notebook, now or later: its parameters, and how it is to be run. */
export abstract class NotebookFormModel<R> implements IDisposable {
  constructor(
    protected readonly services: IServices,
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

  /** Why the server refused what was entered, where that belongs to no field. */
  get refusal(): RequestError | null {
    return this._refused && this._refusedField === null ? this._refused : null;
  }

  get submitting(): boolean {
    return this._submitting;
  }

  /** How it is to be run, as it is entered. */
  get options(): IOptionTexts {
    return this._options;
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
      const { parameters } = await this.services.client.get('notebook', {
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
    this._state = ready(
      this.fields.map(field =>
        field.parameter.name === name ? { ...field, text } : field
      )
    );
    this.touch();
  }

  /** Enter how it is to be run. */
  setOption(name: keyof IOptionTexts, text: string): void {
    this._options = { ...this._options, [name]: text };
    this.touch();
  }

  /** What is wrong with what is entered; null where it fits, is the default, or was not asked for yet. */
  problemOf(field: IField): string | null {
    if (this._refused && this._refusedField === field.parameter.name) {
      return `${this._refused.message} ${this._refused.hint}`.trim();
    }
    if (!isSent(field) || (isMissing(field) && !this._tried)) {
      return null;
    }
    return read(field, this.services.trans).problem;
  }

  /** What is wrong with an option; null where it fits. */
  problemOfOption(name: keyof IOptionTexts): string | null {
    return problemOfOption(name, this._options[name], this.services.trans);
  }

  /** Whether it can be asked for. */
  get isComplete(): boolean {
    const names = Object.keys(this._options) as (keyof IOptionTexts)[];
    return (
      this._state.phase === 'ready' &&
      this.fields.every(field => !isSent(field) || this._fits(field)) &&
      names.every(name => this.problemOfOption(name) === null)
    );
  }

  /** Ask for it; null where that is not possible yet or the server refuses. */
  async submit(): Promise<R | null> {
    this._tried = true;
    if (!this.isComplete || this._submitting) {
      this._changed.emit();
      return null;
    }
    this._refused = null;
    this._submitting = true;
    this._changed.emit();
    try {
      return await this.ask(this.values(), optionsOf(this._options));
    } catch (reason) {
      this._refused = RequestError.from(reason);
      this._refusedField = this._fieldIn(this._refused);
      return null;
    } finally {
      this._submitting = false;
      this._changed.emit();
    }
  }

  /** Ask the server. */
  protected abstract ask(
    parameters: Record<string, unknown>,
    options: Partial<JobOptions>
  ): Promise<R>;

  /** Something else is entered: what was refused is no longer what would be asked for. */
  protected touch(): void {
    this._refused = null;
    this._refusedField = null;
    this._changed.emit();
  }

  /** Say that something changed. */
  protected announce(): void {
    this._changed.emit();
  }

  protected get fields(): readonly IField[] {
    return this._state.phase === 'ready' ? this._state.value : [];
  }

  private _fits(field: IField): boolean {
    return read(field, this.services.trans).problem === null;
  }

  /** The parameter that a refusal names. */
  private _fieldIn({ code, message }: RequestError): string | null {
    const names = this.fields.map(({ parameter }) => parameter.name);
    return code === 'parameter'
      ? (names.find(name => message.includes(`'${name}'`)) ?? null)
      : null;
  }

  /** The values that differ from the defaults, as far as they fit. */
  protected values(): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const field of this.fields.filter(isSent)) {
      const reading = read(field, this.services.trans);
      if (reading.problem === null) {
        values[field.parameter.name] = reading.value;
      }
    }
    return values;
  }

  private readonly _changed = new Signal<this, void>(this);
  private _state: State<readonly IField[]> = PENDING;
  private _options = NO_OPTIONS;
  private _refused: RequestError | null = null;
  private _refusedField: string | null = null;
  private _tried = false;
  private _submitting = false;
  private _isDisposed = false;
}
