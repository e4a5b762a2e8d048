import type { TranslationBundle } from '@jupyterlab/translation';
import type { Schedule } from '../../nouns';
import type { SchedulesModel } from './model';

/** What every part of the section is given. */
export interface ISchedulesProps {
  readonly model: SchedulesModel;
  readonly trans: TranslationBundle;
  readonly onOpenJob: (job: string) => void;
  readonly onOpenPipelineRun: (pipelineRun: string) => void;
  readonly onRemove: (schedule: Schedule) => void;
}
