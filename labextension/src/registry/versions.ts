import type { ModelVersion } from '../nouns';

/** Which alias a version is to have, and why. */
export interface IPromotion {
  readonly alias: string;
  readonly reason: string;
}

/** A version as people write it: `churn/3`. */
export function labelOf(version: ModelVersion): string {
  return `${version.model}/${version.number}`;
}

/** The aliases of a version, the one that counts most first. */
export function championFirst(aliases: readonly string[]): readonly string[] {
  const rank = (alias: string): number => (alias === 'champion' ? 0 : 1);
  return aliases.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** The alias a version is most likely to be promoted to. */
export function likelyAlias(version: ModelVersion): string {
  return version.aliases.includes('champion') ? 'challenger' : 'champion';
}

/** The verdict on all gates of a version; a version without gates has none. */
export function verdictOf(version: ModelVersion): 'passed' | 'failed' | 'unchecked' {
  if (!version.gates.length) {
    return 'unchecked';
  }
  return version.gates.every(gate => gate.verdict === 'passed') ? 'passed' : 'failed';
}

/** The metrics of a version; those that its gates look at come first. */
export function metricsOf(version: ModelVersion): Readonly<Record<string, number>> {
  const expressions = version.gates.map(gate => gate.expression).join(' ');
  const words: readonly string[] = expressions.match(/\w+/g) ?? [];
  const rank = (name: string): number => {
    const place = words.indexOf(name);
    return place < 0 ? words.length : place;
  };
  const entries = Object.entries(version.metrics);
  return Object.fromEntries(entries.sort(([a], [b]) => rank(a) - rank(b)));
}
