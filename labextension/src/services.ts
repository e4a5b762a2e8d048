import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ITranslator } from '@jupyterlab/translation';
import { Client } from './client';
import { connectEvents } from './events';
import { Feed } from './feed';
import type { Preferences } from './preferences';
import type { IServices } from './tokens';

/** Make what every panel and page is given. */
export function createServices(
  app: JupyterFrontEnd,
  translator: ITranslator,
  preferences: Preferences
): IServices {
  const { commands, serviceManager } = app;
  const { serverSettings } = serviceManager;
  const trans = translator.load('celltrail');
  const client = new Client({ serverSettings, trans });
  const feed = new Feed({ client, connect: () => connectEvents(serverSettings) });
  return { client, feed, commands, trans, preferences: () => preferences.current };
}
