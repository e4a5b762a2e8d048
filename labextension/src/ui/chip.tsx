/** A short name that is attached to something. */
export function Chip(props: {
  label: string;
  title?: string;
  /** What its colour is: `champion` stands out. */
  kind?: string;
}): JSX.Element {
  return (
    <span
      className={`ct-Chip ct-mod-${props.kind ?? 'plain'}`}
      title={props.title ?? props.label}
    >
      {props.label}
    </span>
  );
}
