import { formatNumber } from '../format';
import type { Metric } from '../nouns';

/** The newest value of each metric. */
export function Tiles(props: { metrics: readonly Metric[] }): JSX.Element {
  return (
    <div className="ct-Tiles">
      {props.metrics.map(metric => (
        <div className="ct-Tile" key={metric.key} data-id={metric.key}>
          <span className="ct-Tile-key">{metric.key}</span>
          <span className="ct-Tile-value" title={metric.text}>
            {metric.value === null ? metric.text : formatNumber(metric.value)}
          </span>
        </div>
      ))}
    </div>
  );
}
