import uPlot from 'uplot';
import { formatNumber } from '../format';
import 'uplot/dist/uPlot.min.css';

const HEIGHT = 180;
/** How far marks on the axis of steps may lie apart: there are no half steps. */
const STEPS = [1, 2, 5].flatMap(unit =>
  Array.from({ length: 10 }, (_, i) => unit * 10 ** i)
);
STEPS.sort((a, b) => a - b);

/** The points of a line: where and how high. */
export type Line = [x: readonly number[], y: readonly (number | null)[]];

/** What the legend calls the two. */
export type Names = [x: string, y: string];

/** A line chart that fills its host and follows its width and the theme. */
export class Plot {
  constructor(
    private readonly _host: HTMLElement,
    line: Line,
    names: Names
  ) {
    this._plot = new uPlot(
      Private.options(names, _host.clientWidth),
      Private.data(line),
      _host
    );
    this._resized.observe(_host);
    this._themed.observe(document.body, { attributeFilter: ['data-jp-theme-name'] });
  }

  set line(line: Line) {
    this._plot.setData(Private.data(line));
  }

  dispose(): void {
    this._resized.disconnect();
    this._themed.disconnect();
    this._plot.destroy();
  }

  private readonly _plot: uPlot;
  private readonly _resized = new ResizeObserver(() => {
    this._plot.setSize({ width: this._host.clientWidth, height: HEIGHT });
  });
  private readonly _themed = new MutationObserver(() => {
    this._plot.redraw(false, true);
  });
}

namespace Private {
  /** The value a variable of the theme has now: a canvas does not know variables. */
  function colour(variable: string): () => string {
    return () => getComputedStyle(document.body).getPropertyValue(variable).trim();
  }

  /** A number on an axis: marks that lie close together are told apart. */
  function written(value: number): string {
    return String(Number(value.toPrecision(6)));
  }

  /** What the legend says: the point under the mouse, else the last one. */
  function pointed(plot: uPlot, value: number | null, series: number): string {
    const last = plot.data[series]?.at(-1) ?? null;
    const shown = value ?? last;
    return shown === null ? '' : formatNumber(shown);
  }

  export function data([x, y]: Line): uPlot.AlignedData {
    return [[...x], [...y]];
  }

  export function options([x, y]: Names, width: number): uPlot.Options {
    const axis: uPlot.Axis = {
      stroke: colour('--jp-ui-font-color2'),
      grid: { stroke: colour('--jp-border-color2'), width: 1 },
      ticks: { stroke: colour('--jp-border-color2'), width: 1 },
      font: '11px sans-serif'
    };
    return {
      width,
      height: HEIGHT,
      scales: { x: { time: false } },
      cursor: { y: false },
      legend: { live: true },
      axes: [
        { ...axis, incrs: STEPS },
        { ...axis, size: 56, values: (_, splits) => splits.map(written) }
      ],
      series: [
        { label: x, value: pointed },
        {
          label: y,
          value: pointed,
          stroke: colour('--jp-brand-color1'),
          width: 1.5,
          spanGaps: false
        }
      ]
    };
  }
}
