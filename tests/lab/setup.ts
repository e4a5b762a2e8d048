// The test of the contract needs no browser.
if ('document' in globalThis) {
  await import('./browser');
}

export {};
