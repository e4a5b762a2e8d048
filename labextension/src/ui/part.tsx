import type { ReactNode } from 'react';

/** One titled part of a page. */
export function Part(props: {
  /** The class name by which it is known: `ct-RunPage-metrics`. */
  className: string;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}): JSX.Element {
  return (
    <section className={`ct-Part ${props.className}`} aria-label={props.title}>
      <h2 className="ct-Part-title">
        {props.title}
        {props.aside && <span className="ct-Part-aside">{props.aside}</span>}
      </h2>
      {props.children}
    </section>
  );
}
