import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { trailIcon } from '../icons';

/** What a page shows: it may fetch only while somebody looks. */
export interface IPageModel extends IDisposable {
  visible: boolean;
}

/** A page in the main area. It fetches only while it is seen. */
export abstract class Page<M extends IPageModel = IPageModel> extends ReactWidget {
  constructor(
    readonly model: M,
    /** What it is about: with these ids it is opened again. */
    readonly ids: readonly string[]
  ) {
    super();
    this.addClass('ct-RunPage');
    this.title.icon = trailIcon;
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.model.dispose();
    super.dispose();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this.model.visible = true;
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this.model.visible = this.isVisible;
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this.model.visible = false;
  }
}

/** Put a page into what the main area takes. */
export function framed<P extends Page>(content: P, kind: string): MainAreaWidget<P> {
  const widget = new MainAreaWidget({ content });
  widget.id = `celltrail-${kind}-${content.ids.join('-')}`;
  widget.title.closable = true;
  // Nothing is in it, but its border would be seen.
  widget.toolbar.hide();
  return widget;
}
