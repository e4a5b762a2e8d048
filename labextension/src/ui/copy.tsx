import { copyIcon, checkIcon } from '@jupyterlab/ui-components';
import { useState, type JSX } from 'react';

const SHOWN_MS = 1500;

/** A button that copies a text; the text may have to be made first. */
export function CopyButton(props: {
  label: string;
  title: string;
  text: () => Promise<string | null> | string;
}): JSX.Element {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const text = await props.text();
    if (text === null) {
      return;
    }
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => {
      setCopied(false);
    }, SHOWN_MS);
  };
  const Icon = copied ? checkIcon : copyIcon;
  return (
    <button className="ct-Link ct-Copy" title={props.title} onClick={() => void copy()}>
      <Icon.react tag="span" height="12px" width="12px" />
      {props.label}
    </button>
  );
}
