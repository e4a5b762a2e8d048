import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, checkIcon, copyIcon } from '@jupyterlab/ui-components';
import { useState, type ReactNode } from 'react';

/** One line to take along: it is cut where the panel ends, but copied whole. */
export function CopyLine(props: {
  text: string;
  label: string;
  trans: TranslationBundle;
  children?: ReactNode;
}): JSX.Element {
  const { children, label, text, trans } = props;
  const [copied, setCopied] = useState(false);
  const title = copied ? trans.__('Copied') : label;
  const Icon = copied ? checkIcon : copyIcon;
  return (
    <div className="ct-Copy">
      <span className="ct-Copy-text" title={text}>
        {children ?? text}
      </span>
      <Button
        className="ct-Copy-button"
        minimal
        small
        title={title}
        aria-label={title}
        onClick={() => {
          Clipboard.copyToSystem(text);
          setCopied(true);
        }}
        onMouseLeave={() => {
          setCopied(false);
        }}
      >
        <Icon.react tag="span" width="14px" />
      </Button>
    </div>
  );
}
