import type { PipelineRun } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';

/** One run of a pipeline. */
export class PipelinePageModel extends Shown<PipelineRun> {
  constructor(
    services: IServices,
    readonly pipelineRun: string
  ) {
    super(services, {
      fetch: () =>
        services.client.get('pipelines/runs/{pipeline_run_id}', {
          path: { pipeline_run_id: pipelineRun }
        }),
      concerns: event => event.noun === 'pipeline' && event.id === pipelineRun
    });
  }

  /** Stop it; what its steps left stays. */
  cancel(): Promise<boolean> {
    return this.act(this.pipelineRun, () =>
      this.services.client.post('pipelines/runs/{pipeline_run_id}/cancel', {
        path: { pipeline_run_id: this.pipelineRun }
      })
    );
  }

  /** Go on with the steps that did not finish. */
  resume(): Promise<boolean> {
    return this.act(this.pipelineRun, () =>
      this.services.client.post('pipelines/runs/{pipeline_run_id}/resume', {
        path: { pipeline_run_id: this.pipelineRun }
      })
    );
  }
}
