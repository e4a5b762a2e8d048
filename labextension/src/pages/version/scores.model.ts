import type { ScoreRequest, ScoreState } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import { PartsModel } from '../parts';

/** By what the refusal of a new scoring is read beside its form. */
export const NEW = 'new';

/** The tables that a version answered. */
export class ScoresModel extends PartsModel {
  constructor(
    services: IServices,
    private readonly _name: string,
    private readonly _number: number
  ) {
    super(services);
  }

  /** How its newest scorings stand. */
  list(): State<readonly ScoreState[]> {
    return this.part(
      'scores',
      async () => {
        const { scores } = await this.services.client.get('scores', {});
        const ours = scores.filter(
          ({ model, number }) => model === this._name && number === this._number
        );
        this._runs = new Set(ours.map(({ run_id }) => run_id));
        return ours;
      },
      event => event.noun === 'run' && this._runs.has(event.id)
    );
  }

  /** Have the version answer a table; returns whether that began. */
  start(request: ScoreRequest): Promise<boolean> {
    return this.attempts.make(NEW, async () => {
      await this.services.client.post('models/{name}/versions/{number}/score', {
        path: { name: this._name, number: String(this._number) },
        body: request
      });
      await this.refresh();
    });
  }

  /** Stop one; what it wrote so far goes. */
  cancel(run: string): Promise<boolean> {
    return this.attempts.make(run, async () => {
      await this.services.client.post('scores/{run_id}/cancel', {
        path: { run_id: run }
      });
      await this.refresh();
    });
  }

  private _runs: ReadonlySet<string> = new Set();
}
