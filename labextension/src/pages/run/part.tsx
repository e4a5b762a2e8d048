import type { ReactNode } from 'react';

/** One titled part of the page. */
export function Part(props: {
  name: string;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}): JSX.Element {
  return (
    <section className={`ct-Part ct-RunPage-${props.name}`} aria-label={props.title}>
      <h2 className="ct-Part-title">
        {props.title}
        {props.aside && <span className="ct-Part-aside">{props.aside}</span>}
      </h2>
      {props.children}
    </section>
  );
}
