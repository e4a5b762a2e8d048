import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import { Action } from '../../ui/actions';
import type { Picks } from './picks';

/** How many runs can be told apart on one page. */
const MOST = 6;

/** A box to pick a run; it takes the place of the run's mark while one points at the row. */
export function Pick(props: {
  picks: Picks;
  run: string;
  label: string;
  children: ReactNode;
}): JSX.Element {
  const { label, picks, run } = props;
  return (
    <UseSignal signal={picks.changed}>
      {() => (
        <span className="ct-Pick" data-picked={picks.has(run)}>
          {props.children}
          <input
            type="checkbox"
            aria-label={label}
            title={label}
            checked={picks.has(run)}
            onChange={() => {
              picks.toggle(run);
            }}
            onClick={event => {
              event.stopPropagation();
            }}
          />
        </span>
      )}
    </UseSignal>
  );
}

/** What can be done with the runs that are picked. */
export function PickedBar(props: {
  picks: Picks;
  trans: TranslationBundle;
  onCompare: (runs: readonly string[]) => void;
  onDiff: (runs: readonly string[]) => void;
}): JSX.Element {
  const { onCompare, onDiff, picks, trans } = props;
  return (
    <UseSignal signal={picks.changed}>
      {() => {
        const count = picks.runs.length;
        return (
          count > 0 && (
            <div className="ct-PickedBar ct-Actions" role="status">
              <span>{trans._n('%1 run picked', '%1 runs picked', count)}</span>
              <Action
                name="compare"
                label={trans.__('Compare')}
                title={hint(count, trans)}
                disabled={count < 2 || count > MOST}
                onClick={() => {
                  onCompare(picks.runs);
                }}
              />
              {count === 2 && (
                <Action
                  name="diff"
                  label={trans.__('Cell by cell')}
                  title={trans.__('Show how code and outputs differ')}
                  onClick={() => {
                    onDiff(picks.runs);
                  }}
                />
              )}
              <Action
                name="clear"
                label={trans.__('Clear')}
                onClick={() => {
                  picks.clear();
                }}
              />
            </div>
          )
        );
      }}
    </UseSignal>
  );
}

function hint(count: number, trans: TranslationBundle): string {
  if (count < 2) {
    return trans.__('Pick another run to compare it with.');
  }
  return count > MOST
    ? trans.__('Pick %1 runs at the most.', MOST)
    : trans.__('Compare each of them with the one that was picked first');
}
