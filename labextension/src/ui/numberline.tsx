/** A place on a line of numbers; it may have a name. */
export interface IMark {
  readonly at: number;
  readonly name?: string;
}

/** The room that some numbers take, with a little on either side. */
export function rangeOf(
  values: readonly (number | null)[]
): readonly [low: number, high: number] {
  const known = values.filter(value => value !== null && Number.isFinite(value));
  const low = Math.min(...(known as number[]), Infinity);
  const high = Math.max(...(known as number[]), -Infinity);
  if (!(low <= high)) {
    return [0, 1];
  }
  const margin = (high - low) * 0.08 || Math.abs(low) * 0.08 || 1;
  return [low - margin, high + margin];
}

/** Marks on a line from low to high, and a dot where something was measured. */
export function NumberLine(props: {
  range: readonly [low: number, high: number];
  marks: readonly IMark[];
  dot?: number | null;
  label: string;
}): JSX.Element {
  const { dot = null, label, marks, range } = props;
  const place = (value: number): string =>
    `${(100 * (value - range[0])) / (range[1] - range[0])}%`;
  return (
    <div className="ct-NumberLine" role="img" aria-label={label} title={label}>
      {marks.map(({ at, name }, i) => (
        <span className="ct-NumberLine-mark" key={i} style={{ left: place(at) }}>
          {name}
        </span>
      ))}
      {dot !== null && (
        <span className="ct-NumberLine-dot" style={{ left: place(dot) }} />
      )}
    </div>
  );
}
