import { JSONExt } from '@lumino/coreutils';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { NotebookParameter } from '../../nouns';

/** What came of reading a field. */
type Reading = { readonly value: unknown } | { readonly problem: string };

/** The fields of a notebook's parameters: what is written in them, and what that means. */
export class ParameterForm {
  constructor(
    readonly parameters: readonly NotebookParameter[],
    private readonly _trans: TranslationBundle
  ) {
    this._texts = new Map(parameters.map(p => [p.name, Private.textOf(p.default)]));
  }

  /** Emitted when a field changed. */
  readonly changed = new Signal<this, void>(this);

  /** What is written in a field. */
  text(name: string): string {
    return this._texts.get(name) ?? '';
  }

  /** Write into a field. */
  write(name: string, text: string): void {
    this._texts.set(name, text);
    this.changed.emit();
  }

  /** What is wrong with a field; empty where nothing is. */
  problem(parameter: NotebookParameter): string {
    const reading = this._read(parameter);
    return 'problem' in reading ? reading.problem : '';
  }

  /** Whether every field can be read. */
  get isValid(): boolean {
    return this.parameters.every(parameter => this.problem(parameter) === '');
  }

  /** What was chosen: only what differs from the defaults. */
  values(): Record<string, unknown> {
    const chosen: Record<string, unknown> = {};
    for (const parameter of this.parameters) {
      const reading = this._read(parameter);
      if ('value' in reading && !Private.isDefault(parameter, reading.value)) {
        chosen[parameter.name] = reading.value;
      }
    }
    return chosen;
  }

  private _read(parameter: NotebookParameter): Reading {
    const text = this.text(parameter.name);
    if (text === Private.textOf(parameter.default)) {
      // Untouched: the notebook itself knows best, also where its default is computed.
      return { value: parameter.default };
    }
    const value = Private.parse(parameter.type, text);
    return value === undefined
      ? { problem: this._trans.__('%1 is not of type %2.', text || '""', parameter.type) }
      : { value };
  }

  private readonly _texts: Map<string, string>;
}

namespace Private {
  export function textOf(value: unknown): string {
    if (value === null || value === undefined) {
      return '';
    }
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  /** Whether a field still says what the notebook says itself. */
  export function isDefault(parameter: NotebookParameter, value: unknown): boolean {
    return JSONExt.deepEqual(asJSON(value), asJSON(parameter.default));
  }

  /** Read a text as a value of a Python type; undefined where it is none. */
  export function parse(type: string, text: string): unknown {
    const read = READERS[type];
    // Of a type that is not known here, the server has the last word.
    return read ? read(text) : (parseJSON(text, () => true) ?? text);
  }

  const READERS: Readonly<Record<string, (text: string) => unknown>> = {
    str: text => text,
    int: text => (/^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : undefined),
    float: text =>
      text.trim() && Number.isFinite(Number(text)) ? Number(text) : undefined,
    bool: text => parseJSON(text, value => typeof value === 'boolean'),
    list: text => parseJSON(text, Array.isArray),
    tuple: text => parseJSON(text, Array.isArray),
    dict: text => parseJSON(text, isObject)
  };

  function parseJSON(text: string, fits: (value: unknown) => boolean): unknown {
    try {
      const value: unknown = JSON.parse(text);
      return fits(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  function isObject(value: unknown): boolean {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  }

  function asJSON(value: unknown): ReadonlyPartialJSONValue {
    return (value ?? null) as ReadonlyPartialJSONValue;
  }
}
