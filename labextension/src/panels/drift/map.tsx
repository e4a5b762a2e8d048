import type { TranslationBundle } from '@jupyterlab/translation';
import { formatNumber, formatShare } from '../../format';
import type { Decision, DriftReport, FeatureDrift } from '../../nouns';
import {
  Heatmap,
  type IHeatCell,
  type IHeatColumn,
  type IHeatRow
} from '../../ui/heatmap';
import { Trend, type ITrendPoint } from '../../ui/trend';
import { wordFor } from '../../words';
import { HeatLegend } from './legend';
import {
  formatDistance,
  mainMetric,
  rowsOf,
  windowLabel,
  windowsOf,
  type IFeatureRow
} from './table';

interface IProps {
  reports: readonly DriftReport[];
  decisions: readonly Decision[];
  /** The report that is open. */
  open: string | null;
  trans: TranslationBundle;
  onOpen: (report: string) => void;
}

/** Features by windows, and below each window how good the model really was. */
export function DriftMap(props: IProps): JSX.Element {
  const { reports, trans } = props;
  const windows = windowsOf(reports);
  const rows = (...roles: FeatureDrift['role'][]): IHeatRow[] =>
    roles.flatMap(role => rowsOf(windows, role)).map(row => heatRow(row, windows, trans));
  return (
    <div className="ct-DriftMap">
      <Heatmap
        columns={windows.map(report => columnOf(report, props))}
        groups={[rows('feature'), rows('prediction', 'label')]}
        label={trans.__('Drift of each feature in each window')}
        unknown={trans.__('Not compared: too few rows, or no reference')}
        onSelect={props.onOpen}
      >
        <Outcomes {...props} windows={windows} />
      </Heatmap>
      <HeatLegend trans={trans} />
    </div>
  );
}

function columnOf(report: DriftReport, props: IProps): IHeatColumn {
  const { trans } = props;
  const label = windowLabel(report);
  const version = `${report.model}/${report.version}`;
  const verdict = wordFor(report.verdict, trans);
  return {
    id: report.id,
    label,
    title: trans.__('%1 against %2: %3', label, version, verdict),
    group: trans.__('v%1', report.version),
    groupTitle: trans.__('Compared with the training data of %1', version),
    selected: report.id === props.open
  };
}

function heatRow(
  row: IFeatureRow,
  windows: readonly DriftReport[],
  trans: TranslationBundle
): IHeatRow {
  return {
    name: row.name,
    title: row.name,
    cells: row.features.map((feature, i) => {
      const report = windows[i];
      return feature && report ? cellOf(feature, windowLabel(report), trans) : null;
    })
  };
}

function cellOf(
  feature: FeatureDrift,
  window: string,
  trans: TranslationBundle
): IHeatCell {
  const { distance, drifted, name, p_value } = feature;
  const numbers = trans.__(
    '%1 in %2\nPSI %3, p %4',
    name,
    window,
    formatDistance(distance),
    formatNumber(p_value)
  );
  return {
    distance,
    marked: drifted,
    title: drifted ? `${numbers}\n${trans.__('drifted')}` : numbers
  };
}

/** Under each window: the true performance and what was decided. */
function Outcomes(props: IProps & { windows: readonly DriftReport[] }): JSX.Element {
  const { decisions, trans, windows } = props;
  const metric = mainMetric(windows);
  const decided = new Map(decisions.map(decision => [decision.report_id, decision]));
  return (
    <tbody className="ct-Heatmap-outcomes">
      {decisions.length > 0 && (
        <tr>
          <th scope="row">{trans.__('decision')}</th>
          {windows.map(report => (
            <DecisionCell
              key={report.id}
              decision={decided.get(report.id) ?? null}
              trans={trans}
            />
          ))}
        </tr>
      )}
      {metric !== null && <Performance metric={metric} windows={windows} trans={trans} />}
    </tbody>
  );
}

const MARKS: Readonly<Record<Decision['action'], string>> = {
  retrain: '↻',
  alert: '!',
  wait: '·'
};

function DecisionCell(props: {
  decision: Decision | null;
  trans: TranslationBundle;
}): JSX.Element {
  const { decision, trans } = props;
  if (!decision) {
    return <td className="ct-DecisionMark" />;
  }
  const title = [wordFor(decision.action, trans), ...decision.reasons, decision.outcome];
  return (
    <td
      className="ct-DecisionMark"
      data-action={decision.action}
      title={title.filter(Boolean).join('\n')}
    >
      {MARKS[decision.action]}
    </td>
  );
}

function Performance(props: {
  metric: string;
  windows: readonly DriftReport[];
  trans: TranslationBundle;
}): JSX.Element {
  const { metric, trans, windows } = props;
  const points = windows.map(report => pointOf(report, metric, trans));
  const newest = points.findLast(point => point.value !== null);
  return (
    <tr className="ct-Performance">
      <th scope="row" title={trans.__('%1 by window; dashed: at registration', metric)}>
        <span>{metric}</span>
        <strong>{formatNumber(newest?.value ?? null)}</strong>
      </th>
      <td colSpan={windows.length}>
        <Trend points={points} label={trans.__('%1 by window', metric)} />
      </td>
    </tr>
  );
}

function pointOf(
  report: DriftReport,
  metric: string,
  trans: TranslationBundle
): ITrendPoint {
  const value = report.performance[metric] ?? null;
  const reference = report.reference_performance[metric] ?? null;
  const label = windowLabel(report);
  const known =
    value === null
      ? trans.__('%1: no labels have come', label)
      : trans.__('%1: %2 %3', label, metric, formatNumber(value));
  const before =
    reference === null
      ? ''
      : `\n${trans.__('at registration: %1', formatNumber(reference))}`;
  const labelled = `\n${trans.__(
    'labelled: %1',
    formatShare(report.window.labelled_rows / Math.max(1, report.window.rows))
  )}`;
  return { id: report.id, value, reference, title: known + before + labelled };
}
