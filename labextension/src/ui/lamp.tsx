/** An amber lamp: what it hangs on is older than what it was made from. */
export function Lamp(props: { label: string }): JSX.Element {
  return (
    <span className="ct-Lamp" role="img" aria-label={props.label} title={props.label} />
  );
}
