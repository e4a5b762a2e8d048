import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import { useState, type ReactNode } from 'react';

/** Something that is out of the way until it is asked for. */
export function Fold(props: { label: string; children: ReactNode }): JSX.Element {
  const [open, setOpen] = useState(false);
  const Caret = open ? caretDownIcon : caretRightIcon;
  return (
    <div className="ct-Fold">
      <button
        className="ct-Fold-button"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <Caret.react tag="span" width="16px" />
        {props.label}
      </button>
      {open && props.children}
    </div>
  );
}
