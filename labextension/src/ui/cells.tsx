import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import type { CellExecution, RunDetail } from '../nouns';
import { wordFor } from '../words';
import { OutputsApart } from './apart';
import { Notes } from './cellnotes';
import { Code, type Highlight } from './code';
import { Outputs } from './outputs';
import { Pager } from './pager';
import { Part } from './part';
import { StatusMark } from './status';

/** What cells are drawn with. */
export interface ICellProps {
  readonly trans: TranslationBundle;
  readonly rendermime: IRenderMimeRegistry;
  readonly highlight: Highlight | null;
  readonly onOpenRun: (run: string) => void;
  /** Get a cell with all that it showed. */
  readonly onLoadCell: (cell: string) => Promise<CellExecution>;
  /** Turn to the page of cells that begins at a place. */
  readonly onTurn: (first: number) => void;
}

/** The cells that ran, each with its source and what it showed; a page of them. */
export function CellsSection(
  props: ICellProps & { detail: RunDetail; aside?: ReactNode }
): JSX.Element {
  const { aside, detail, onTurn, trans } = props;
  const { cells, cells_first: first, cells_total: total, outputs_apart: apart } = detail;
  const pager = <Pager first={first} total={total} trans={trans} onFirst={onTurn} />;
  return (
    <Part className="ct-RunPage-cells" title={trans.__('Cells')} aside={aside ?? total}>
      {pager}
      {cells.map(cell => (
        <Cell key={cell.id} {...props} cell={cell} apart={apart[cell.id] ?? 0} />
      ))}
      {pager}
    </Part>
  );
}

function Cell(props: ICellProps & { cell: CellExecution; apart: number }): JSX.Element {
  const { apart, cell, highlight, rendermime, trans } = props;
  return (
    <div className="ct-Cell" data-id={cell.id} data-status={cell.status}>
      <div className="ct-Cell-gutter">
        <span className="ct-Cell-position">{trans.__('cell %1', cell.position + 1)}</span>
        <StatusMark status={cell.status} label={wordFor(cell.status, trans)} />
      </div>
      <div className="ct-Cell-main">
        <FromCache {...props} />
        {cell.source !== '' && <Code code={cell.source} highlight={highlight} />}
        {apart > 0 && <OutputsApart {...props} size={apart} />}
        {cell.outputs.length > 0 && (
          <div className="ct-RunPage-outputs">
            <Outputs outputs={cell.outputs} rendermime={rendermime} />
          </div>
        )}
        {cell.error !== null && !cell.outputs.some(isError) && (
          <pre className="ct-Error">{cell.error}</pre>
        )}
        <Notes cell={cell} trans={trans} />
      </div>
    </div>
  );
}

/** Says that a cell did not run, and from which run its results are. */
function FromCache(props: ICellProps & { cell: CellExecution }): ReactNode {
  const { cached_from: run } = props.cell;
  const { onOpenRun, trans } = props;
  return (
    run !== null && (
      <p className="ct-Cell-cached">
        {trans.__('From the cache: it did not run again. Its results are those of')}{' '}
        <button
          className="ct-Link"
          title={run}
          onClick={() => {
            onOpenRun(run);
          }}
        >
          {trans.__('run %1', run.slice(-6))}
        </button>
      </p>
    )
  );
}

/** Whether an output shows the traceback already. */
function isError(output: Readonly<Record<string, unknown>>): boolean {
  return output.output_type === 'error';
}
