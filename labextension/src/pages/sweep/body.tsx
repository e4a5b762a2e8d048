import { UseSignal } from '@jupyterlab/ui-components';
import { useMemo, useState } from 'react';
import { MetricChart } from '../../ui/chart';
import { Parallel } from '../../ui/parallel';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import { SweepHeader } from './header';
import { Importances } from './importances';
import {
  axesOf,
  bestSoFar,
  pointsOf,
  threadsOf,
  type IFoundSweep,
  type ISweepPoint
} from './points';
import { openPoint, type ISweepPageProps } from './services';
import { TrialsTable } from './table';

/** The page of one sweep. */
export function SweepPageBody(props: ISweepPageProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {found => <Sweep {...props} found={found} />}
        </StateView>
      )}
    </UseSignal>
  );
}

function Sweep(props: ISweepPageProps & { found: IFoundSweep }): JSX.Element {
  const { found, trans } = props;
  const { detail, summary } = found;
  const { sweep } = detail;
  const [hot, setHot] = useState<string | null>(null);
  const points = useMemo(() => pointsOf(found), [found]);
  const best = useMemo(() => bestSoFar(summary), [summary]);
  return (
    <article className="ct-RunPage-content">
      <SweepHeader {...props} detail={detail} points={points} />
      {points.length > 0 && (
        <Part
          className="ct-SweepPage-parallel"
          title={trans.__('Parameters and %1', sweep.metric)}
          aside={trans._n('%1 point', '%1 points', points.length)}
        >
          <Lines {...props} points={points} hot={hot} onPoint={setHot} />
        </Part>
      )}
      {best.length > 1 && (
        <Part className="ct-SweepPage-best" title={trans.__('Best so far')}>
          <MetricChart
            label={sweep.metric}
            stepLabel={trans.__('points that ended')}
            points={best}
          />
        </Part>
      )}
      {summary.importances.length > 0 && (
        <Importances importances={summary.importances} trans={trans} />
      )}
      {points.length > 0 && (
        <TrialsTable
          {...props}
          detail={detail}
          points={points}
          hot={hot}
          onPoint={setHot}
        />
      )}
    </article>
  );
}

/** A line for each point, through its parameters and what it measured. */
function Lines(
  props: ISweepPageProps & {
    found: IFoundSweep;
    points: readonly ISweepPoint[];
    hot: string | null;
    onPoint: (id: string | null) => void;
  }
): JSX.Element {
  const { found, hot, onPoint, points, trans } = props;
  const { sweep } = found.detail;
  const open = (id: string): void => {
    const point = points.find(({ point }) => String(point) === id);
    if (point) {
      openPoint(point, props);
    }
  };
  return (
    <Parallel
      axes={axesOf(sweep, points)}
      threads={threadsOf(sweep, points)}
      label={trans.__('Each line is a point of the search')}
      hot={hot}
      onPoint={onPoint}
      onOpen={open}
    />
  );
}
