import type { TranslationBundle } from '@jupyterlab/translation';
import type { CellVerdict, Reproduction } from '../../nouns';

/** How alike two results are. */
export function samenessWord(
  sameness: CellVerdict['sameness'],
  trans: TranslationBundle
): string {
  const words: Readonly<Record<CellVerdict['sameness'], string>> = {
    different: trans.__('different'),
    identical: trans.__('identical'),
    missing: trans.__('not there to compare'),
    tolerance: trans.__('the same within tolerance')
  };
  return words[sameness];
}

/** What likely made a result another one. */
export function causeWord(
  cause: NonNullable<Reproduction['cause']>,
  trans: TranslationBundle
): string {
  const words: Readonly<Record<typeof cause, string>> = {
    clock: trans.__('it reads the clock'),
    code: trans.__('other code'),
    data: trans.__('other data'),
    hardware: trans.__('other hardware'),
    network: trans.__('it reads the network'),
    package: trans.__('other packages'),
    seed: trans.__('another seed'),
    unknown: trans.__('not known'),
    unseeded: trans.__('randomness that nobody seeded')
  };
  return words[cause];
}
