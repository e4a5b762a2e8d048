import { formatNumber } from '../../format';
import { labelOf, metricsOf } from '../../registry/versions';
import { Link } from '../../ui/fact';
import { Part } from '../../ui/part';
import type { IVersionProps } from './services';

/** What it measured, beside what the champion measured. */
export function MetricsPart(props: IVersionProps): JSX.Element | null {
  const { found, onOpenVersion, trans } = props;
  const { champion, version } = found;
  const metrics = metricsOf(version);
  if (!Object.keys(metrics).length) {
    return null;
  }
  return (
    <Part className="ct-VersionPage-metrics" title={trans.__('Metrics')}>
      <table className="ct-Table ct-mod-numbers">
        <thead>
          <tr>
            <th scope="col">{trans.__('metric')}</th>
            <th scope="col">{trans.__('this version')}</th>
            {champion && (
              <>
                <th scope="col">
                  <Link
                    label={trans.__('champion %1', champion.number)}
                    onClick={() => {
                      onOpenVersion(labelOf(champion));
                    }}
                  />
                </th>
                <th scope="col">{trans.__('difference')}</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {Object.entries(metrics).map(([name, value]) => (
            <tr key={name} data-id={name}>
              <th scope="row">{name}</th>
              <td>{formatNumber(value)}</td>
              {champion && <Beside value={value} other={champion.metrics[name]} />}
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function Beside(props: { value: number; other: number | undefined }): JSX.Element {
  const { other, value } = props;
  if (other === undefined) {
    return (
      <>
        <td>–</td>
        <td>–</td>
      </>
    );
  }
  const difference = value - other;
  return (
    <>
      <td>{formatNumber(other)}</td>
      <td>{`${difference < 0 ? '−' : '+'}${formatNumber(Math.abs(difference))}`}</td>
    </>
  );
}
