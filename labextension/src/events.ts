import { EventManager, type ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { IEventSource } from './feed';

/**
 * Connect to Jupyter's events over a socket that says when it opened.
 *
 * JupyterLab's own event manager reconnects silently, so that nobody could know that events were missed.
 */
export function connectEvents(settings: ServerConnection.ISettings): IEventSource {
  const owner = {};
  const opened = new Signal<object, void>(owner);

  class ReportingSocket extends settings.WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('open', () => {
        opened.emit();
      });
    }
  }

  const manager = new EventManager({
    serverSettings: { ...settings, WebSocket: ReportingSocket }
  });
  return {
    opened,
    stream: manager.stream,
    get isDisposed() {
      return manager.isDisposed;
    },
    dispose: () => {
      manager.dispose();
      Signal.clearData(owner);
    }
  };
}
