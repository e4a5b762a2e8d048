import { formatNumber, formatValue } from '../format';

/** A mark on an axis. */
export interface ITick {
  /** From 0 at the bottom to 1 at the top. */
  readonly at: number;
  readonly label: string;
}

/** One upright axis: where values lie on it. */
export interface IAxis {
  readonly name: string;
  readonly ticks: readonly ITick[];
  /** From 0 at the bottom to 1 at the top; null where the value does not lie on it. */
  readonly place: (value: unknown) => number | null;
}

/** How many choices can be told apart by their labels. */
const MOST_LABELS = 10;

/** An axis of choices, evenly spread in their order. */
export function choiceAxis(name: string, choices: readonly unknown[]): IAxis {
  const keys = choices.map(choice => JSON.stringify(choice));
  const last = keys.length - 1;
  const at = (index: number): number => (last > 0 ? index / last : 0.5);
  const step = Math.ceil(keys.length / MOST_LABELS);
  return {
    name,
    ticks: choices
      .map((choice, i) => ({ at: at(i), label: formatValue(choice) }))
      .filter((_, i) => i % step === 0),
    place: value => {
      const found = keys.indexOf(JSON.stringify(value));
      return found < 0 ? null : at(found);
    }
  };
}

/** An axis of numbers from `low` to `high`, evenly or by their logarithm. */
export function numberAxis(name: string, low: number, high: number, log = false): IAxis {
  const scale = log && low > 0 ? Math.log10 : (value: number) => value;
  const unscale = log && low > 0 ? (value: number) => 10 ** value : scale;
  const [from, to] = [scale(low), scale(high)];
  const range = to - from;
  return {
    name,
    ticks: range
      ? [0, 0.5, 1].map(at => ({ at, label: formatNumber(unscale(from + at * range)) }))
      : [{ at: 0.5, label: formatNumber(low) }],
    place: value => {
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        return null;
      }
      const at = range ? (scale(value) - from) / range : 0.5;
      return Number.isFinite(at) ? Math.min(1, Math.max(0, at)) : null;
    }
  };
}
