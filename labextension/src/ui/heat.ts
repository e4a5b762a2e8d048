/**
 * Where the colours of the scale lie: no change, some (0.1), large (0.25), very large (1 and more).
 *
 * The steps between them are drawn equally wide, so that what matters can be told apart and one extreme column
 * does not make all others look alike.
 */
export const HEAT_TICKS = [0, 0.1, 0.25, 1] as const;

/** A place on the scale: between which two colours, and how far on the way from one to the other. */
export interface IHeat {
  readonly step: number;
  /** From 0 to 100. */
  readonly percent: number;
}

/** The place of a population stability index on the scale. */
export function heatOf(distance: number): IHeat {
  const [, ...above] = HEAT_TICKS;
  const last = above.length - 1;
  const found = above.findIndex(tick => distance < tick);
  if (found < 0) {
    return { step: last, percent: 100 };
  }
  const from = HEAT_TICKS[found] ?? 0;
  const to = above[found] ?? 1;
  const way = Math.max(0, distance - from) / (to - from);
  return { step: found, percent: Math.round(way * 100) };
}
