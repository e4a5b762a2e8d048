import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker, type MainAreaWidget } from '@jupyterlab/apputils';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { RunPage } from './pages/run';
import { CommandIDs, type IServices } from './tokens';
import type { Highlight } from './ui/code';

/** The pages that are open. */
export type RunPages = WidgetTracker<MainAreaWidget<RunPage>>;

/** Where pages go, and what they are made with. */
export interface IOpenerOptions {
  app: JupyterFrontEnd;
  services: IServices;
  rendermime: IRenderMimeRegistry;
  pages: RunPages;
  highlight: Highlight | null;
}

/** Remember the pages that are open, and open them again with JupyterLab. */
export function trackPages(restorer: ILayoutRestorer | null): RunPages {
  const pages: RunPages = new WidgetTracker({ namespace: 'celltrail-runs' });
  void restorer?.restore(pages, {
    command: CommandIDs.openRun,
    args: widget => ({ run: widget.content.model.run }),
    name: widget => widget.content.model.run
  });
  return pages;
}

/** Open the page of a run, or go to the one that is open. */
export function runOpener(options: IOpenerOptions): (run: string) => Promise<void> {
  const { app, pages } = options;
  return async run => {
    // Drawing a page is what needs the heavy parts, so they come with the first one.
    const { createRunPage } = await import('./pages/run');
    const open = pages.find(widget => widget.content.model.run === run);
    const page = open ?? add(createRunPage({ ...options, run }), options);
    app.shell.activateById(page.id);
  };
}

function add(
  page: MainAreaWidget<RunPage>,
  { app, pages, services }: IOpenerOptions
): MainAreaWidget<RunPage> {
  services.feed.listen();
  void pages.add(page);
  app.shell.add(page, 'main', { type: 'celltrail-run' });
  return page;
}

/** Colour code as the editor does. */
export function highlighter(languages: IEditorLanguageRegistry | null): Highlight | null {
  return (
    languages &&
    ((code, host) => languages.highlight(code, languages.findBest('ipython'), host))
  );
}
