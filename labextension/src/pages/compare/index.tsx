import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { trailIcon } from '../../icons';
import { CommandIDs, type IServices } from '../../tokens';
import { ComparePageBody } from './body';
import { ComparePageModel } from './model';

/** The page on which runs are compared. It fetches only while it is seen. */
export class ComparePage extends ReactWidget {
  constructor(private readonly _options: ComparePage.IOptions) {
    super();
    this.model = new ComparePageModel(_options.services, _options.runs);
    this.addClass('ct-RunPage');
    this.addClass('ct-ComparePage');
  }

  readonly model: ComparePageModel;

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.model.dispose();
    super.dispose();
  }

  protected override render(): JSX.Element {
    const { commands, trans } = this._options.services;
    return (
      <ComparePageBody
        model={this.model}
        trans={trans}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
      />
    );
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

/** The statics of `ComparePage`. */
export namespace ComparePage {
  /** What a page is made of. */
  export interface IOptions {
    runs: readonly string[];
    services: IServices;
  }
}

/** Make the page on which some runs are compared. */
export function createComparePage(
  options: ComparePage.IOptions
): MainAreaWidget<ComparePage> {
  const { runs, services } = options;
  const content = new ComparePage(options);
  content.title.label = services.trans.__('Compare %1 runs', runs.length);
  content.title.icon = trailIcon;
  const widget = new MainAreaWidget({ content });
  widget.id = `celltrail-compare-${runs.join('-')}`;
  widget.title.closable = true;
  // Nothing is in it, but its border would be seen.
  widget.toolbar.hide();
  return widget;
}
