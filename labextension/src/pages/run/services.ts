import type { LineageNode } from '../../nouns';
import type { ICellProps } from '../../ui/cells';
import type { RunPageModel } from './model';

/** What every part of the page is given. */
export interface IPageProps extends ICellProps {
  readonly model: RunPageModel;
  readonly onOpenJob: (job: string) => void;
  readonly onOpenSweep: (sweep: string) => void;
  readonly onOpenSearch: (bisection: string) => void;
  readonly onOpenNode: (node: LineageNode) => void;
}
