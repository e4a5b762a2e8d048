import type { Metric } from '../../nouns';
import { MetricChart } from '../../ui/chart';
import { StateView } from '../../ui/state';
import { Part } from '../../ui/part';
import { Tiles } from '../../ui/tiles';
import type { IPageProps } from './services';

interface IProps extends IPageProps {
  metrics: readonly Metric[];
}

/** What the run measured: a number each, and a chart where there is more than one point. */
export function MetricsSection(props: IProps): JSX.Element {
  const { metrics, trans } = props;
  return (
    <Part className="ct-RunPage-metrics" title={trans.__('Metrics')}>
      <Tiles metrics={metrics} trans={trans} />
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
