/** What lumino and React expect of a browser and jsdom does not have. */
class FakeDragEvent extends MouseEvent {
  readonly dataTransfer = null;
}

/** An observer that never sees anything: jsdom lays nothing out. */
class FakeResizeObserver {
  readonly observe = nothing;
  readonly unobserve = nothing;
  readonly disconnect = nothing;
}

function nothing(): void {
  return;
}

/** No media query holds. */
function matchMedia(media: string): Partial<MediaQueryList> {
  return {
    matches: false,
    media,
    addEventListener: nothing,
    removeEventListener: nothing
  };
}

Object.assign(globalThis, {
  matchMedia,
  DragEvent: FakeDragEvent,
  ResizeObserver: FakeResizeObserver,
  requestIdleCallback: (call: () => void) => setTimeout(call),
  IS_REACT_ACT_ENVIRONMENT: true
});

export {};
