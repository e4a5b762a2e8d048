import { formatNumber } from '../../format';
import type { Metric } from '../../nouns';
import { MetricChart } from '../../ui/chart';
import { StateView } from '../../ui/state';
import { Part } from '../../ui/part';
import type { IPageProps } from './services';

interface IProps extends IPageProps {
  metrics: readonly Metric[];
}

/** What the run measured: a number each, and a chart where there is more than one point. */
export function MetricsSection(props: IProps): JSX.Element {
  const { metrics, trans } = props;
  return (
    <Part className="ct-RunPage-metrics" title={trans.__('Metrics')}>
      <div className="ct-Tiles">
        {metrics.map(metric => (
          <div className="ct-Tile" key={metric.key} data-id={metric.key}>
            <span className="ct-Tile-key">{metric.key}</span>
            <span className="ct-Tile-value" title={metric.text}>
              {metric.value === null ? metric.text : formatNumber(metric.value)}
            </span>
          </div>
        ))}
      </div>
      <div className="ct-Charts">
        {metrics
          .filter(metric => metric.count > 1)
          .map(metric => (
            <Series key={metric.key} {...props} metric={metric} />
          ))}
      </div>
    </Part>
  );
}

function Series(props: IPageProps & { metric: Metric }): JSX.Element {
  const { metric, model, trans } = props;
  return (
    <StateView
      state={model.series(metric.key)}
      trans={trans}
      onRetry={() => void model.refresh()}
    >
      {series => (
        <MetricChart
          label={metric.key}
          stepLabel={trans.__('step')}
          points={series.points}
        />
      )}
    </StateView>
  );
}
