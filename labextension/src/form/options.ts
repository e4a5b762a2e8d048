import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobOptions } from '../nouns';

/** How a notebook is to be run, as it is entered: empty text is the default. */
export interface IOptionTexts {
  readonly retries: string;
  readonly retry_wait_s: string;
  readonly timeout_s: string;
  readonly cell_timeout_s: string;
  readonly on: string;
  readonly output: string;
  /** Switches: `true`, `false`. */
  readonly cache: string;
  readonly warm: string;
}

export const NO_OPTIONS: IOptionTexts = {
  retries: '',
  retry_wait_s: '',
  timeout_s: '',
  cell_timeout_s: '',
  on: '',
  output: '',
  cache: 'false',
  warm: 'true'
};

type OptionName = keyof IOptionTexts;

const SWITCHES: readonly OptionName[] = ['cache', 'warm'];
const TEXTS: readonly OptionName[] = ['on', 'output'];
const WHOLE = /^\d{1,4}$/;
const SECONDS = /^(\d+\.?\d*|\.\d+)$/;

/** What is wrong with what is entered for an option; null where it fits. */
export function problemOfOption(
  name: OptionName,
  text: string,
  trans: TranslationBundle
): string | null {
  const entered = text.trim();
  if (entered === '' || SWITCHES.includes(name) || TEXTS.includes(name)) {
    return null;
  }
  if (name === 'retries') {
    return WHOLE.test(entered)
      ? null
      : trans.__('A whole number is wanted, from 0 to 9999.');
  }
  return SECONDS.test(entered) ? null : trans.__('Seconds are wanted, like 90 or 0.5.');
}

/** The options that differ from the defaults: only those are sent. */
export function optionsOf(texts: IOptionTexts): Partial<JobOptions> {
  const changed = (Object.keys(texts) as OptionName[]).filter(
    name => texts[name].trim() !== NO_OPTIONS[name]
  );
  return Object.fromEntries(changed.map(name => [name, valueOf(name, texts[name])]));
}

function valueOf(name: OptionName, text: string): boolean | number | string {
  if (SWITCHES.includes(name)) {
    return text === 'true';
  }
  return TEXTS.includes(name) ? text.trim() : Number(text);
}
