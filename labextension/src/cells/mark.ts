import type { TranslationBundle } from '@jupyterlab/translation';
import type { NotebookCell, RunStatus } from '../nouns';
import { wordFor } from '../words';

/** How a run ends that did not come to its end. */
const UNFINISHED: readonly RunStatus[] = ['failed', 'killed', 'lost'];

/** What a mark says, in one word. */
export type MarkState = 'tracked' | 'stale' | 'failed';

/** The mark on a cell: a dot where the cell was tracked, a lamp where an input has changed since. */
export class CellMark {
  constructor(
    private readonly _trans: TranslationBundle,
    onOpen: (run: string) => void
  ) {
    this.node.className = 'ct-CellMark';
    this.node.addEventListener('click', () => {
      onOpen(this.node.dataset.run ?? '');
    });
  }

  readonly node = document.createElement('button');

  /** Show how the latest run of the cell stands. What it shows already is not written again. */
  show(cell: NotebookCell): void {
    const words = wordsFor(cell, this._trans);
    const { dataset } = this.node;
    if (dataset.run === cell.run_id && this.node.title === words) {
      return;
    }
    dataset.run = cell.run_id;
    dataset.state = stateOf(cell);
    this.node.title = words;
    this.node.setAttribute('aria-label', words);
  }
}

/** What went wrong matters more than what changed since. */
function stateOf({ stale, status }: NotebookCell): MarkState {
  if (UNFINISHED.includes(status)) {
    return 'failed';
  }
  return stale ? 'stale' : 'tracked';
}

function wordsFor(cell: NotebookCell, trans: TranslationBundle): string {
  const { reasons, status } = cell;
  switch (stateOf(cell)) {
    case 'failed':
      return trans.__('Its last run: %1. Click to open it.', wordFor(status, trans));
    case 'stale':
      return reasons.length
        ? trans.__(
            'An input changed since this cell ran: %1. Click to open its run.',
            reasons.join(', ')
          )
        : trans.__('An input changed since this cell ran. Click to open its run.');
    default:
      return trans.__('Tracked. Click to open its run.');
  }
}
