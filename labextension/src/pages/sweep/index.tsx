import type { MainAreaWidget } from '@jupyterlab/apputils';
import { CommandIDs, type IServices } from '../../tokens';
import { framed, Page } from '../page';
import { SweepPageBody } from './body';
import { SweepPageModel } from './model';

/** The page of a sweep in the main area. */
export class SweepPage extends Page<SweepPageModel> {
  constructor(private readonly _options: SweepPage.IOptions) {
    super(new SweepPageModel(_options.services, _options.sweep), [_options.sweep]);
    this.addClass('ct-SweepPage');
    this.model.changed.connect(this._onModelChanged, this);
  }

  protected override render(): JSX.Element {
    const { commands, trans } = this._options.services;
    return (
      <SweepPageBody
        model={this.model}
        trans={trans}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
        onOpenJob={job => void commands.execute(CommandIDs.openJob, { job })}
      />
    );
  }

  private _onModelChanged(): void {
    const { state } = this.model;
    if (state.phase === 'ready') {
      this.title.label = state.value.detail.sweep.name;
    }
  }
}

/** The statics of `SweepPage`. */
export namespace SweepPage {
  /** What a page is made of. */
  export interface IOptions {
    sweep: string;
    services: IServices;
  }
}

/** Make the page of a sweep. */
export function createSweepPage(options: SweepPage.IOptions): MainAreaWidget<SweepPage> {
  const content = new SweepPage(options);
  content.title.label = options.services.trans.__('Sweep');
  void content.model.refresh();
  return framed(content, 'sweep');
}
