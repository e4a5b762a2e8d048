import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { markCells } from './cells';
import { registerCommands, type ICommandTargets } from './commands';
import { ExecutedDrive } from './executed';
import { findMismatch } from './handshake';
import { highlighter, pageOpener, trackPages } from './opener';
import { Preferences } from './preferences';
import { attempt } from './report';
import { createServices } from './services';
import { Sidebar } from './sidebar';
import { CommandIDs, type IServices } from './tokens';
import { VERSION } from './version';

const PLUGIN_ID = 'celltrail:plugin';

/** Everything of celltrail in JupyterLab. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description:
    'Runs, models, jobs, sweeps, schedules, deployments and drift beside the notebook.',
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
    createSections: async () => (await import('./sections')).createSections(services)
  });
  addDrive(app, services);
  const openPage = pageOpener({
    app,
    services,
    rendermime,
    pages: trackPages(restorer),
    highlight: highlighter(languages)
  });

  // The server knows nothing of the drives of the file browser.
  const localPath = (path: string): string => app.serviceManager.contents.localPath(path);

  const ids = registerCommands(services, {
    openPage,
    openSidebar: async panel => {
      app.shell.activateById(sidebar.id);
      if (panel) {
        await sidebar.unfold(panel);
      }
    },
    ...notebookTargets(notebooks, localPath)
  });
  ids.forEach(command => palette?.addItem({ command, category: trans.__('celltrail') }));

  app.shell.add(sidebar, 'left', { rank: 600, type: 'celltrail' });
  restorer?.add(sidebar, sidebar.id);
  if (notebooks) {
    markCells({ notebooks, services, localPath });
  }
  void begin(app, services, preferences, settings);
}

/** What commands need of the notebooks that are open. */
function notebookTargets(
  notebooks: INotebookTracker | null,
  localPath: (path: string) => string
): Pick<ICommandTargets, 'currentNotebook' | 'saveNotebook'> {
  return {
    currentNotebook: () => {
      const path = notebooks?.currentWidget?.context.path;
      return path ? localPath(path) : null;
    },
    saveNotebook: async path => {
      const open = notebooks?.find(({ context }) => localPath(context.path) === path);
      if (open?.context.model.dirty) {
        await open.context.save();
      }
    }
  };
}

/** Let JupyterLab open what jobs left, wherever it lies. */
function addDrive(app: JupyterFrontEnd, { client, trans }: IServices): void {
  const { contents, serverSettings } = app.serviceManager;
  contents.addDrive(new ExecutedDrive({ client, serverSettings, trans }));
}

/** What can wait until JupyterLab is drawn. */
async function begin(
  app: JupyterFrontEnd,
  services: IServices,
  preferences: Preferences,
  settings: ISettingRegistry | null
): Promise<void> {
  if (settings) {
    await attempt(() => preferences.load(settings, PLUGIN_ID));
    preferences.changed.connect(() => {
      services.feed.renew();
    });
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
