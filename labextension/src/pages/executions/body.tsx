import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import { useState } from 'react';
import { formatDuration, formatTime } from '../../format';
import type { ExecutedSide, ExecutionDiff } from '../../nouns';
import type { Highlight } from '../../ui/code';
import { Link } from '../../ui/fact';
import { Paged } from '../../ui/pager';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { CellChange } from './cell';
import type { ExecutionsPageModel } from './model';

interface IProps {
  model: ExecutionsPageModel;
  trans: TranslationBundle;
  highlight: Highlight | null;
  onOpenRun: (run: string) => void;
}

/** The page of two executions of a notebook. */
export function ExecutionsPageBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {diff => <Compared {...props} diff={diff} />}
        </StateView>
      )}
    </UseSignal>
  );
}

function Compared(props: IProps & { diff: ExecutionDiff }): JSX.Element {
  const { diff, trans } = props;
  const [all, setAll] = useState(false);
  const differing = diff.cells.filter(cell => cell.change !== 'same');
  const same = diff.cells.length - differing.length;
  return (
    <article className="ct-RunPage-content">
      <header>
        <h1 className="ct-ComparePage-title">{trans.__('Cell by cell')}</h1>
        <div className="ct-Sides" role="list" aria-label={trans.__('Executions')}>
          <Side {...props} side={diff.before} label={trans.__('before')} />
          <Side {...props} side={diff.after} label={trans.__('after')} />
        </div>
      </header>
      <Part
        className="ct-ExecutionsPage-cells"
        title={trans.__('Cells')}
        aside={
          differing.length
            ? trans.__('%1 of %2 differ', differing.length, diff.cells.length)
            : trans._n('%1 cell, the same', '%1 cells, all the same', diff.cells.length)
        }
      >
        {same > 0 && differing.length > 0 && (
          <All all={all} same={same} trans={trans} onAll={setAll} />
        )}
        <Paged items={all || !differing.length ? diff.cells : differing} trans={trans}>
          {cells =>
            cells.map(cell => (
              <CellChange
                key={`${String(cell.before)}-${String(cell.after)}`}
                {...props}
                cell={cell}
              />
            ))
          }
        </Paged>
      </Part>
    </article>
  );
}

/** Whether the cells that are the same are shown too. */
function All(props: {
  all: boolean;
  same: number;
  trans: TranslationBundle;
  onAll: (all: boolean) => void;
}): JSX.Element {
  const { all, onAll, same, trans } = props;
  return (
    <label className="ct-ExecutionsPage-all">
      <input
        type="checkbox"
        checked={all}
        onChange={event => {
          onAll(event.currentTarget.checked);
        }}
      />{' '}
      {trans._n(
        'Show the cell that is the same',
        'Show the %1 cells that are the same',
        same
      )}
    </label>
  );
}

function Side(props: IProps & { side: ExecutedSide; label: string }): JSX.Element {
  const { label, onOpenRun, side, trans } = props;
  const { ended_at, name, run_id, started_at, status } = side;
  return (
    <div className="ct-Side" role="listitem">
      <div>
        <div className="ct-Quiet">{label}</div>
        <StatusMark status={status} label={wordFor(status, trans)} />{' '}
        <Link
          label={`${name} ${run_id.slice(-6)}`}
          title={run_id}
          onClick={() => {
            onOpenRun(run_id);
          }}
        />
        <div className="ct-Quiet">
          {formatTime(started_at)}
          {ended_at !== null && `, ${formatDuration(ended_at - started_at)}`}
        </div>
      </div>
    </div>
  );
}
