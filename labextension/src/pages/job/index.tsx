import type { MainAreaWidget } from '@jupyterlab/apputils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { baseName } from '../../format';
import { CommandIDs, type IServices } from '../../tokens';
import type { Highlight } from '../../ui/code';
import { framed, Page } from '../page';
import { JobPageBody } from './body';
import { JobPageModel } from './model';

/** The page of a job in the main area. */
export class JobPage extends Page<JobPageModel> {
  constructor(private readonly _options: JobPage.IOptions) {
    super(new JobPageModel(_options.services, _options.job), [_options.job]);
    this.addClass('ct-JobPage');
    this.model.changed.connect(this._onModelChanged, this);
  }

  protected override render(): JSX.Element {
    const { highlight, rendermime, services } = this._options;
    const { commands, trans } = services;
    return (
      <JobPageBody
        model={this.model}
        trans={trans}
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
        onOpenPipelineRun={pipeline =>
          void commands.execute(CommandIDs.openPipelineRun, { pipeline })
        }
        onDiff={(before, after) =>
          void commands.execute(CommandIDs.diffExecutions, { runs: [before, after] })
        }
        onOpenNotebook={({ id }) =>
          void commands.execute(CommandIDs.openExecuted, { job: id })
        }
      />
    );
  }

  private _onModelChanged(): void {
    const { state } = this.model;
    if (state.phase === 'ready') {
      this.title.label = baseName(state.value.notebook);
    }
  }
}

/** The statics of `JobPage`. */
export namespace JobPage {
  /** What a page is made of. */
  export interface IOptions {
    job: string;
    services: IServices;
    rendermime: IRenderMimeRegistry;
    highlight: Highlight | null;
  }
}

/** Make the page of a job. */
export function createJobPage(options: JobPage.IOptions): MainAreaWidget<JobPage> {
  const content = new JobPage(options);
  content.title.label = options.services.trans.__('Job');
  void content.model.refresh();
  return framed(content, 'job');
}
