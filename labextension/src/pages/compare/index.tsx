import type { MainAreaWidget } from '@jupyterlab/apputils';
import { CommandIDs, type IServices } from '../../tokens';
import { framed, Page } from '../page';
import { ComparePageBody } from './body';
import { ComparePageModel } from './model';

/** The page on which runs are compared. */
export class ComparePage extends Page<ComparePageModel> {
  constructor(private readonly _options: ComparePage.IOptions) {
    super(new ComparePageModel(_options.services, _options.runs), _options.runs);
    this.addClass('ct-ComparePage');
  }

  protected override render(): JSX.Element {
    const { commands, trans } = this._options.services;
    return (
      <ComparePageBody
        model={this.model}
        trans={trans}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
        onOpenSearch={bisection =>
          void commands.execute(CommandIDs.openBisection, { bisection })
        }
      />
    );
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
  return framed(content, 'compare');
}
