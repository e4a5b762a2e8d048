import { formatNumber } from '../../format';
import type { DriftReport, FeatureDrift } from '../../nouns';
import type { IBin } from '../../ui/bars';

/** How many windows fit into a map that can still be read. */
const MOST_WINDOWS = 36;

/** Metrics in the order in which they tell most; the policy looks at them in the same order. */
const TELLING = ['roc_auc', 'accuracy', 'brier', 'log_loss', 'rmse', 'mae'];

/** A feature through all windows; null where a window was not compared. */
export interface IFeatureRow {
  readonly name: string;
  readonly role: FeatureDrift['role'];
  readonly features: readonly (FeatureDrift | null)[];
}

/** A population stability index, as precise as it is worth. */
export function formatDistance(distance: number): string {
  return distance.toFixed(distance < 10 ? 3 : 1);
}

/** How a window is called: by its name, else by when it ended. */
export function windowLabel(report: DriftReport): string {
  const { name, to_at } = report.window;
  if (name) {
    return name;
  }
  return new Date(to_at * 1000).toLocaleString(undefined, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit'
  });
}

/**
 * The reports that stand beside each other in the map, the oldest first.
 *
 * A named window that was measured again against the same version shows once, as it was measured last.
 */
export function windowsOf(reports: readonly DriftReport[]): readonly DriftReport[] {
  const seen = new Set<string>();
  const newest = reports
    .toSorted((a, b) => b.created_at - a.created_at)
    .filter(report => {
      const { name } = report.window;
      const key = name ? `${report.version}/${name}` : report.id;
      return !seen.has(key) && seen.add(key);
    });
  return newest
    .slice(0, MOST_WINDOWS)
    .sort((a, b) => a.window.from_at - b.window.from_at || a.created_at - b.created_at);
}

/** The columns of a role, each through all windows, the one that was farthest away first. */
export function rowsOf(
  windows: readonly DriftReport[],
  role: FeatureDrift['role']
): readonly IFeatureRow[] {
  const columns = windows.map(
    report =>
      new Map(
        report.features.filter(one => one.role === role).map(one => [one.name, one])
      )
  );
  const names = [...new Set(columns.flatMap(column => [...column.keys()]))];
  const far = (row: IFeatureRow): number =>
    Math.max(...row.features.map(feature => feature?.distance ?? 0));
  return names
    .map(name => ({
      name,
      role,
      features: columns.map(column => column.get(name) ?? null)
    }))
    .sort((a, b) => far(b) - far(a) || a.name.localeCompare(b.name));
}

/** The metric that tells most of those that were measured. */
export function mainMetric(reports: readonly DriftReport[]): string | null {
  const known = new Set(reports.flatMap(report => Object.keys(report.performance)));
  return TELLING.find(name => known.has(name)) ?? [...known][0] ?? null;
}

/** The bins or categories of a feature, for its bars; missing values are one more where there are any. */
export function binsOf(feature: FeatureDrift, missing: string): readonly IBin[] {
  const before = sharesOf(feature.reference);
  const now = sharesOf(feature.current);
  const labels = labelsOf(feature.reference);
  const bins = labels.map((label, i) =>
    binOf(label, before.shares[i] ?? 0, now.shares[i] ?? 0)
  );
  return before.missing || now.missing
    ? [...bins, binOf(missing, before.missing, now.missing)]
    : bins;
}

/** The smallest and the largest value of a column of numbers. */
export function endsOf(feature: FeatureDrift): readonly [string, string] {
  const edges = numbers(feature.reference.edges);
  return [formatNumber(edges[0] ?? null), formatNumber(edges.at(-1) ?? null)];
}

function binOf(label: string, reference: number, current: number): IBin {
  const title = `${label}: ${percent(reference)} → ${percent(current)}`;
  return { label, title, reference, current };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function sharesOf(side: Record<string, unknown>): { shares: number[]; missing: number } {
  const { missing } = side;
  return {
    shares: numbers(side.shares),
    missing: typeof missing === 'number' ? missing : 0
  };
}

function labelsOf(side: Record<string, unknown>): string[] {
  if (Array.isArray(side.categories)) {
    return side.categories.map(String);
  }
  const edges = numbers(side.edges).map(formatNumber);
  return edges.slice(1).map((edge, i) => `${edges[i] ?? ''} – ${edge}`);
}

function numbers(values: unknown): number[] {
  return Array.isArray(values) ? values.filter(value => typeof value === 'number') : [];
}
