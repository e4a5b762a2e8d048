import type { DriftReport, FeatureDrift } from '../../nouns';

/** From this distance on, a change is drawn in full colour. */
const LARGE = 0.5;

/** One column of data over all windows. */
export interface IMapRow {
  readonly name: string;
  readonly role: FeatureDrift['role'];
  /** What each report says of it, oldest first; null where a report does not know it. */
  readonly cells: readonly (FeatureDrift | null)[];
}

/** Lay reports out as rows of features and columns of windows: what moved most comes first. */
export function heatMap(newestFirst: readonly DriftReport[]): readonly IMapRow[] {
  const reports = [...newestFirst].reverse();
  const roles = new Map<string, FeatureDrift['role']>();
  for (const feature of reports.flatMap(report => report.features)) {
    roles.set(feature.name, feature.role);
  }
  const rows = [...roles].map(([name, role]) => ({
    name,
    role,
    cells: reports.map(
      report => report.features.find(feature => feature.name === name) ?? null
    )
  }));
  const most = (row: IMapRow): number =>
    Math.max(...row.cells.map(cell => cell?.distance ?? 0));
  return rows.sort((a, b) => rank(a) - rank(b) || most(b) - most(a));
}

/** How strongly a distance is coloured, from 0 to 1. */
export function strength(distance: number): number {
  return Math.min(1, Math.max(0, distance) / LARGE);
}

/** What a window is called: its name, else the time it spans. */
export function windowName({ window }: DriftReport): string {
  if (window.name !== '') {
    return window.name;
  }
  const format = (at: number): string =>
    new Date(at * 1000).toLocaleString(undefined, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit'
    });
  return `${format(window.from_at)} – ${format(window.to_at)}`;
}

/** What goes in is above what comes out. */
function rank({ role }: IMapRow): number {
  return ['feature', 'prediction', 'label'].indexOf(role);
}
