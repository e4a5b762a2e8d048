import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker, type MainAreaWidget } from '@jupyterlab/apputils';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ComparePage } from './pages/compare';
import type { RunPage } from './pages/run';
import { CommandIDs, type IServices } from './tokens';
import type { Highlight } from './ui/code';

/** The pages that are open. */
export interface IPages {
  readonly runs: WidgetTracker<MainAreaWidget<RunPage>>;
  readonly comparisons: WidgetTracker<MainAreaWidget<ComparePage>>;
}

/** Where pages go, and what they are made with. */
export interface IOpenerOptions {
  app: JupyterFrontEnd;
  services: IServices;
  rendermime: IRenderMimeRegistry;
  pages: IPages;
  highlight: Highlight | null;
}

/** Remember the pages that are open, and open them again with JupyterLab. */
export function trackPages(restorer: ILayoutRestorer | null): IPages {
  const runs: IPages['runs'] = new WidgetTracker({ namespace: 'celltrail-runs' });
  const comparisons: IPages['comparisons'] = new WidgetTracker({
    namespace: 'celltrail-comparisons'
  });
  void restorer?.restore(runs, {
    command: CommandIDs.openRun,
    args: widget => ({ run: widget.content.model.run }),
    name: widget => widget.content.model.run
  });
  void restorer?.restore(comparisons, {
    command: CommandIDs.compareRuns,
    args: widget => ({ runs: [...widget.content.model.runs] }),
    name: widget => widget.content.model.runs.join('-')
  });
  return { runs, comparisons };
}

/** Open the page of a run, or go to the one that is open. */
export function runOpener(options: IOpenerOptions): (run: string) => Promise<void> {
  const { runs } = options.pages;
  return async run => {
    // Drawing a page is what needs the heavy parts, so they come with the first one.
    const { createRunPage } = await import('./pages/run');
    const open = runs.find(widget => widget.content.model.run === run);
    show(open ?? add(runs, createRunPage({ ...options, run }), options), options);
  };
}

/** Open the page on which runs are compared, or go to the one that is open. */
export function comparisonOpener(
  options: IOpenerOptions
): (runs: readonly string[]) => Promise<void> {
  const { comparisons } = options.pages;
  return async runs => {
    const { createComparePage } = await import('./pages/compare');
    const name = runs.join();
    const open = comparisons.find(widget => widget.content.model.runs.join() === name);
    show(
      open ?? add(comparisons, createComparePage({ ...options, runs }), options),
      options
    );
  };
}

function add<P extends MainAreaWidget>(
  tracker: WidgetTracker<P>,
  page: P,
  { app, services }: IOpenerOptions
): P {
  services.feed.listen();
  void tracker.add(page);
  app.shell.add(page, 'main', { type: 'celltrail-run' });
  return page;
}

function show(page: MainAreaWidget, { app }: IOpenerOptions): void {
  app.shell.activateById(page.id);
}

/** Colour code as the editor does. */
export function highlighter(languages: IEditorLanguageRegistry | null): Highlight | null {
  return (
    languages &&
    ((code, host) => languages.highlight(code, languages.findBest('ipython'), host))
  );
}
