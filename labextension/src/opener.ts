import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker, type MainAreaWidget } from '@jupyterlab/apputils';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { Page } from './pages/page';
import { CommandIDs, PAGE_KINDS, type IServices, type PageKind } from './tokens';
import type { Highlight } from './ui/code';

type PageWidget = MainAreaWidget<Page>;

/** The pages that are open. */
export type Pages = Readonly<Record<PageKind, WidgetTracker<PageWidget>>>;

/** Where pages go, and what they are made with. */
export interface IOpenerOptions {
  app: JupyterFrontEnd;
  services: IServices;
  rendermime: IRenderMimeRegistry;
  pages: Pages;
  highlight: Highlight | null;
}

/** Remember the pages that are open, and open them again with JupyterLab. */
export function trackPages(restorer: ILayoutRestorer | null): Pages {
  const track = (kind: PageKind): WidgetTracker<PageWidget> => {
    const tracker = new WidgetTracker<PageWidget>({ namespace: `celltrail-${kind}` });
    void restorer?.restore(tracker, {
      command: CommandIDs.openPage,
      args: ({ content }) => ({ kind, ids: [...content.ids] }),
      name: ({ content }) => content.ids.join('-')
    });
    return tracker;
  };
  return Object.fromEntries(PAGE_KINDS.map(kind => [kind, track(kind)])) as Pages;
}

/** Open a page, or go to the one that is open. */
export function pageOpener(
  options: IOpenerOptions
): (kind: PageKind, ids: readonly string[]) => Promise<void> {
  const { app, pages, services } = options;
  return async (kind, ids) => {
    // Drawing a page is what needs the heavy parts, so they come with the first one.
    const create = await Private.MAKERS[kind]();
    const name = ids.join();
    let page = pages[kind].find(({ content }) => content.ids.join() === name);
    if (!page) {
      services.feed.listen();
      page = create(options, ids);
      void pages[kind].add(page);
      app.shell.add(page, 'main', { type: 'celltrail-run' });
    }
    app.shell.activateById(page.id);
  };
}

/** Colour code as the editor does. */
export function highlighter(languages: IEditorLanguageRegistry | null): Highlight | null {
  return (
    languages &&
    ((code, host) => languages.highlight(code, languages.findBest('ipython'), host))
  );
}

namespace Private {
  type Maker = (options: IOpenerOptions, ids: readonly string[]) => PageWidget;

  /** How each kind of page comes, and is made. */
  export const MAKERS: Readonly<Record<PageKind, () => Promise<Maker>>> = {
    run: async () => {
      const { createRunPage } = await import('./pages/run');
      return (options, [run = '']) => createRunPage({ ...options, run });
    },
    comparison: async () => {
      const { createComparePage } = await import('./pages/compare');
      return (options, runs) => createComparePage({ ...options, runs });
    },
    executions: async () => {
      const { createExecutionsPage } = await import('./pages/executions');
      return (options, [before = '', after = '']) =>
        createExecutionsPage({ ...options, before, after });
    },
    bisection: async () => {
      const { createBisectionPage } = await import('./pages/bisection');
      return (options, [bisection = '']) =>
        createBisectionPage({ ...options, bisection });
    },
    job: async () => {
      const { createJobPage } = await import('./pages/job');
      return (options, [job = '']) => createJobPage({ ...options, job });
    },
    sweep: async () => {
      const { createSweepPage } = await import('./pages/sweep');
      return (options, [sweep = '']) => createSweepPage({ ...options, sweep });
    },
    pipeline: async () => {
      const { createPipelinePage } = await import('./pages/pipeline');
      return (options, [pipelineRun = '']) =>
        createPipelinePage({ ...options, pipelineRun });
    },
    version: async () => {
      const { createVersionPage } = await import('./pages/version');
      return (options, [name = '', number = '']) =>
        createVersionPage({ ...options, name, number: Number(number) });
    },
    audit: async () => {
      const { createAuditPage } = await import('./pages/audit');
      return (options, [model = '']) => createAuditPage({ ...options, model });
    }
  };
}
