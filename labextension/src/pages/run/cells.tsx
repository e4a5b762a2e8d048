import type { CellExecution } from '../../nouns';
import { Code } from '../../ui/code';
import { Outputs } from '../../ui/outputs';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { Notes } from './notes';
import { Part } from '../../ui/part';
import type { IPageProps } from './services';

/** The cells that ran, each with its source and what it showed. */
export function CellsSection(
  props: IPageProps & { cells: readonly CellExecution[] }
): JSX.Element {
  const { cells, trans } = props;
  return (
    <Part className="ct-RunPage-cells" title={trans.__('Cells')} aside={cells.length}>
      {cells.map(cell => (
        <Cell key={cell.id} {...props} cell={cell} />
      ))}
    </Part>
  );
}

function Cell(props: IPageProps & { cell: CellExecution }): JSX.Element {
  const { cell, highlight, rendermime, trans } = props;
  return (
    <div className="ct-Cell" data-id={cell.id}>
      <div className="ct-Cell-gutter">
        <span className="ct-Cell-position">[{cell.position + 1}]</span>
        <StatusMark status={cell.status} label={wordFor(cell.status, trans)} />
      </div>
      <div className="ct-Cell-main">
        {cell.source !== '' && <Code code={cell.source} highlight={highlight} />}
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

/** Whether an output shows the traceback already. */
function isError(output: Readonly<Record<string, unknown>>): boolean {
  return output.output_type === 'error';
}
