import { formatNumber, formatShare } from '../../format';
import type { SwapTrial } from '../../nouns';
import { Link } from '../../ui/fact';
import { NumberLine, rangeOf, type IMark } from '../../ui/numberline';
import { Part } from '../../ui/part';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { openTrial, type IPartProps } from './services';

/** What the two runs are called. */
const [A, B] = ['A', 'B'];

/** The experiments in their order: what was swapped, and where between A and B the metric went. */
export function Trials(props: IPartProps): JSX.Element {
  const { search, trans } = props;
  const { after, before, metric, trials } = search;
  const range = rangeOf([before, after, ...trials.map(({ value }) => value)]);
  const ends: readonly IMark[] = [
    ...(before === null ? [] : [{ at: before, name: A }]),
    ...(after === null ? [] : [{ at: after, name: B }])
  ];
  return (
    <Part
      className="ct-BisectionPage-trials"
      title={trans.__('Experiments')}
      aside={trans.__('A’s notebook, with something of B’s')}
    >
      <table className="ct-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('experiment')}</th>
            <th scope="col">{trans.__('taken from B')}</th>
            <th scope="col">
              <NumberLine range={range} marks={ends} label={trans.__('From A to B')} />
            </th>
            <th scope="col">{metric}</th>
          </tr>
        </thead>
        <tbody>
          {trials.map(trial => (
            <TrialRow
              key={trial.number}
              {...props}
              trial={trial}
              range={range}
              ends={ends}
            />
          ))}
        </tbody>
      </table>
    </Part>
  );
}

interface ITrialProps extends IPartProps {
  trial: SwapTrial;
}

function TrialRow(
  props: ITrialProps & { range: readonly [number, number]; ends: readonly IMark[] }
): JSX.Element {
  const { ends, range, trans, trial } = props;
  const { number, status, value } = trial;
  const word = wordFor(status, trans);
  const label = trans.__('experiment %1', number);
  return (
    <tr data-id={number} data-status={status}>
      <th scope="row">
        <StatusMark status={status} label={word} />{' '}
        {trial.job_id === null ? (
          label
        ) : (
          <Link
            label={label}
            title={trans.__('Open what it left')}
            onClick={() => {
              openTrial(trial, props);
            }}
          />
        )}
      </th>
      <td>
        <Swapped {...props} />
      </td>
      <td>
        <NumberLine
          range={range}
          marks={ends.map(({ at }) => ({ at }))}
          dot={value}
          label={
            value === null ? word : trans.__('%1, %2', formatNumber(value), share(props))
          }
        />
      </td>
      <td>
        <Measured {...props} />
      </td>
    </tr>
  );
}

/** The metric then, and how much of the change that is; else why there is none. */
function Measured(props: ITrialProps): JSX.Element {
  const { search, trans, trial } = props;
  const { status, value } = trial;
  const missing = {
    running: trans.__('not yet known'),
    finished: trans.__('it gave no %1', search.metric),
    failed: trans.__('the notebook failed'),
    cancelled: trans.__('it was stopped')
  };
  return value === null ? (
    <span className="ct-Quiet">{missing[status]}</span>
  ) : (
    <>
      <strong>{formatNumber(value)}</strong>{' '}
      <span className="ct-Quiet">{share(props)}</span>
    </>
  );
}

/** What was taken from B: nothing, everything that can be, or what it names. */
function Swapped({ search, trans, trial }: ITrialProps): JSX.Element {
  const { swapped } = trial;
  const all = search.suspects.filter(({ state }) => state !== 'untested').length;
  if (!swapped.length) {
    return (
      <span className="ct-Quiet">
        {trial.number === 1
          ? trans.__('nothing: A, run again')
          : trans.__('nothing, once more, for the noise')}
      </span>
    );
  }
  if (swapped.length === all && all > 1) {
    return <>{trans.__('all %1 that differ', all)}</>;
  }
  return (
    <ul className="ct-Swapped">
      {swapped.map(label => (
        <li key={label}>{label}</li>
      ))}
    </ul>
  );
}

/** How much of the change from A to B came with what was swapped. */
function share({ search, trans, trial }: ITrialProps): string {
  const { after, before } = search;
  if (before === null || after === null || trial.value === null || before === after) {
    return '';
  }
  const part = (trial.value - before) / (after - before);
  const rounded = Math.round(part * 100) / 100;
  return rounded === 0
    ? trans.__('as A')
    : rounded === 1
      ? trans.__('as B')
      : trans.__('%1 of the change', formatShare(rounded));
}
