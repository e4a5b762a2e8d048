import { useEffect, useRef, useState } from 'react';
import type { IAxis } from './axis';

/** One thing drawn through all axes. */
export interface IThread {
  readonly id: string;
  /** A value for each axis. */
  readonly values: readonly unknown[];
  /** How good it is, from 0 to 1; null where that is not known. */
  readonly tone: number | null;
  readonly isBest: boolean;
  readonly title: string;
}

const HEIGHT = 260;
const TOP = 34;
const BOTTOM = 14;
const SIDE = 64;
const USUAL_WIDTH = 720;

/** Parallel coordinates: an axis for each quantity, a line for each thing. */
export function Parallel(props: {
  axes: readonly IAxis[];
  threads: readonly IThread[];
  label: string;
  /** The line that stands out, because somebody points at it here or elsewhere. */
  hot: string | null;
  onPoint: (id: string | null) => void;
  onOpen: (id: string) => void;
}): JSX.Element {
  const { axes, hot, label, onOpen, onPoint, threads } = props;
  const [host, width] = useWidth();
  const x = (i: number): number =>
    axes.length > 1 ? SIDE + (i * (width - 2 * SIDE)) / (axes.length - 1) : width / 2;
  return (
    <div ref={host} className="ct-Parallel" data-hot={hot ?? undefined}>
      <svg width={width} height={HEIGHT} role="img" aria-label={label}>
        {inOrder(threads, hot).map(thread => (
          <Thread
            key={thread.id}
            thread={thread}
            d={pathOf(thread, axes, x)}
            isHot={thread.id === hot}
            onPoint={onPoint}
            onOpen={onOpen}
          />
        ))}
        {axes.map((axis, i) => (
          <Axis key={axis.name} axis={axis} x={x(i)} room={roomFor(axes.length, width)} />
        ))}
      </svg>
    </div>
  );
}

/** How far down a share of the height lies. */
export function downOf(at: number): number {
  return TOP + (1 - at) * (HEIGHT - TOP - BOTTOM);
}

/** The line through the axes; it breaks where a value is not known. */
export function pathOf(
  thread: IThread,
  axes: readonly IAxis[],
  x: (axis: number) => number
): string {
  let pen = 'M';
  return axes
    .map((axis, i) => {
      const at = axis.place(thread.values[i]);
      if (at === null) {
        pen = 'M';
        return '';
      }
      const step = `${pen}${x(i).toFixed(1)} ${downOf(at).toFixed(1)}`;
      pen = 'L';
      return step;
    })
    .join('');
}

/** What is to be seen is drawn last: the good over the bad, the best over all, and what one points at. */
function inOrder(threads: readonly IThread[], hot: string | null): readonly IThread[] {
  const rank = (thread: IThread): number =>
    thread.id === hot ? 3 : thread.isBest ? 2 : (thread.tone ?? -1);
  return [...threads].sort((a, b) => rank(a) - rank(b));
}

function Thread(props: {
  thread: IThread;
  d: string;
  isHot: boolean;
  onPoint: (id: string | null) => void;
  onOpen: (id: string) => void;
}): JSX.Element {
  const { d, isHot, onOpen, onPoint, thread } = props;
  const { id, isBest, title, tone } = thread;
  const kinds = [
    isBest && 'ct-mod-best',
    isHot && 'ct-mod-hot',
    tone === null && 'ct-mod-none'
  ];
  return (
    <g
      className={['ct-Thread', ...kinds].filter(Boolean).join(' ')}
      data-id={id}
      style={{ '--ct-tone': `${Math.round(100 * (tone ?? 0))}%` } as React.CSSProperties}
      onMouseEnter={() => {
        onPoint(id);
      }}
      onMouseLeave={() => {
        onPoint(null);
      }}
      onClick={() => {
        onOpen(id);
      }}
    >
      <title>{title}</title>
      <path className="ct-Thread-line" d={d} />
      <path className="ct-Thread-touch" d={d} />
    </g>
  );
}

function Axis(props: { axis: IAxis; x: number; room: number }): JSX.Element {
  const { axis, room, x } = props;
  return (
    <g className="ct-Axis" transform={`translate(${x.toFixed(1)} 0)`}>
      <title>{axis.name}</title>
      <line y1={downOf(1)} y2={downOf(0)} />
      <text className="ct-Axis-name" y={14} textAnchor="middle">
        {shortened(axis.name, room)}
      </text>
      {axis.ticks.map(tick => (
        <text className="ct-Axis-tick" key={tick.at} x={6} y={downOf(tick.at) + 3}>
          {shortened(tick.label, room)}
        </text>
      ))}
    </g>
  );
}

/** How many letters there is room for between two axes. */
function roomFor(axes: number, width: number): number {
  return Math.max(6, Math.floor((width - 2 * SIDE) / Math.max(1, axes - 1) / 7) - 2);
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The width of an element, told again when it changes. */
function useWidth(): [React.RefObject<HTMLDivElement>, number] {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(USUAL_WIDTH);
  useEffect(() => {
    const { current } = host;
    if (!current) {
      return;
    }
    const observer = new ResizeObserver(() => {
      if (current.clientWidth) {
        setWidth(current.clientWidth);
      }
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [host, width];
}
