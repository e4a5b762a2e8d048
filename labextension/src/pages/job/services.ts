import type { Job } from '../../nouns';
import type { ICellProps } from '../../ui/cells';
import type { JobPageModel } from './model';

/** What every part of the page is given. */
export interface IJobPageProps extends ICellProps {
  readonly model: JobPageModel;
  readonly onOpenJob: (job: string) => void;
  readonly onOpenSweep: (sweep: string) => void;
  readonly onOpenSearch: (bisection: string) => void;
  readonly onOpenPipelineRun: (pipelineRun: string) => void;
  readonly onDiff: (before: string, after: string) => void;
  readonly onOpenNotebook: (job: Job) => void;
}
