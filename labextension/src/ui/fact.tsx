import type { ReactNode } from 'react';

/** A name and what is known under it; nothing where nothing is. Lies inside a `dl` of class `ct-Facts`. */
export function Fact(props: { name: string; children: ReactNode }): ReactNode {
  const { children } = props;
  const known = children !== null && children !== '' && children !== false;
  return (
    known && (
      <div>
        <dt>{props.name}</dt>
        <dd>{children}</dd>
      </div>
    )
  );
}

/** Something that can be opened, in a line of text. */
export function Link(props: {
  label: string;
  title?: string;
  onClick: () => void;
}): JSX.Element {
  return (
    <button className="ct-Link" title={props.title} onClick={props.onClick}>
      {props.label}
    </button>
  );
}
