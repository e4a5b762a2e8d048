import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunComparison } from '../../nouns';
import type { WhyModel } from './why.model';

/** What every part of the page is given. */
export interface IPageProps {
  readonly found: RunComparison;
  readonly trans: TranslationBundle;
  readonly why: WhyModel;
  readonly onOpenRun: (run: string) => void;
  readonly onOpenSearch: (bisection: string) => void;
}

/** The parts that hold names with values. */
export type ValuePart =
  'params' | 'seeds' | 'files' | 'packages' | 'environment' | 'source';

/** All parts of which what is the same is only counted. */
export type ComparedPart = ValuePart | 'code' | 'data';
