import { isSent, read, type IField } from '../../form/field';
import { PreviewedFormModel } from '../../form/previewed';
import type { Sweep, SweepPreview } from '../../nouns';
import { isEntered, NOT_SEARCHED, spaceOf, type ISearch } from './search';

/** How a space is searched, as it is entered: empty text is the default. */
export interface ISweepTexts {
  readonly name: string;
  readonly metric: string;
  readonly direction: Sweep['direction'];
  readonly sampler: Sweep['sampler'] | '';
  readonly n: string;
  readonly seeds: string;
  readonly parallel: string;
  readonly on: string;
  /** Switches: `true`, `false`. */
  readonly prune: string;
  readonly cache: string;
}

const DEFAULTS: ISweepTexts = {
  name: '',
  metric: '',
  direction: 'maximize',
  sampler: '',
  n: '',
  seeds: '',
  parallel: '',
  on: '',
  prune: 'false',
  cache: 'false'
};

const COUNTS: readonly (keyof ISweepTexts)[] = ['n', 'seeds', 'parallel'];
const WHOLE = /^\d{1,6}$/;

/** A sweep before it starts. */
export class SweepRequestModel extends PreviewedFormModel<Sweep, SweepPreview> {
  /** What is entered. */
  get texts(): ISweepTexts {
    return this._texts;
  }

  /** How a parameter is searched. */
  searchOf(name: string): ISearch {
    return this._searches.get(name) ?? NOT_SEARCHED;
  }

  /** Enter how it is searched. */
  set(name: keyof ISweepTexts, text: string): void {
    this._texts = { ...this._texts, [name]: text };
    this.touch();
  }

  /** Enter how a parameter is searched. */
  search(name: string, search: Partial<ISearch>): void {
    this._searches.set(name, { ...this.searchOf(name), ...search });
    this.touch();
  }

  /** What is wrong with a field, or null; what was not entered yet is no problem before somebody tried. */
  problemOfText(name: keyof ISweepTexts): string | null {
    const text = this._texts[name].trim();
    if (COUNTS.includes(name) && text !== '' && !WHOLE.test(text)) {
      return this.services.trans.__('A whole number is wanted, like 20.');
    }
    return text === '' && !this.isTried ? null : this.problemAt(name);
  }

  /** What is wrong with the whole, once something is to be searched. */
  get problemOfSearch(): string | null {
    return this.isTried || this._searched.length ? this.problemAt('search') : null;
  }

  override problemOf(field: IField): string | null {
    const { name } = field.parameter;
    const search = this.searchOf(name);
    if (search.how === 'fixed') {
      return super.problemOf(field);
    }
    if (!isEntered(field, search)) {
      return this.isTried ? this.services.trans.__('Say what it may be.') : null;
    }
    return this.problemOfParameter(name);
  }

  override get isComplete(): boolean {
    return (
      this.state.phase === 'ready' &&
      this.fields.every(field => this._isFieldComplete(field)) &&
      COUNTS.every(name => {
        const text = this._texts[name].trim();
        return text === '' || WHOLE.test(text);
      })
    );
  }

  protected look(): Promise<SweepPreview> {
    return this.services.client.post('previews/sweep', { body: this._request() });
  }

  protected ask(): Promise<Sweep> {
    return this.services.client.post('sweeps', { body: this._request() });
  }

  protected problemOfParameter(name: string): string | null {
    return this.problemAt(`parameters.${name}`);
  }

  private get _searched(): readonly IField[] {
    return this.fields.filter(field => {
      const search = this.searchOf(field.parameter.name);
      return search.how !== 'fixed' && isEntered(field, search);
    });
  }

  private _isFieldComplete(field: IField): boolean {
    const search = this.searchOf(field.parameter.name);
    return search.how === 'fixed'
      ? !isSent(field) || read(field, this.services.trans).problem === null
      : isEntered(field, search);
  }

  private _request(): Private.IRequest {
    const { direction, metric, name, on, sampler } = this._texts;
    const { trans } = this.services;
    return {
      notebook: this.notebook,
      space: Object.fromEntries(
        this._searched.map(field => [
          field.parameter.name,
          spaceOf(field, this.searchOf(field.parameter.name), trans)
        ])
      ),
      fixed: Object.fromEntries(
        Object.entries(this.values()).filter(
          ([parameter]) => this.searchOf(parameter).how === 'fixed'
        )
      ),
      metric: metric.trim(),
      minimize: direction === 'minimize',
      sampler: sampler || null,
      n: this._count('n'),
      seeds: this._count('seeds') ?? 1,
      parallel: this._count('parallel'),
      prune: this._texts.prune === 'true',
      cache: this._texts.cache === 'true',
      on: on.trim(),
      name: name.trim() || null
    };
  }

  private _count(name: 'n' | 'seeds' | 'parallel'): number | null {
    const text = this._texts[name].trim();
    return WHOLE.test(text) ? Number(text) : null;
  }

  private _texts = DEFAULTS;
  private readonly _searches = new Map<string, ISearch>();
}

namespace Private {
  export interface IRequest {
    notebook: string;
    space: Record<string, unknown>;
    fixed: Record<string, unknown>;
    metric: string;
    minimize: boolean;
    sampler: Sweep['sampler'] | null;
    n: number | null;
    seeds: number;
    parallel: number | null;
    prune: boolean;
    cache: boolean;
    on: string;
    name: string | null;
  }
}
