import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  Notification,
  WidgetTracker,
  type MainAreaWidget
} from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Client } from './client';
import { registerCommands } from './commands';
import { connectEvents } from './events';
import { Feed } from './feed';
import { findMismatch } from './handshake';
import type { RunPage } from './pages/run';
import { Preferences } from './preferences';
import { Sidebar } from './sidebar';
import { CommandIDs, type IServices } from './tokens';
import type { Highlight } from './ui/code';
import { VERSION } from './version';

const PLUGIN_ID = 'celltrail:plugin';

/** Everything of celltrail in JupyterLab. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Runs, models, jobs, deployments and drift beside the notebook.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [
    ITranslator,
    ISettingRegistry,
    ICommandPalette,
    ILayoutRestorer,
    INotebookTracker,
    IEditorLanguageRegistry
  ],
  activate
};

export default plugin;

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  translator: ITranslator | null,
  settings: ISettingRegistry | null,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null,
  notebooks: INotebookTracker | null,
  languages: IEditorLanguageRegistry | null
): void {
  const words = translator ?? nullTranslator;
  const preferences = new Preferences();
  const services = createServices(app, words, preferences);
  const { trans } = services;
  const sidebar = new Sidebar({
    translator: words,
    caption: trans.__('celltrail: runs, models, jobs, deployments, drift'),
    // What it shows comes when it is first seen, so that JupyterLab starts as quickly as before.
    createSections: async () => (await import('./sections')).createSections(services)
  });
  const pages = new WidgetTracker<MainAreaWidget<RunPage>>({
    namespace: 'celltrail-runs'
  });
  const openRun = runOpener({
    app,
    services,
    rendermime,
    pages,
    highlight: highlighter(languages)
  });

  const ids = registerCommands(services, {
    openRun,
    openSidebar: panel => {
      app.shell.activateById(sidebar.id);
      if (panel) {
        void sidebar.unfold(panel);
      }
    },
    refresh: () => sidebar.refresh(),
    currentNotebook: () => notebooks?.currentWidget?.context.path ?? null
  });
  ids.forEach(command => palette?.addItem({ command, category: trans.__('celltrail') }));

  app.shell.add(sidebar, 'left', { rank: 600, type: 'celltrail' });
  restorer?.add(sidebar, sidebar.id);
  void restorer?.restore(pages, {
    command: CommandIDs.openRun,
    args: widget => ({ run: widget.content.model.run }),
    name: widget => widget.content.model.run
  });
  void begin(app, services, preferences, settings);
}

function createServices(
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

/** What can wait until JupyterLab is drawn. */
async function begin(
  app: JupyterFrontEnd,
  services: IServices,
  preferences: Preferences,
  settings: ISettingRegistry | null
): Promise<void> {
  if (settings) {
    await preferences.load(settings, PLUGIN_ID);
  }
  await app.restored;
  if (preferences.current.openSidebarOnStart) {
    void app.commands.execute(CommandIDs.openSidebar);
  }
  const mismatch = await findMismatch(services.client, VERSION, services.trans);
  if (mismatch !== null) {
    Notification.error(mismatch, { autoClose: false });
  }
}

interface IOpenerOptions {
  app: JupyterFrontEnd;
  services: IServices;
  rendermime: IRenderMimeRegistry;
  pages: WidgetTracker<MainAreaWidget<RunPage>>;
  highlight: Highlight | null;
}

/** Open the page of a run, or go to the one that is open. */
function runOpener(options: IOpenerOptions): (run: string) => Promise<void> {
  const { app, pages, services } = options;
  return async run => {
    // Drawing a page is what needs the heavy parts, so they come with the first one.
    const { createRunPage } = await import('./pages/run');
    services.feed.listen();
    const open = pages.find(widget => widget.content.model.run === run);
    app.shell.activateById((open ?? show(createRunPage({ ...options, run }))).id);
  };

  function show(page: MainAreaWidget<RunPage>): MainAreaWidget<RunPage> {
    void pages.add(page);
    app.shell.add(page, 'main', { type: 'celltrail-run' });
    return page;
  }
}

/** Colour code as the editor does. */
function highlighter(languages: IEditorLanguageRegistry | null): Highlight | null {
  return (
    languages &&
    ((code, host) => languages.highlight(code, languages.findBest('ipython'), host))
  );
}
