import { formatNumber, signed } from '../../format';
import type { MetricRow } from '../../nouns';
import { Part } from '../../ui/part';
import type { IPageProps } from './services';

/** Every metric of every run, with its noise where there are repeats, and whether differences are real. */
export function Metrics({ found, trans }: IPageProps): JSX.Element {
  const names = [...new Set(found.metrics.map(row => row.metric))];
  return (
    <Part className="ct-ComparePage-metrics" title={trans.__('Metrics')}>
      <table className="ct-Table ct-Compared">
        <thead>
          <tr>
            <th scope="col">{trans.__('metric')}</th>
            {found.sides.map(side => (
              <th scope="col" key={side.label}>
                {side.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map(name => (
            <tr key={name} data-id={name}>
              <th scope="row">{name}</th>
              {found.metrics
                .filter(row => row.metric === name)
                .map(row => (
                  <Measured key={row.side} row={row} />
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function Measured({ row }: { row: MetricRow }): JSX.Element {
  return (
    <td data-real={row.is_real ?? 'unknown'}>
      {row.mean !== null && <strong>{formatNumber(row.mean)}</strong>}
      {row.low !== null && row.high !== null && row.mean !== null && (
        <span
          className="ct-Quiet"
          title={`${formatNumber(row.low)} … ${formatNumber(row.high)}`}
        >
          {` ± ${formatNumber(row.high - row.mean)} (n = ${row.n})`}
        </span>
      )}
      {row.verdict !== '' && (
        <div className="ct-Verdict">
          {row.difference !== null && <b>{signed(row.difference)}</b>} {row.verdict}
        </div>
      )}
    </td>
  );
}
