import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { CommandIDs, type IServices } from '../tokens';

/** What the marks need. */
export interface IMarkingOptions {
  notebooks: INotebookTracker;
  services: IServices;
  /** The path of a notebook as the server knows it. */
  localPath: (path: string) => string;
}

/** Mark the tracked cells of every notebook. What draws comes with the first notebook that is opened. */
export function markCells({ notebooks, services, localPath }: IMarkingOptions): void {
  const { commands } = services;
  const mark = async (panel: NotebookPanel): Promise<void> => {
    await panel.revealed;
    const { NotebookMarks } = await import('./notebook');
    if (panel.isDisposed) {
      return;
    }
    const marks = new NotebookMarks({
      panel,
      services,
      localPath,
      onOpen: run => void commands.execute(CommandIDs.openRun, { run })
    });
    panel.disposed.connect(() => {
      marks.dispose();
    });
  };
  notebooks.forEach(panel => void mark(panel));
  notebooks.widgetAdded.connect((_, panel) => {
    void mark(panel);
  });
}
