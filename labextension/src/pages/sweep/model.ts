import type { Event } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';
import type { IFoundSweep } from './points';

/** Trials end in quick succession. */
const PAUSE_MS = 400;

/** One sweep with its trials, and what they say. */
export class SweepPageModel extends Shown<IFoundSweep> {
  constructor(
    services: IServices,
    readonly sweep: string
  ) {
    super(services, {
      fetch: async () => {
        const path = { sweep_id: sweep };
        const [detail, summary] = await Promise.all([
          services.client.get('sweeps/{sweep_id}', { path }),
          services.client.get('sweeps/{sweep_id}/summary', { path })
        ]);
        return { detail, summary };
      },
      concerns: (event: Event) => event.noun === 'sweep' && event.id === sweep,
      pauseMs: PAUSE_MS
    });
  }

  /** Stop it; what its trials found stays. */
  cancel(): Promise<boolean> {
    return this.act(this.sweep, () =>
      this.services.client.post('sweeps/{sweep_id}/cancel', {
        path: { sweep_id: this.sweep }
      })
    );
  }

  /** Run the trials that are missing. */
  goOn(): Promise<boolean> {
    return this.act(this.sweep, () =>
      this.services.client.post('sweeps/{sweep_id}/continue', {
        path: { sweep_id: this.sweep }
      })
    );
  }
}
