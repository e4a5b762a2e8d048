import type { TranslationBundle } from '@jupyterlab/translation';
import type { NotebookParameter } from '../nouns';

/** How a parameter is entered. */
export type FieldKind = 'check' | 'choice' | 'line' | 'block';

/** A parameter as a person fills it in. */
export interface IField {
  readonly parameter: NotebookParameter;
  readonly kind: FieldKind;
  /** What is entered now; for a `check`, `true` or `false`; for a `choice`, the choice as JSON. */
  readonly text: string;
}

/** What is wrong with a text, or the value it stands for. */
export type Reading =
  { readonly problem: string } | { readonly problem: null; readonly value: unknown };

const BLOCKS: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'dict']);

/** The field for a parameter, filled with its default. */
export function fieldFor(parameter: NotebookParameter): IField {
  return { parameter, kind: Private.kindOf(parameter), text: defaultText(parameter) };
}

/** The default as it stands in the field at first. */
export function defaultText(parameter: NotebookParameter): string {
  const { choices, default: value, required } = parameter;
  if (choices.length) {
    return required ? '' : JSON.stringify(value ?? null);
  }
  if (value === null || value === undefined) {
    return Private.kindOf(parameter) === 'check' ? 'false' : '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether a field holds something else than the default, or has none: only that is sent. */
export function isSent(field: IField): boolean {
  return field.parameter.required || field.text !== defaultText(field.parameter);
}

/** Whether a field still waits for a value that it must have. */
export function isMissing({ kind, parameter, text }: IField): boolean {
  return parameter.required && !parameter.optional && kind !== 'check' && text === '';
}

/** Read what a person entered as a value of the parameter's type. */
export function read(field: IField, trans: TranslationBundle): Reading {
  if (isMissing(field)) {
    return { problem: trans.__('It has no default: give it a value.') };
  }
  if (Private.SECRET.test(field.text)) {
    return { problem: null, value: field.text };
  }
  if (field.kind === 'choice' || (field.parameter.optional && field.text === '')) {
    return { problem: null, value: JSON.parse(field.text || 'null') as unknown };
  }
  const reader = Private.READERS[field.parameter.type] ?? Private.untyped;
  return reader(field.text, trans);
}

namespace Private {
  /** Stands for the value of an environment variable of the server, whatever the type. */
  export const SECRET = /^env:[A-Za-z_]\w*$/;

  export function kindOf(parameter: NotebookParameter): FieldKind {
    if (parameter.choices.length) {
      return 'choice';
    }
    if (parameter.type === 'bool' && !parameter.optional) {
      return 'check';
    }
    return BLOCKS.has(parameter.type) ? 'block' : 'line';
  }

  type Reader = (text: string, trans: TranslationBundle) => Reading;

  /** How each type is read; a type that is not here is taken as it comes. */
  export const READERS: Readonly<Record<string, Reader>> = {
    bool: boolean,
    dict: mapping,
    float,
    int: integer,
    list,
    set: list,
    str: value,
    tuple: list
  };

  export function untyped(text: string): Reading {
    const found = parse(text);
    return value(found === undefined ? plain(text.trim()) : found);
  }

  function value(value: unknown): Reading {
    return { problem: null, value };
  }

  function boolean(text: string, trans: TranslationBundle): Reading {
    const known: Readonly<Record<string, boolean>> = { true: true, false: false };
    const found = known[text.trim().toLowerCase()];
    return found === undefined
      ? { problem: trans.__('True or False is wanted.') }
      : value(found);
  }

  function integer(text: string, trans: TranslationBundle): Reading {
    if (!/^\s*[+-]?\d[\d_]*\s*$/.test(text)) {
      return { problem: trans.__('A whole number is wanted, like 6.') };
    }
    const number = Number(text.replaceAll('_', ''));
    // Beyond this a number of JSON would arrive as another one.
    return Number.isSafeInteger(number)
      ? value(number)
      : { problem: trans.__('This number is too large to be sent exactly.') };
  }

  function float(text: string, trans: TranslationBundle): Reading {
    const isNumber = /^\s*[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text);
    const number = Number(text.replaceAll('_', ''));
    return isNumber && Number.isFinite(number)
      ? value(number)
      : { problem: trans.__('A number is wanted, like 0.5 or 1e-3.') };
  }

  function list(text: string, trans: TranslationBundle): Reading {
    const found = parse(text);
    return Array.isArray(found)
      ? value(found)
      : { problem: trans.__('A list is wanted, like [1, 2] or ["a", "b"].') };
  }

  function mapping(text: string, trans: TranslationBundle): Reading {
    const found = parse(text);
    return typeof found === 'object' && found !== null && !Array.isArray(found)
      ? value(found)
      : { problem: trans.__('A mapping is wanted, like {"a": 1}.') };
  }

  function parse(text: string): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  }

  /** Text of which no type is known: nothing and Python's constants mean themselves. */
  function plain(text: string): unknown {
    const constants: Readonly<Record<string, unknown>> = {
      '': null,
      None: null,
      True: true,
      False: false
    };
    return text in constants ? constants[text] : text;
  }
}
