import { UseSignal } from '@jupyterlab/ui-components';
import { useMemo, useState } from 'react';
import type { SweepDetail } from '../../nouns';
import { MetricChart } from '../../ui/chart';
import { Parallel } from '../../ui/parallel';
import { Part } from '../../ui/part';
import { StateView } from '../../ui/state';
import { SweepHeader } from './header';
import { axesOf, bestSoFar, pointsOf, threadsOf } from './points';
import { openPoint, type ISweepPageProps } from './services';
import { TrialsTable } from './table';

/** The page of one sweep. */
export function SweepPageBody(props: ISweepPageProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {detail => <Sweep {...props} detail={detail} />}
        </StateView>
      )}
    </UseSignal>
  );
}

function Sweep(props: ISweepPageProps & { detail: SweepDetail }): JSX.Element {
  const { detail, trans } = props;
  const { sweep, trials } = detail;
  const [hot, setHot] = useState<string | null>(null);
  const points = useMemo(() => pointsOf(sweep, trials), [sweep, trials]);
  const best = useMemo(() => bestSoFar(sweep, trials), [sweep, trials]);
  const axes = useMemo(() => axesOf(sweep, points), [sweep, points]);
  const threads = useMemo(() => threadsOf(sweep, points), [sweep, points]);
  const open = (id: string): void => {
    const point = points.find(({ point }) => String(point) === id);
    if (point) {
      openPoint(point, props);
    }
  };
  return (
    <article className="ct-RunPage-content">
      <SweepHeader {...props} points={points} />
      {points.length > 0 && (
        <Part
          className="ct-SweepPage-parallel"
          title={trans.__('Parameters and %1', sweep.metric)}
          aside={trans._n('%1 point', '%1 points', points.length)}
        >
          <Parallel
            axes={axes}
            threads={threads}
            label={trans.__('Each line is a point of the search')}
            hot={hot}
            onPoint={setHot}
            onOpen={open}
          />
        </Part>
      )}
      {best.length > 1 && (
        <Part className="ct-SweepPage-best" title={trans.__('Best so far')}>
          <MetricChart
            label={sweep.metric}
            stepLabel={trans.__('trials that ended')}
            points={best}
          />
        </Part>
      )}
      {points.length > 0 && (
        <TrialsTable {...props} points={points} hot={hot} onPoint={setHot} />
      )}
    </article>
  );
}
