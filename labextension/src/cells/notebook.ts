import type { Notebook, NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { MessageLoop, type IMessageHandler, type Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import type { IServices } from '../tokens';
import { CellMark } from './mark';
import { NotebookCellsModel } from './model';

type Cell = Notebook['widgets'][number];

/**
 * The marks on the tracked cells of one notebook.
 *
 * A mark hangs on the cell's own node, which outlives being scrolled out of sight. All marks are written at once,
 * before the next frame, and only where they differ.
 */
export class NotebookMarks implements IDisposable {
  constructor(private readonly _options: NotebookMarks.IOptions) {
    const { localPath, panel, services } = _options;
    this.model = new NotebookCellsModel(services, localPath(panel.context.path));
    this.model.changed.connect(this._schedule, this);
    panel.context.pathChanged.connect(this._onPathChanged, this);
    panel.content.modelChanged.connect(this._onModelChanged, this);
    MessageLoop.installMessageHook(panel, this._onMessage);
    services.feed.listen();
    this._onModelChanged();
    this.model.visible = panel.isVisible;
  }

  readonly model: NotebookCellsModel;

  get isDisposed(): boolean {
    return this.model.isDisposed;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    MessageLoop.removeMessageHook(this._options.panel, this._onMessage);
    cancelAnimationFrame(this._frame);
    this.model.dispose();
    Signal.clearData(this);
  }

  private _onPathChanged(): void {
    const { localPath, panel } = this._options;
    this.model.rename(localPath(panel.context.path));
  }

  /** Cells that are moved, pasted or brought back get new widgets, which have no marks yet. */
  private _onModelChanged(): void {
    this._options.panel.content.model?.cells.changed.connect(this._schedule, this);
    this._schedule();
  }

  private readonly _onMessage = (_: IMessageHandler, message: Message): boolean => {
    if (message.type === 'after-show' || message.type === 'after-hide') {
      this.model.visible = this._options.panel.isVisible;
    }
    return true;
  };

  private _schedule(): void {
    cancelAnimationFrame(this._frame);
    this._frame = requestAnimationFrame(() => {
      this._draw();
    });
  }

  private _draw(): void {
    const { cells } = this.model;
    for (const cell of this._options.panel.content.widgets) {
      const known = cells.get(cell.model.id);
      if (known) {
        this._markOf(cell).show(known);
      } else {
        this._marks.get(cell)?.node.remove();
        this._marks.delete(cell);
      }
    }
  }

  private _markOf(cell: Cell): CellMark {
    let mark = this._marks.get(cell);
    if (!mark) {
      mark = new CellMark(this._options.services.trans, this._options.onOpen);
      this._marks.set(cell, mark);
      cell.node.append(mark.node);
    }
    return mark;
  }

  private readonly _marks = new WeakMap<Cell, CellMark>();
  private _frame = 0;
}

/** The statics of `NotebookMarks`. */
export namespace NotebookMarks {
  /** What marks are drawn on, and from. */
  export interface IOptions {
    panel: NotebookPanel;
    services: IServices;
    /** The path of a notebook as the server knows it. */
    localPath: (path: string) => string;
    /** Open the page of a run. */
    onOpen: (run: string) => void;
  }
}
