import type { MainAreaWidget } from '@jupyterlab/apputils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { CommandIDs, type IServices } from '../../tokens';
import type { Highlight } from '../../ui/code';
import { openNode } from '../nodes';
import { framed, Page } from '../page';
import { RunPageBody } from './body';
import { RunPageModel } from './model';

/** The page of a run in the main area. */
export class RunPage extends Page<RunPageModel> {
  constructor(private readonly _options: RunPage.IOptions) {
    super(new RunPageModel(_options.services, _options.run), [_options.run]);
    this.model.changed.connect(this._onModelChanged, this);
  }

  protected override render(): JSX.Element {
    const { highlight, rendermime, services } = this._options;
    const { commands } = services;
    return (
      <RunPageBody
        model={this.model}
        trans={services.trans}
        rendermime={rendermime}
        highlight={highlight}
        onLoadCell={cell => this.model.cell(cell)}
        onTurn={first => void this.model.turn(first)}
        onOpenRun={run => void commands.execute(CommandIDs.openRun, { run })}
        onOpenJob={job => void commands.execute(CommandIDs.openJob, { job })}
        onOpenSweep={sweep => void commands.execute(CommandIDs.openSweep, { sweep })}
        onOpenSearch={bisection =>
          void commands.execute(CommandIDs.openBisection, { bisection })
        }
        onOpenNode={node => {
          openNode(services, node, this.node);
        }}
      />
    );
  }

  private _onModelChanged(): void {
    const state = this.model.detail();
    if (state.phase === 'ready') {
      this.title.label = state.value.row.run.name;
    }
  }
}

/** The statics of `RunPage`. */
export namespace RunPage {
  /** What a page is made of. */
  export interface IOptions {
    run: string;
    services: IServices;
    rendermime: IRenderMimeRegistry;
    highlight: Highlight | null;
  }
}

/** Make the page of a run. */
export function createRunPage(options: RunPage.IOptions): MainAreaWidget<RunPage> {
  const content = new RunPage(options);
  content.title.label = options.services.trans.__('Run');
  // The tab carries the name of the run, even where another one lies in front.
  content.model.detail();
  void content.model.refresh();
  return framed(content, 'run');
}
