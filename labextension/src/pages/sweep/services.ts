import type { TranslationBundle } from '@jupyterlab/translation';
import type { SweepPageModel } from './model';
import type { ISweepPoint } from './points';

/** What every part of the page is given. */
export interface ISweepPageProps {
  readonly model: SweepPageModel;
  readonly trans: TranslationBundle;
  readonly onOpenRun: (run: string) => void;
  readonly onOpenJob: (job: string) => void;
}

/** Open what the first trial of a point left: its run, or the job that is on its way to one. */
export function openPoint(point: ISweepPoint, props: ISweepPageProps): void {
  const trial = point.own.find(({ run_id }) => run_id !== null) ?? point.own[0];
  if (trial?.run_id) {
    props.onOpenRun(trial.run_id);
  } else if (trial?.job_id) {
    props.onOpenJob(trial.job_id);
  }
}
