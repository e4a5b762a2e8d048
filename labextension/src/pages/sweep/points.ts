import { formatNumber, formatValue } from '../../format';
import type { Dimension, MetricPoint, Sweep, Trial } from '../../nouns';
import { choiceAxis, numberAxis, type IAxis } from '../../ui/axis';
import type { IThread } from '../../ui/parallel';

/** One point of the search: its trials differ only by their seed. */
export interface ISweepPoint {
  readonly point: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly trials: readonly Trial[];
  /** The mean of what its trials measured; null where none has. */
  readonly mean: number | null;
  readonly isBest: boolean;
  /** Queued, running, or how it ended: what most of its trials are still to do comes first. */
  readonly status: Trial['status'];
}

/** Put trials of one point together. */
export function pointsOf(sweep: Sweep, trials: readonly Trial[]): readonly ISweepPoint[] {
  const groups = new Map<number, Trial[]>();
  for (const trial of trials) {
    groups.set(trial.point, [...(groups.get(trial.point) ?? []), trial]);
  }
  return [...groups.entries()].map(([point, members]) => {
    const values = members.flatMap(trial => (trial.value === null ? [] : [trial.value]));
    return {
      point,
      trials: members,
      parameters: members[0]?.parameters ?? {},
      mean: values.length ? values.reduce((a, b) => a + b, 0) / values.length : null,
      isBest: members.some(trial => trial.number === sweep.best_trial),
      status: statusOf(members)
    };
  });
}

/** In this order: what is first says how the whole point stands. */
const ORDER: readonly Trial['status'][] = [
  'running',
  'queued',
  'failed',
  'pruned',
  'cancelled',
  'finished'
];

function statusOf(trials: readonly Trial[]): Trial['status'] {
  return (
    ORDER.find(status => trials.some(trial => trial.status === status)) ?? 'finished'
  );
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

/** How good the best was after each trial that ended with a value. */
export function bestSoFar(sweep: Sweep, trials: readonly Trial[]): MetricPoint[] {
  const better = sweep.direction === 'maximize' ? Math.max : Math.min;
  const measured = trials
    .flatMap(({ ended_at, status, value }) =>
      value === null || ended_at === null || status === 'pruned'
        ? []
        : [{ at: ended_at, value }]
    )
    .sort((a, b) => a.at - b.at);
  let best: number | null = null;
  return measured.map(({ at, value }, i) => {
    best = best === null ? value : better(best, value);
    return { step: i + 1, at, value: best };
  });
}
