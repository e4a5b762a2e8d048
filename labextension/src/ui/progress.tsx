/** How far something is; without a known end it only says what is done. */
export function Progress(props: {
  done: number;
  total: number | null;
  label: string;
  tone?: string;
}): JSX.Element | null {
  const { done, total } = props;
  if (!total) {
    return null;
  }
  const percent = Math.min(100, (100 * done) / total);
  return (
    <div
      className={`ct-Progress ct-mod-${props.tone ?? 'running'}`}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-label={props.label}
      title={props.label}
    >
      <div className="ct-Progress-bar" style={{ width: `${percent}%` }} />
    </div>
  );
}
