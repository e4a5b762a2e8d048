export {};

// jsdom lacks these, and Lumino and JupyterLab look for them as they are loaded.
class DragEventStub extends MouseEvent {}

class ResizeObserverStub {
  observe = (): void => undefined;
  unobserve = (): void => undefined;
  disconnect = (): void => undefined;
}

const matchMedia = (media: string): object => ({
  media,
  matches: false,
  addEventListener: (): void => undefined,
  removeEventListener: (): void => undefined
});

Object.assign(globalThis, {
  matchMedia,
  DragEvent: DragEventStub,
  ResizeObserver: ResizeObserverStub,
  // Tells React that tests wrap what changes state in `act`.
  IS_REACT_ACT_ENVIRONMENT: true
});
