import type { ReactNode } from 'react';

/** What a panel shows before there is anything: what will be here, and what to do first. */
export function Empty(props: { title: string; children?: ReactNode }): JSX.Element {
  return (
    <div className="ct-Empty">
      <p className="ct-Empty-title">{props.title}</p>
      {props.children}
    </div>
  );
}
