import { afterEach } from 'vitest';

// The test of the contract needs no browser.
if ('document' in globalThis) {
  await import('./browser');
  const { clear } = await import('./render');
  // Here and not beside `render`: modules are loaded once for all files, this is run for each.
  afterEach(clear);
}
