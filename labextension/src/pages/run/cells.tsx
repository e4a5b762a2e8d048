import type { ReactNode } from 'react';
import { formatBytes, formatDuration } from '../../format';
import type { CellExecution } from '../../nouns';
import { Code } from '../../ui/code';
import { Outputs } from '../../ui/outputs';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { Part } from './part';
import type { IPageProps } from './services';

/** The cells that ran, each with its source and what it showed. */
export function CellsSection(
  props: IPageProps & { cells: readonly CellExecution[] }
): JSX.Element {
  const { cells, trans } = props;
  return (
    <Part name="cells" title={trans.__('Cells')} aside={cells.length}>
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
        <Notes {...props} />
      </div>
    </div>
  );
}

/** Whether an output shows the traceback already. */
function isError(output: Readonly<Record<string, unknown>>): boolean {
  return output.output_type === 'error';
}

function Notes(props: IPageProps & { cell: CellExecution }): JSX.Element {
  const { cell, trans } = props;
  const lost = Object.entries(cell.not_captured).map(([name, why]) => `${name} (${why})`);
  return (
    <div className="ct-Cell-notes">
      {cell.wall_s !== null && <span>{formatDuration(cell.wall_s)}</span>}
      {cell.peak_bytes !== null && (
        <span>{trans.__('%1 memory', formatBytes(cell.peak_bytes))}</span>
      )}
      <Names label={trans.__('reads')} names={cell.reads} />
      <Names label={trans.__('binds')} names={cell.binds} />
      <Names label={trans.__('files read')} names={cell.files_read} />
      <Names label={trans.__('files written')} names={cell.files_written} />
      <Names label={trans.__('not kept')} names={lost} />
    </div>
  );
}

function Names(props: { label: string; names: readonly string[] }): ReactNode {
  const { label, names } = props;
  return (
    names.length > 0 && (
      <span title={names.join('\n')}>
        {label} <code>{names.join(', ')}</code>
      </span>
    )
  );
}
