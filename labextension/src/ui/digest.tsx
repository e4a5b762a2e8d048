import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';

const LETTERS = 8;

/** The beginning of a digest, enough to tell contents apart; a click copies all of it. */
export function Digest(props: { digest: string; trans: TranslationBundle }): JSX.Element {
  const { digest, trans } = props;
  const [copied, setCopied] = useState(false);
  const short = digest.slice(0, LETTERS);
  return (
    <button
      className="ct-Digest"
      title={copied ? trans.__('Copied') : trans.__('Copy the digest %1', digest)}
      aria-label={trans.__('Copy the digest that begins with %1', short)}
      onClick={() => {
        Clipboard.copyToSystem(digest);
        setCopied(true);
      }}
      onMouseLeave={() => {
        setCopied(false);
      }}
    >
      {copied ? trans.__('copied') : short}
    </button>
  );
}
