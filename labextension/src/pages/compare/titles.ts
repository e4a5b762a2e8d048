import type { TranslationBundle } from '@jupyterlab/translation';
import type { ComparedPart } from './services';

/** What the parts of a comparison are called, in the order in which they are read. */
export function partTitles(
  trans: TranslationBundle
): Readonly<Record<ComparedPart, string>> {
  return {
    params: trans.__('Parameters'),
    seeds: trans.__('Seeds'),
    code: trans.__('Code'),
    data: trans.__('Data'),
    files: trans.__('Files read'),
    packages: trans.__('Packages'),
    environment: trans.__('Environment'),
    source: trans.__('Source')
  };
}

/** How something changed, in the user's language. */
export function changeWord(change: string, trans: TranslationBundle): string {
  const words: Readonly<Record<string, string>> = {
    added: trans.__('added'),
    changed: trans.__('changed'),
    removed: trans.__('removed'),
    retyped: trans.__('other type')
  };
  return words[change] ?? change;
}
