import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelColumn } from '../../nouns';

/** A row that was typed, or what is wrong with it. */
export type RowReading =
  | { readonly problem: string }
  | { readonly problem: null; readonly row: Record<string, unknown> };

const WHOLE = /^u?int/;

/** A row to begin with: the middle of each range, the first of the categories. */
export function exampleRow(inputs: readonly ModelColumn[]): string {
  const row = Object.fromEntries(
    inputs.map(column => [column.name, Private.usual(column)])
  );
  return JSON.stringify(row, null, 2);
}

/** Read a row: JSON with a value for each column, alone or as the one row of a list. */
export function readRow(text: string, trans: TranslationBundle): RowReading {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return { problem: trans.__('This is not JSON: write {"column": value, ...}.') };
  }
  const row: unknown = Array.isArray(found) && found.length === 1 ? found[0] : found;
  return typeof row === 'object' && row !== null && !Array.isArray(row)
    ? { problem: null, row: row as Record<string, unknown> }
    : { problem: trans.__('One row is wanted: {"column": value, ...}.') };
}

namespace Private {
  export function usual(column: ModelColumn): unknown {
    const { categories, maximum, minimum, type } = column;
    if (categories !== null) {
      return categories[0] ?? null;
    }
    if (minimum === null || maximum === null) {
      return null;
    }
    const middle = (minimum + maximum) / 2;
    return WHOLE.test(type) ? Math.round(middle) : Number(middle.toPrecision(4));
  }
}
