import type { TranslationBundle } from '@jupyterlab/translation';
import { formatDuration } from '../../format';
import type { ExecutedCell } from '../../nouns';
import { Chip } from '../../ui/chip';
import { Code, type Highlight } from '../../ui/code';
import { DiffLines } from '../../ui/difflines';
import { wordFor } from '../../words';
import { changeWord } from '../compare/titles';
import { OutputDiff } from './output';

interface IProps {
  cell: ExecutedCell;
  trans: TranslationBundle;
  highlight: Highlight | null;
}

/** A cell in two executions: its code, or how that differs, and its outputs. */
export function CellChange(props: IProps): JSX.Element {
  const { cell, highlight, trans } = props;
  return (
    <div className="ct-CellChange" data-change={cell.change}>
      <Head {...props} />
      {cell.source_change === 'changed' ? (
        <DiffLines lines={cell.diff} />
      ) : (
        <Code code={cell.source} highlight={highlight} />
      )}
      {cell.outputs.map((output, i) => (
        <OutputDiff key={i} output={output} trans={trans} />
      ))}
    </div>
  );
}

function Head({ cell, trans }: IProps): JSX.Element {
  return (
    <div className="ct-CellChange-head">
      <span className="ct-Cell-position">{places(cell, trans)}</span>
      {cell.change === 'same' ? (
        <span className="ct-Quiet">{trans.__('the same')}</span>
      ) : (
        <Chip label={changeWord(cell.change, trans)} />
      )}
      <span className="ct-Quiet">{words(cell, trans)}</span>
    </div>
  );
}

/** Which cell it is, counted from 1; on both sides where it has moved. */
function places({ after, before }: ExecutedCell, trans: TranslationBundle): string {
  const known = [before, after].filter(position => position !== null);
  const numbers = [...new Set(known)].map(position => position + 1);
  return trans.__('cell %1', numbers.join(' → '));
}

/** What else differs: how it ended, how long it took, and whether it ran at all. */
function words(cell: ExecutedCell, trans: TranslationBundle): string {
  const { status_after: after, status_before: before } = cell;
  const said: string[] = [];
  if (before !== null && after !== null && before !== after) {
    said.push(`${wordFor(before, trans)} → ${wordFor(after, trans)}`);
  }
  const spans = [cell.wall_s_before, cell.wall_s_after].flatMap(span =>
    span === null ? [] : [formatDuration(span)]
  );
  if (spans.length) {
    said.push(spans.join(' → '));
  }
  if (cell.cached_from_after !== null) {
    said.push(trans.__('after: from the cache'));
  }
  if (cell.cached_from_before !== null) {
    said.push(trans.__('before: from the cache'));
  }
  return said.join(', ');
}
