import type { CauseSearch, SearchPlan } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import { PartsModel } from '../parts';

/** What is asked of the server to find out why a metric changed, and what was found before. */
export class WhyModel extends PartsModel {
  constructor(
    services: IServices,
    readonly runs: readonly string[]
  ) {
    super(services);
    this._after = runs[1] ?? '';
  }

  /** The first run; what differs in the other is swapped into it. */
  get before(): string {
    return this.runs[0] ?? '';
  }

  /** The run with which it is compared. */
  get after(): string {
    return this._after;
  }
  set after(run: string) {
    this._after = run;
    this._metric = null;
    this.announce();
  }

  /** Whether somebody is about to ask. */
  get open(): boolean {
    return this._open;
  }
  set open(open: boolean) {
    this._open = open;
    this.attempts.forget(this.before);
    this.announce();
  }

  /** Whether environments are built where they differ. */
  get packages(): boolean {
    return this._packages;
  }
  set packages(packages: boolean) {
    this._packages = packages;
    this.announce();
  }

  /** The metric to explain; null for the one that moved most. */
  get metric(): string | null {
    return this._metric;
  }
  set metric(metric: string | null) {
    this._metric = metric;
    this.announce();
  }

  /** What a search would try, and what that costs. */
  plan(): State<SearchPlan> {
    const [other, packages] = [this._after, this._packages];
    return this.part(
      `plan/${packages}/${other}`,
      () =>
        this.services.client.get('runs/{run_id}/bisect', {
          path: { run_id: this.before },
          query: { other, packages }
        }),
      () => false
    );
  }

  /** The searches between these runs, newest first. */
  searches(): State<readonly CauseSearch[]> {
    return this.part(
      'searches',
      async () => {
        const { bisections } = await this.services.client.get(
          'runs/{run_id}/bisections',
          { path: { run_id: this.before } }
        );
        return bisections.filter(
          ({ other_id, run_id }) =>
            this.runs.includes(run_id) && this.runs.includes(other_id)
        );
      },
      event => event.noun === 'bisection'
    );
  }

  /** Begin to look for the causes; null where that was refused. */
  async start(): Promise<CauseSearch | null> {
    let begun: CauseSearch | null = null;
    const plan = this.plan();
    const first = plan.phase === 'ready' ? plan.value.metrics[0]?.metric : null;
    const done = await this.attempts.make(this.before, async () => {
      begun = await this.services.client.post('runs/{run_id}/bisect', {
        path: { run_id: this.before },
        body: {
          other: this._after,
          metric: this._metric ?? first ?? null,
          packages: this._packages
        }
      });
      await this.refreshPart('searches');
    });
    if (done) {
      this.open = false;
    }
    return begun;
  }

  private _after: string;
  private _open = false;
  private _packages = true;
  private _metric: string | null = null;
}
