import type { MainAreaWidget } from '@jupyterlab/apputils';
import { CommandIDs, type IServices } from '../../tokens';
import { framed, Page } from '../page';
import { PipelinePageBody } from './body';
import { PipelinePageModel } from './model';

/** The page of a pipeline's run in the main area. */
export class PipelinePage extends Page<PipelinePageModel> {
  constructor(private readonly _options: PipelinePage.IOptions) {
    super(new PipelinePageModel(_options.services, _options.pipelineRun), [
      _options.pipelineRun
    ]);
    this.addClass('ct-PipelinePage');
    this.model.changed.connect(this._onModelChanged, this);
  }

  protected override render(): JSX.Element {
    const { commands, trans } = this._options.services;
    return (
      <PipelinePageBody
        model={this.model}
        trans={trans}
        onOpenJob={job => void commands.execute(CommandIDs.openJob, { job })}
      />
    );
  }

  private _onModelChanged(): void {
    const { state } = this.model;
    if (state.phase === 'ready') {
      this.title.label = state.value.pipeline;
    }
  }
}

/** The statics of `PipelinePage`. */
export namespace PipelinePage {
  /** What a page is made of. */
  export interface IOptions {
    pipelineRun: string;
    services: IServices;
  }
}

/** Make the page of a pipeline's run. */
export function createPipelinePage(
  options: PipelinePage.IOptions
): MainAreaWidget<PipelinePage> {
  const content = new PipelinePage(options);
  content.title.label = options.services.trans.__('Pipeline');
  void content.model.refresh();
  return framed(content, 'pipeline');
}
