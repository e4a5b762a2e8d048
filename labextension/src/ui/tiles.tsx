import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import { formatNumber } from '../format';
import type { Metric } from '../nouns';

/** How many metrics are shown before anybody asks for more: a long notebook may have thousands. */
const MOST = 24;

/** The newest value of each metric. */
export function Tiles(props: {
  metrics: readonly Metric[];
  trans: TranslationBundle;
}): JSX.Element {
  const { metrics, trans } = props;
  const [all, setAll] = useState(false);
  const more = metrics.length - MOST;
  return (
    <div className="ct-Tiles">
      {(all ? metrics : metrics.slice(0, MOST)).map(metric => (
        <div className="ct-Tile" key={metric.key} data-id={metric.key}>
          <span className="ct-Tile-key">{metric.key}</span>
          <span className="ct-Tile-value" title={metric.text}>
            {metric.value === null ? metric.text : formatNumber(metric.value)}
          </span>
        </div>
      ))}
      {more > 0 && !all && (
        <button
          className="ct-Link ct-Tiles-more"
          onClick={() => {
            setAll(true);
          }}
        >
          {trans._n('Show another one', 'Show %1 more', more)}
        </button>
      )}
    </div>
  );
}
