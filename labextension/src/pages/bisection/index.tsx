import type { MainAreaWidget } from '@jupyterlab/apputils';
import { CommandIDs, type IServices } from '../../tokens';
import { framed, Page } from '../page';
import { BisectionPageBody } from './body';
import { BisectionPageModel } from './model';

/** The page of a search for the causes of a changed metric. */
export class BisectionPage extends Page<BisectionPageModel> {
  constructor(private readonly _options: BisectionPage.IOptions) {
    super(new BisectionPageModel(_options.services, _options.bisection), [
      _options.bisection
    ]);
    this.addClass('ct-BisectionPage');
    this.model.changed.connect(this._onModelChanged, this);
  }

  protected override render(): JSX.Element {
    const { commands, trans } = this._options.services;
    return (
      <BisectionPageBody
        model={this.model}
        trans={trans}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
        onOpenJob={job => void commands.execute(CommandIDs.openJob, { job })}
        onOpenSearch={bisection =>
          void commands.execute(CommandIDs.openBisection, { bisection })
        }
        onCompare={runs => void commands.execute(CommandIDs.compareRuns, { runs })}
      />
    );
  }

  private _onModelChanged(): void {
    const { state } = this.model;
    if (state.phase === 'ready' && state.value.metric !== '') {
      const { trans } = this._options.services;
      this.title.label = trans.__('Why %1 changed', state.value.metric);
    }
  }
}

/** The statics of `BisectionPage`. */
export namespace BisectionPage {
  /** What a page is made of. */
  export interface IOptions {
    bisection: string;
    services: IServices;
  }
}

/** Make the page of a search for causes. */
export function createBisectionPage(
  options: BisectionPage.IOptions
): MainAreaWidget<BisectionPage> {
  const content = new BisectionPage(options);
  content.title.label = options.services.trans.__('Search for causes');
  void content.model.refresh();
  return framed(content, 'bisection');
}
