import { PanelWithToolbar, ReactWidget } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';

/** What a section shows: it may fetch only while somebody looks. */
export interface ISectionModel extends IDisposable {
  visible: boolean;
  refresh(): Promise<void>;
}

/** One section of the sidebar. It tells its model whether it is seen, and disposes of it. */
export class Section<M extends ISectionModel = ISectionModel> extends PanelWithToolbar {
  constructor(options: Section.IOptions<M>) {
    super();
    this.model = options.model;
    this.title.label = options.title;
    this.addClass('ct-Section');
    this.addClass(options.className);
    const body = ReactWidget.create(options.body);
    body.addClass('ct-Section-body');
    this.addWidget(body);
  }

  readonly model: M;

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.model.dispose();
    super.dispose();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this.model.visible = this.isVisible;
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this.model.visible = this.isVisible;
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this.model.visible = false;
  }

  protected override onBeforeDetach(msg: Message): void {
    this.model.visible = false;
    super.onBeforeDetach(msg);
  }
}

/** The statics of `Section`. */
export namespace Section {
  /** What a section is made of. */
  export interface IOptions<M> {
    model: M;
    title: string;
    /** The class name by which its panel is known: `ct-RunsPanel`. */
    className: string;
    body: JSX.Element;
  }
}
