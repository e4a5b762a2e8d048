import type { TranslationBundle } from '@jupyterlab/translation';
import type { CauseSearch, SwapTrial } from '../../nouns';
import type { BisectionPageModel } from './model';

/** What the page is given. */
export interface IBisectionPageProps {
  readonly model: BisectionPageModel;
  readonly trans: TranslationBundle;
  readonly onOpenRun: (run: string) => void;
  readonly onOpenJob: (job: string) => void;
  readonly onOpenSearch: (bisection: string) => void;
  readonly onCompare: (runs: readonly string[]) => void;
}

/** What every part of the page is given. */
export interface IPartProps extends IBisectionPageProps {
  readonly search: CauseSearch;
}

/** Open what an experiment left: its run, or the job that is on its way to one. */
export function openTrial(trial: SwapTrial, props: IBisectionPageProps): void {
  if (trial.run_id !== null && trial.status === 'finished') {
    props.onOpenRun(trial.run_id);
  } else if (trial.job_id !== null) {
    props.onOpenJob(trial.job_id);
  }
}
