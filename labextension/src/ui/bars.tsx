import type { JSX } from 'react';
import { formatNumber, formatShare } from '../format';
import type { FeatureDrift } from '../nouns';

/** One bin or category with its share before and now. */
interface IBar {
  label: string;
  before: number;
  now: number;
}

/** The distribution of a column now, beside the one it had. */
export function ShareBars(props: {
  feature: FeatureDrift;
  beforeLabel: string;
  nowLabel: string;
  missingLabel: string;
}): JSX.Element {
  const { feature } = props;
  const bars = barsOf(feature, props.missingLabel);
  const most = Math.max(0.01, ...bars.flatMap(bar => [bar.before, bar.now]));
  return (
    <div className="ct-Bars" role="img" aria-label={feature.name}>
      {bars.map(bar => (
        <div
          className="ct-Bars-bin"
          key={bar.label}
          title={`${bar.label}\n${props.beforeLabel} ${formatShare(bar.before)}\n${props.nowLabel} ${formatShare(bar.now)}`}
        >
          <span
            className="ct-mod-before"
            style={{ height: `${(100 * bar.before) / most}%` }}
          />
          <span className="ct-mod-now" style={{ height: `${(100 * bar.now) / most}%` }} />
        </div>
      ))}
    </div>
  );
}

/** Read the bins out of a record whose two sides share their edges or categories. */
export function barsOf(feature: FeatureDrift, missingLabel: string): readonly IBar[] {
  const before = numbers(feature.reference.shares);
  const now = numbers(feature.current.shares);
  const labels = labelsOf(feature.reference);
  const bars = before.map((share, i) => ({
    label: labels[i] ?? String(i + 1),
    before: share,
    now: now[i] ?? 0
  }));
  const missing = [feature.reference.missing, feature.current.missing].map(Number);
  if (missing.some(share => share > 0)) {
    bars.push({ label: missingLabel, before: missing[0] ?? 0, now: missing[1] ?? 0 });
  }
  return bars;
}

function labelsOf(side: Readonly<Record<string, unknown>>): readonly string[] {
  if (Array.isArray(side.categories)) {
    return side.categories.map(String);
  }
  const edges = numbers(side.edges);
  return edges
    .slice(1)
    .map((edge, i) => `${formatNumber(edges[i] ?? 0)} – ${formatNumber(edge)}`);
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}
