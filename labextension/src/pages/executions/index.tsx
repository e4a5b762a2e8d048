import type { MainAreaWidget } from '@jupyterlab/apputils';
import { CommandIDs, type IServices } from '../../tokens';
import type { Highlight } from '../../ui/code';
import { framed, Page } from '../page';
import { ExecutionsPageBody } from './body';
import { ExecutionsPageModel } from './model';

/** The page on which two executions of a notebook lie side by side. */
export class ExecutionsPage extends Page<ExecutionsPageModel> {
  constructor(private readonly _options: ExecutionsPage.IOptions) {
    const { after, before, services } = _options;
    super(new ExecutionsPageModel(services, before, after), [before, after]);
    this.addClass('ct-ExecutionsPage');
  }

  protected override render(): JSX.Element {
    const { highlight, services } = this._options;
    return (
      <ExecutionsPageBody
        model={this.model}
        trans={services.trans}
        highlight={highlight}
        onOpenRun={run => void services.commands.execute(CommandIDs.openRun, { run })}
      />
    );
  }
}

/** The statics of `ExecutionsPage`. */
export namespace ExecutionsPage {
  /** What a page is made of: runs or jobs. */
  export interface IOptions {
    before: string;
    after: string;
    services: IServices;
    highlight: Highlight | null;
  }
}

/** Make the page of two executions. */
export function createExecutionsPage(
  options: ExecutionsPage.IOptions
): MainAreaWidget<ExecutionsPage> {
  const content = new ExecutionsPage(options);
  content.title.label = options.services.trans.__('Two executions');
  return framed(content, 'executions');
}
