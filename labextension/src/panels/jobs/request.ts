import { NotebookFormModel } from '../../form/model';
import type { Job, JobOptions } from '../../nouns';

/** A job before it is asked for: a notebook and what is entered for its parameters. */
export class JobRequestModel extends NotebookFormModel<Job> {
  protected ask(
    parameters: Record<string, unknown>,
    options: Partial<JobOptions>
  ): Promise<Job> {
    return this.services.client.post('jobs', {
      body: { notebook: this.notebook, parameters, options }
    });
  }
}
