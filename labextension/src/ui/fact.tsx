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

/** A thing that is known by its id and can be opened, in a line of text. */
export function LinkTo(props: {
  id: string;
  label: string;
  onOpen: (id: string) => void;
}): JSX.Element {
  const { id, label, onOpen } = props;
  return (
    <Link
      label={label}
      title={id}
      onClick={() => {
        onOpen(id);
      }}
    />
  );
}
