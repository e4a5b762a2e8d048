import type { CSSProperties } from 'react';

/** A bin or a category: which share of the rows it had, and has. */
export interface IBin {
  readonly label: string;
  readonly title: string;
  readonly reference: number;
  readonly current: number;
}

/** The largest share, which takes the whole room. */
export function largestShare(bins: readonly IBin[]): number {
  return Math.max(...bins.flatMap(bin => [bin.reference, bin.current]), Number.EPSILON);
}

/** The height or width of a bar, in percent of the room; what is there at all can be seen. */
export function barSize(share: number, largest: number): number {
  return share > 0 ? Math.max(1, (100 * share) / largest) : 0;
}

/** Bins of numbers from left to right: what was and what is, side by side. */
export function Histogram(props: {
  bins: readonly IBin[];
  label: string;
  /** What stands below the left and the right end. */
  ends: readonly [string, string];
}): JSX.Element {
  const largest = largestShare(props.bins);
  return (
    <div
      className="ct-Histogram"
      role="img"
      aria-label={props.label}
      style={{ '--ct-bins': props.bins.length } as CSSProperties}
    >
      <div className="ct-Histogram-bins">
        {props.bins.map((bin, i) => (
          <span className="ct-Histogram-bin" key={i} title={bin.title}>
            <i
              className="ct-Bar ct-mod-reference"
              style={{ height: `${barSize(bin.reference, largest)}%` }}
            />
            <i
              className="ct-Bar ct-mod-current"
              style={{ height: `${barSize(bin.current, largest)}%` }}
            />
          </span>
        ))}
      </div>
      <div className="ct-Histogram-ends">
        <span>{props.ends[0]}</span>
        <span>{props.ends[1]}</span>
      </div>
    </div>
  );
}

/** Categories from top to bottom: what was and what is, below each other. */
export function CategoryBars(props: {
  bins: readonly IBin[];
  label: string;
}): JSX.Element {
  const largest = largestShare(props.bins);
  return (
    <div className="ct-Categories" role="img" aria-label={props.label}>
      {props.bins.map((bin, i) => (
        <div className="ct-Category" key={i} title={bin.title}>
          <span className="ct-Category-name">{bin.label}</span>
          <span className="ct-Category-bars">
            <i
              className="ct-Bar ct-mod-reference"
              style={{ width: `${barSize(bin.reference, largest)}%` }}
            />
            <i
              className="ct-Bar ct-mod-current"
              style={{ width: `${barSize(bin.current, largest)}%` }}
            />
          </span>
        </div>
      ))}
    </div>
  );
}
