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
}
