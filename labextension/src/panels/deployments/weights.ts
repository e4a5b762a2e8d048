import type { Route } from '../../nouns';

/** Whether shares, as percentages, make up the whole traffic. */
export function sumsToWhole(percents: readonly number[]): boolean {
  const sum = percents.reduce((total, percent) => total + percent, 0);
  return percents.every(percent => percent >= 0) && Math.abs(sum - 100) < 0.01;
}

/** The routes with new shares. Shadows take none, so they keep what they have. */
export function withShares(
  routes: readonly Route[],
  percents: ReadonlyMap<number, number>
): readonly Route[] {
  return routes.map(route => {
    const percent = route.shadow ? undefined : percents.get(route.version);
    return percent === undefined ? route : { ...route, weight: percent / 100 };
  });
}
