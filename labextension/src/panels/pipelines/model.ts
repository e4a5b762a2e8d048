import type { PipelinesPage } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';

/** The pipelines by name, and their newest runs. */
export class PipelinesModel extends Shown<PipelinesPage> {
  constructor(services: IServices) {
    super(services, {
      fetch: () => services.client.get('pipelines', {}),
      concerns: event => event.noun === 'pipeline'
    });
  }

  /** Run a pipeline now. */
  run(name: string): Promise<boolean> {
    return this.act(name, () =>
      this.services.client.post('pipelines/{name}/run', { path: { name } })
    );
  }
}
