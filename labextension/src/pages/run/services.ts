import type { LineageNode } from '../../nouns';
import type { ICellProps } from '../../ui/cells';
import type { RunPageModel } from './model';

/** What every part of the page is given. */
export interface IPageProps extends ICellProps {
  readonly model: RunPageModel;
  readonly onOpenNode: (node: LineageNode) => void;
}
