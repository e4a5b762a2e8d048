import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LineageNode } from '../../nouns';
import type { Highlight } from '../../ui/code';
import type { RunPageModel } from './model';

/** What every part of the page is given. */
export interface IPageProps {
  readonly model: RunPageModel;
  readonly trans: TranslationBundle;
  readonly rendermime: IRenderMimeRegistry;
  readonly highlight: Highlight | null;
  readonly onOpenRun: (run: string) => void;
  readonly onOpenJob: (job: string) => void;
  readonly onOpenSweep: (sweep: string) => void;
  readonly onOpenSearch: (bisection: string) => void;
  readonly onOpenNode: (node: LineageNode) => void;
}
