import type { CauseSearch } from '../../nouns';
import { Shown } from '../../shown';
import type { IServices } from '../../tokens';

/** A search for the causes of a changed metric. */
export class BisectionPageModel extends Shown<CauseSearch> {
  constructor(
    services: IServices,
    readonly bisection: string
  ) {
    super(services, {
      fetch: () =>
        services.client.get('bisections/{bisection_id}', {
          path: { bisection_id: bisection }
        }),
      concerns: event => event.noun === 'bisection' && event.id === bisection
    });
  }

  /** Stop it; what it has found until then stays. */
  cancel(): Promise<boolean> {
    return this.act(this.bisection, () =>
      this.services.client.post('bisections/{bisection_id}/cancel', {
        path: { bisection_id: this.bisection }
      })
    );
  }

  /** Search for the same causes again; null where that was refused. */
  async again({
    metric,
    other_id,
    packages,
    run_id
  }: CauseSearch): Promise<CauseSearch | null> {
    let begun: CauseSearch | null = null;
    await this.attempts.make(this.bisection, async () => {
      begun = await this.services.client.post('runs/{run_id}/bisect', {
        path: { run_id },
        body: { other: other_id, metric: metric || null, packages }
      });
    });
    return begun;
  }
}
