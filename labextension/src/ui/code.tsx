import { useEffect, useRef } from 'react';

/** Colours code inside an element. */
export type Highlight = (code: string, host: HTMLElement) => Promise<void>;

/** Code that can be read and selected, coloured as in a notebook. */
export function Code(props: { code: string; highlight: Highlight | null }): JSX.Element {
  const { code, highlight } = props;
  const host = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const pre = host.current;
    if (!pre) {
      return;
    }
    pre.textContent = code;
    if (highlight) {
      const coloured = document.createElement('pre');
      void highlight(code, coloured).then(() => {
        // Plain text stays where the highlighter gave nothing.
        if ((coloured.textContent ?? '').length >= code.trim().length) {
          pre.replaceChildren(...coloured.childNodes);
        }
      });
    }
  }, [code, highlight]);
  return <pre ref={host} className="ct-Code" />;
}
