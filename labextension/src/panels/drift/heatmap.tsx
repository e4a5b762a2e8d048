import type { TranslationBundle } from '@jupyterlab/translation';
import type { CSSProperties, JSX } from 'react';
import { formatNumber } from '../../format';
import type { DriftReport, FeatureDrift } from '../../nouns';
import { heatMap, strength, windowName } from './map';

interface IProps {
  /** Newest first. */
  reports: readonly DriftReport[];
  unfolded: string | null;
  trans: TranslationBundle;
  onSelect: (report: string) => void;
}

/** Features by windows, the stronger coloured the further from the training data. */
export function HeatMap(props: IProps): JSX.Element {
  const { reports, trans } = props;
  const windows = [...reports].reverse();
  return (
    <div className="ct-HeatMap">
      <table aria-label={trans.__('How far each column is from the training data')}>
        <tbody>
          {heatMap(reports).map(row => (
            <tr key={row.name} data-role={row.role}>
              <th scope="row" title={row.name}>
                {row.name}
              </th>
              {row.cells.map((cell, i) => {
                const report = windows[i];
                return (
                  report && (
                    <Cell key={report.id} {...props} report={report} cell={cell} />
                  )
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {windows.map(report => (
              <th key={report.id} scope="col" data-verdict={report.verdict}>
                <span>{windowName(report)}</span>
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
      <Legend trans={trans} />
    </div>
  );
}

function Cell(
  props: IProps & { report: DriftReport; cell: FeatureDrift | null }
): JSX.Element {
  const { cell, onSelect, report, trans, unfolded } = props;
  const window = windowName(report);
  const label = cell
    ? trans.__('%1 in %2: distance %3', cell.name, window, formatNumber(cell.distance))
    : trans.__('%1: not known', window);
  return (
    <td
      data-report={report.id}
      className={unfolded === report.id ? 'ct-mod-unfolded' : undefined}
    >
      <button
        className={cell?.drifted ? 'ct-mod-drifted' : undefined}
        style={
          {
            '--ct-heat': `${100 * strength(cell?.distance ?? 0)}%`
          } as CSSProperties
        }
        title={label}
        aria-label={label}
        onClick={() => {
          onSelect(report.id);
        }}
      />
    </td>
  );
}

function Legend(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  return (
    <div className="ct-HeatMap-legend">
      <span>{trans.__('as in training')}</span>
      <span className="ct-HeatMap-scale" />
      <span>{trans.__('far from it')}</span>
      <span className="ct-HeatMap-dot" />
      <span>{trans.__('drifted')}</span>
    </div>
  );
}
