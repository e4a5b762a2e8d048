import type { KeyboardEvent, ReactNode } from 'react';

interface IProps {
  id: string;
  title: ReactNode;
  mark?: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
  /** How deep it lies inside others. */
  depth?: number;
  label?: string;
  onClick?: () => void;
}

/** One row of a list: a mark, a title with something at its right, and lines below. */
export function Row(props: IProps): JSX.Element {
  const { depth = 0, onClick } = props;
  const open = (event: KeyboardEvent): void => {
    // Keys pressed in a button inside the row belong to that button.
    if (event.key === 'Enter' && event.target === event.currentTarget) {
      onClick?.();
    }
  };
  return (
    <div
      className={onClick ? 'ct-Row ct-mod-clickable' : 'ct-Row'}
      data-id={props.id}
      data-depth={depth}
      style={
        depth ? { paddingLeft: `calc(var(--ct-gap) * ${1 + 2 * depth})` } : undefined
      }
      role="listitem"
      aria-label={props.label}
      tabIndex={onClick ? 0 : undefined}
      onClick={onClick}
      onKeyDown={onClick && open}
    >
      <div className="ct-Row-head">
        {props.mark}
        <span className="ct-Row-title">{props.title}</span>
        <span className="ct-Row-aside">{props.aside}</span>
      </div>
      {props.children}
    </div>
  );
}
