import type { TranslationBundle } from '@jupyterlab/translation';
import { formatDuration, formatNumber, formatValue } from '../../format';
import type { Sweep, SweepDetail, Trial } from '../../nouns';
import { Chip } from '../../ui/chip';
import { Link } from '../../ui/fact';
import { Part } from '../../ui/part';
import { SortableTable, type IColumn } from '../../ui/sortable';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { openPoint, type ISweepPageProps } from './services';
import type { ISweepPoint } from './points';

interface IProps extends ISweepPageProps {
  detail: SweepDetail;
  points: readonly ISweepPoint[];
  hot: string | null;
  onPoint: (id: string | null) => void;
}

/** Every point of the search, with what it measured. */
export function TrialsTable(props: IProps): JSX.Element {
  const { detail, hot, onPoint, points, trans } = props;
  const { sweep } = detail;
  return (
    <Part
      className="ct-SweepPage-trials"
      title={trans.__('Trials')}
      aside={detail.trials.length}
    >
      <SortableTable
        columns={[
          pointColumn(props),
          ...sweep.space.map(({ name }) => parameterColumn(name)),
          valueColumn(sweep, trans),
          durationColumn(trans)
        ]}
        rows={points}
        idOf={row => String(row.point)}
        first={{ key: '#', down: false }}
        markOf={row =>
          row.isBest ? 'best' : String(row.point) === hot ? 'hot' : undefined
        }
        onPoint={onPoint}
      />
    </Part>
  );
}

function pointColumn(props: IProps): IColumn<ISweepPoint> {
  const { trans } = props;
  return {
    key: '#',
    label: trans.__('point'),
    sortBy: row => row.point,
    show: row => (
      <span className="ct-SweepPage-point">
        <StatusMark status={row.status} label={wordFor(row.status, trans)} />
        <Link
          label={String(row.point + 1)}
          title={row.own.find(({ error }) => error !== null)?.error ?? undefined}
          onClick={() => {
            openPoint(row, props);
          }}
        />
        {row.isBest && <Chip kind="champion" label={trans.__('best')} />}
      </span>
    )
  };
}

function parameterColumn(name: string): IColumn<ISweepPoint> {
  return {
    key: `parameter/${name}`,
    label: name,
    sortBy: row => row.parameters[name] ?? null,
    show: row => formatValue(row.parameters[name])
  };
}

function valueColumn(sweep: Sweep, trans: TranslationBundle): IColumn<ISweepPoint> {
  return {
    key: 'value',
    label: sweep.metric,
    sortBy: row => row.mean,
    show: row => <Value row={row} seeds={sweep.seeds} trans={trans} />
  };
}

/** The mean of a point, with the interval of its seeds; where it was stopped, what it had measured last. */
function Value(props: {
  row: ISweepPoint;
  seeds: number;
  trans: TranslationBundle;
}): JSX.Element {
  const { row, seeds, trans } = props;
  const { high, last_value: last, low, mean, values } = row;
  if (mean === null) {
    return (
      <span className="ct-Quiet">
        {last === null ? '–' : trans.__('%1 when it was stopped', formatNumber(last))}
      </span>
    );
  }
  return (
    <>
      <strong>{formatNumber(mean)}</strong>
      {seeds > 1 && (
        <span
          className="ct-Quiet"
          title={
            low === null || high === null
              ? ''
              : `${formatNumber(low)} … ${formatNumber(high)}`
          }
        >
          {high !== null && ` ± ${formatNumber(high - mean)}`}
          {` (n = ${values.length})`}
        </span>
      )}
      {row.ties_with_best && (
        <span className="ct-Quiet"> {trans.__('as good as the best')}</span>
      )}
    </>
  );
}

function durationColumn(trans: TranslationBundle): IColumn<ISweepPoint> {
  return {
    key: 'took',
    label: trans.__('took'),
    sortBy: row => tookOf(row.own),
    show: row => {
      const took = tookOf(row.own);
      return took === null ? '–' : formatDuration(took);
    }
  };
}

/** How long all trials of a point took together; null where none has ended. */
function tookOf(trials: readonly Trial[]): number | null {
  const spans = trials.flatMap(({ ended_at, started_at }) =>
    ended_at === null || started_at === null ? [] : [ended_at - started_at]
  );
  return spans.length ? spans.reduce((a, b) => a + b, 0) : null;
}
