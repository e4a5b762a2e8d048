import { formatNumber, formatValue } from '../../format';
import type {
  Dimension,
  MetricPoint,
  Sweep,
  SweepDetail,
  SweepPoint,
  SweepSummary,
  Trial
} from '../../nouns';
import { choiceAxis, numberAxis, type IAxis } from '../../ui/axis';
import type { IThread } from '../../ui/parallel';

/** A sweep with its trials, and what they say. */
export interface IFoundSweep {
  readonly detail: SweepDetail;
  readonly summary: SweepSummary;
}

/** One point of the search, with its trials: they differ only by their seed. */
export interface ISweepPoint extends SweepPoint {
  readonly own: readonly Trial[];
  readonly isBest: boolean;
}

/** Put the trials to their points. */
export function pointsOf({ detail, summary }: IFoundSweep): readonly ISweepPoint[] {
  const trials = new Map(detail.trials.map(trial => [trial.number, trial]));
  return summary.points.map(point => ({
    ...point,
    own: point.trials.flatMap(number => trials.get(number) ?? []),
    isBest: point.point === summary.best
  }));
}

/** An axis for each parameter, and one for the metric. */
export function axesOf(sweep: Sweep, points: readonly ISweepPoint[]): readonly IAxis[] {
  const values = points.flatMap(({ mean }) => (mean === null ? [] : [mean]));
  return [
    ...sweep.space.map(dimensionAxis),
    numberAxis(sweep.metric, Math.min(...orZero(values)), Math.max(...orZero(values)))
  ];
}

function dimensionAxis({ high, log, low, name, values }: Dimension): IAxis {
  return values === null
    ? numberAxis(name, low ?? 0, high ?? 1, log)
    : choiceAxis(name, values);
}

function orZero(values: readonly number[]): readonly number[] {
  return values.length ? values : [0];
}

/** A line for each point; the better, the stronger its colour. */
export function threadsOf(
  sweep: Sweep,
  points: readonly ISweepPoint[]
): readonly IThread[] {
  const means = points.flatMap(({ mean }) => (mean === null ? [] : [mean]));
  const [low, high] = [Math.min(...orZero(means)), Math.max(...orZero(means))];
  const tone = (mean: number): number => {
    const share = high > low ? (mean - low) / (high - low) : 1;
    return sweep.direction === 'maximize' ? share : 1 - share;
  };
  return points.map(({ isBest, mean, parameters, point }) => ({
    id: String(point),
    values: [...sweep.space.map(({ name }) => parameters[name]), mean],
    tone: mean === null ? null : tone(mean),
    isBest,
    title: [
      ...sweep.space.map(({ name }) => `${name} = ${formatValue(parameters[name])}`),
      ...(mean === null ? [] : [`${sweep.metric} = ${formatNumber(mean)}`])
    ].join('\n')
  }));
}

/** How good the best was after each point that ended. */
export function bestSoFar({ best_so_far }: SweepSummary): MetricPoint[] {
  return best_so_far.map(({ at, value }, i) => ({ step: i + 1, at, value }));
}
