import { read, type IField } from '../../form/field';
import type { TranslationBundle } from '@jupyterlab/translation';

/** How one parameter is searched, as it is entered. */
export interface ISearch {
  readonly how: 'fixed' | 'range' | 'log' | 'values';
  readonly low: string;
  readonly high: string;
  /** The distance of the values of a range; empty for all that lie in it. */
  readonly step: string;
  /** The values, between commas. */
  readonly values: string;
  /** The values that are picked, as JSON, where a parameter has only a few. */
  readonly picked: readonly string[];
}

export const NOT_SEARCHED: ISearch = {
  how: 'fixed',
  low: '',
  high: '',
  step: '',
  values: '',
  picked: []
};

const NUMBERS: ReadonlySet<string> = new Set(['int', 'float', 'any']);

/** The ways in which a parameter can be searched. */
export function waysOf({ parameter }: IField): readonly ISearch['how'][] {
  return NUMBERS.has(parameter.type) && !parameter.choices.length
    ? ['fixed', 'range', 'log', 'values']
    : ['fixed', 'values'];
}

/** All values of a parameter that has only a few; nothing where it has many. */
export function fewValues({ parameter }: IField): readonly unknown[] {
  return parameter.type === 'bool' ? [false, true] : parameter.choices;
}

/** Whether enough is entered for the server to be asked about it. */
export function isEntered(field: IField, search: ISearch): boolean {
  switch (search.how) {
    case 'fixed':
      return true;
    case 'values':
      return fewValues(field).length
        ? search.picked.length > 0
        : search.values.trim() !== '';
    default:
      return search.low.trim() !== '' && search.high.trim() !== '';
  }
}

/** What the server is told of a search: `2..10`, `log:1e-4..1e-1`, or the values. */
export function spaceOf(
  field: IField,
  search: ISearch,
  trans: TranslationBundle
): unknown {
  const ends = `${search.low.trim()}..${search.high.trim()}`;
  if (search.how === 'log') {
    return `log:${ends}`;
  }
  if (search.how === 'range') {
    return search.step.trim() ? `${ends}..${search.step.trim()}` : ends;
  }
  if (fewValues(field).length) {
    return search.picked.map(value => JSON.parse(value) as unknown);
  }
  return Private.listed(search.values).map(text => {
    const reading = read({ ...field, text }, trans);
    // What does not fit is sent as it stands, so that the server says what is wrong with it.
    return reading.problem === null ? reading.value : text;
  });
}

namespace Private {
  /** The texts between commas; commas inside brackets belong to a value. */
  export function listed(text: string): readonly string[] {
    const parts: string[] = [];
    let part = '';
    let depth = 0;
    for (const letter of `${text},`) {
      depth += Number('[{('.includes(letter)) - Number(']})'.includes(letter));
      if (letter === ',' && depth <= 0) {
        parts.push(part.trim());
        part = '';
      } else {
        part += letter;
      }
    }
    return [...parts, part.replace(/,$/, '').trim()].filter(Boolean);
  }
}
