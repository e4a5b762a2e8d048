/** A moment of a trend: what was measured and what it was at the start; null where that is not known. */
export interface ITrendPoint {
  readonly id: string;
  readonly value: number | null;
  readonly reference: number | null;
  readonly title: string;
}

/** How wide one point is in the picture's own units. */
const UNIT = 100;
const HEIGHT = 100;
/** Room above and below, so that dots are not cut. */
const MARGIN = 12;

/** A line with its reference as a dashed one. It fills its host: each point has an equal share of the width. */
export function Trend(props: {
  points: readonly ITrendPoint[];
  label: string;
}): JSX.Element {
  const { label, points } = props;
  const place = placesOf(points);
  return (
    <div className="ct-Trend" role="img" aria-label={label}>
      <svg
        viewBox={`0 0 ${points.length * UNIT} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path className="ct-Trend-reference" d={referencePath(points, place)} />
        <path className="ct-Trend-line" d={linePath(points, place)} />
      </svg>
      {points.map((point, i) => (
        <span
          key={point.id}
          className={
            point.value === null ? 'ct-Trend-point ct-mod-none' : 'ct-Trend-point'
          }
          style={{
            left: `${(100 * i) / points.length}%`,
            width: `${100 / points.length}%`
          }}
          title={point.title}
        >
          {point.value !== null && <i style={{ top: `${place(point.value)}%` }} />}
        </span>
      ))}
    </div>
  );
}

/** How far down a value lies, from 0 to `HEIGHT`. */
export type Place = (value: number) => number;

/** Spread the values over the height; values that are all alike lie in the middle. */
export function placesOf(points: readonly ITrendPoint[]): Place {
  const values = points
    .flatMap(point => [point.value, point.reference])
    .filter(value => value !== null);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = HEIGHT - 2 * MARGIN;
  return value =>
    high > low ? MARGIN + (room * (high - value)) / (high - low) : HEIGHT / 2;
}

/** The path through the middle of each known point; it breaks where one is unknown. */
export function linePath(points: readonly ITrendPoint[], place: Place): string {
  return points
    .map(({ value }, i) => {
      if (value === null) {
        return '';
      }
      const before = points[i - 1]?.value ?? null;
      return `${before === null ? 'M' : 'L'}${(i + 0.5) * UNIT} ${place(value)}`;
    })
    .join('');
}

/** A level stretch for each point: another model has another reference. */
function referencePath(points: readonly ITrendPoint[], place: Place): string {
  return points
    .map(({ reference }, i) =>
      reference === null
        ? ''
        : `M${i * UNIT} ${place(reference)}L${(i + 1) * UNIT} ${place(reference)}`
    )
    .join('');
}
