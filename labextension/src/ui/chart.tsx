import { useEffect, useRef } from 'react';
import type { MetricPoint } from '../nouns';
import type { Line, Plot } from './plot';

/** How a metric went, step by step. The plotting library comes only when a chart is drawn. */
export function MetricChart(props: {
  label: string;
  stepLabel: string;
  points: readonly MetricPoint[];
}): JSX.Element {
  const { label, points, stepLabel } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const line = useRef<Line>([[], []]);
  line.current = [points.map(point => point.step), points.map(point => point.value)];

  useEffect(() => {
    let gone = false;
    void import('./plot').then(({ Plot }) => {
      if (!gone && host.current) {
        plot.current = new Plot(host.current, line.current, [stepLabel, label]);
      }
    });
    return () => {
      gone = true;
      plot.current?.dispose();
      plot.current = null;
    };
  }, [label, stepLabel]);

  useEffect(() => {
    if (plot.current) {
      plot.current.line = line.current;
    }
  }, [points]);

  return <div ref={host} className="ct-Chart" data-points={points.length} />;
}
