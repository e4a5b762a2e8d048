import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';

const roots: Root[] = [];

/** Draw an element into the page; what it is drawn into is emptied after the test. */
export async function render(element: JSX.Element): Promise<HTMLElement> {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  roots.push(root);
  await act(async () => {
    root.render(element);
    await Promise.resolve();
  });
  return host;
}

/** Do something that draws again. */
export async function doing(action: () => unknown): Promise<void> {
  await act(async () => {
    await action();
  });
}

/** The one element that a selector names. */
export function one(host: ParentNode, selector: string): HTMLElement {
  const found = host.querySelectorAll<HTMLElement>(selector);
  if (found.length !== 1 || !found[0]) {
    throw new Error(`${found.length} elements are ${selector}`);
  }
  return found[0];
}

/** Empty what was drawn into; `setup.ts` calls it after each test. */
export async function clear(): Promise<void> {
  await act(async () => {
    roots.splice(0).forEach(root => {
      root.unmount();
    });
    await Promise.resolve();
  });
  document.body.replaceChildren();
}
