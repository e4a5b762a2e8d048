import type { ReactElement } from 'react';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { onTestFinished } from 'vitest';
import { settle } from './fakes';

/** Draw something as React does, and wait until it has come to rest. */
export async function draw(element: ReactElement): Promise<HTMLElement> {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  onTestFinished(() => {
    act(() => {
      root.unmount();
    });
    host.remove();
  });
  await act(async () => {
    root.render(element);
    await settle();
  });
  return host;
}

/** Click on what a selector finds. */
export async function click(host: HTMLElement, selector: string): Promise<void> {
  await act(async () => {
    find(host, selector).click();
    await settle();
  });
}

/** Do something that makes what is drawn change. */
export async function after(action: () => unknown): Promise<void> {
  await act(async () => {
    await action();
    await settle();
  });
}

/** The element that a selector finds. */
export function find(host: HTMLElement, selector: string): HTMLElement {
  const found = host.querySelector<HTMLElement>(selector);
  if (!found) {
    throw new Error(`Nothing is drawn that fits ${selector}: ${host.innerHTML}`);
  }
  return found;
}

/** The texts of all elements that a selector finds. */
export function texts(host: HTMLElement, selector: string): (string | null)[] {
  return [...host.querySelectorAll(selector)].map(element => element.textContent);
}
