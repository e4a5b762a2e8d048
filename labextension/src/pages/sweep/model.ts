import type { Event, SweepDetail } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';

/** Trials end in quick succession. */
const PAUSE_MS = 400;

/** One sweep with its trials. */
export class SweepPageModel extends Shown<SweepDetail> {
  constructor(
    services: IServices,
    readonly sweep: string
  ) {
    super(services, {
      fetch: () =>
        services.client.get('sweeps/{sweep_id}', { path: { sweep_id: sweep } }),
      concerns: (event: Event) => event.noun === 'sweep' && event.id === sweep,
      pauseMs: PAUSE_MS
    });
  }
}
