import { Button } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';

/** What can be done with a row. Clicks stay here: they do not open the row. */
export function Actions(props: { label: string; children: ReactNode }): JSX.Element {
  return (
    <div
      className="ct-Actions"
      role="group"
      aria-label={props.label}
      onClick={event => {
        event.stopPropagation();
      }}
    >
      {props.children}
    </div>
  );
}

/** One thing that can be done. */
export function Action(props: {
  name: string;
  label: string;
  title?: string;
  disabled?: boolean;
  /** Whether what it unfolds is unfolded; undefined where it unfolds nothing. */
  expanded?: boolean;
  onClick: () => void;
}): JSX.Element {
  return (
    <Button
      className="ct-Action"
      data-action={props.name}
      aria-expanded={props.expanded}
      minimal
      small
      disabled={props.disabled ?? false}
      title={props.title ?? props.label}
      onClick={props.onClick}
    >
      {props.label}
    </Button>
  );
}
