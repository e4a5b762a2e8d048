import type { Sweep } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';

/** The searches over parameters, newest first. */
export class SweepsModel extends Shown<readonly Sweep[]> {
  constructor(services: IServices) {
    super(services, {
      fetch: async () => (await services.client.get('sweeps', {})).sweeps,
      concerns: event => event.noun === 'sweep'
    });
  }
}
