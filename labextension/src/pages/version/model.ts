import type {
  ApprovalsPage,
  CardPage,
  Deployment,
  Event,
  Explanations,
  GateCheck,
  Lineage,
  LocalExplanationPlot,
  Model,
  ModelVersion,
  RunDetail,
  TimelineEntry
} from '../../nouns';
import { RegistryActs, type Decision } from '../../registry/acts';
import type { IPromotion } from '../../registry/versions';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import { PartsModel } from '../parts';
import { PoliciesModel } from './policies.model';
import { ScoresModel } from './scores.model';

/** A version among the others of its model. */
export interface IFoundVersion {
  readonly of: Model;
  readonly version: ModelVersion;
  /** The version that it is measured against; null where it is that itself, or nobody is. */
  readonly champion: ModelVersion | null;
}

/** What the user asks for on the page, by which refusals are read at their place. */
export const WITH = {
  version: 'version',
  card: 'card',
  explain: 'explain',
  why: 'why'
} as const;

/** Everything about one version, each part fetched when it is first asked for. */
export class VersionPageModel extends PartsModel {
  constructor(
    services: IServices,
    readonly name: string,
    readonly number: number
  ) {
    super(services);
    this._acts = new RegistryActs(services.client);
    this.scores = this.join(new ScoresModel(services, name, number));
    this.policies = this.join(new PoliciesModel(services, name));
  }

  /** Tables that it answered, and how to have another answered. */
  readonly scores: ScoresModel;

  /** What aliases of its model ask for. */
  readonly policies: PoliciesModel;

  /** The version as people write it: `churn/3`. */
  get label(): string {
    return `${this.name}/${this.number}`;
  }

  /** The version itself, and its model. */
  found(): State<Model> {
    return this.part(
      'model',
      () => this.services.client.get('models/{name}', { path: { name: this.name } }),
      event => this._isOurs(event)
    );
  }

  /** The run that made it. */
  run(id: string): State<RunDetail> {
    return this.part(
      `run/${id}`,
      () => this.services.client.get('runs/{run_id}', { path: { run_id: id } }),
      event => event.noun === 'run' && event.id === id
    );
  }

  /** When its gates were checked again, newest first. */
  checks(): State<readonly GateCheck[]> {
    return this.part(
      'checks',
      async () =>
        (
          await this.services.client.get('models/{name}/versions/{number}/checks', {
            path: this._path
          })
        ).checks,
      event => this._isOurs(event)
    );
  }

  /** The requests for approval of its model. */
  approvals(): State<ApprovalsPage> {
    return this.part(
      'approvals',
      () =>
        this.services.client.get('approvals', {
          query: { model: this.name, limit: 200 }
        }),
      event => event.noun === 'approval' || event.noun === 'policy' || this._isOurs(event)
    );
  }

  /** What happened to it, newest first. */
  timeline(): State<readonly TimelineEntry[]> {
    return this.part(
      'timeline',
      async () =>
        (
          await this.services.client.get('models/{name}/timeline', {
            path: { name: this.name },
            query: { number: this.number }
          })
        ).entries,
      event =>
        ['approval', 'deployment', 'policy'].includes(event.noun) || this._isOurs(event)
    );
  }

  /** What it was made from, and what was made from it. */
  lineage(): State<Lineage> {
    return this.part(
      'lineage',
      () =>
        this.services.client.get('runs/{run_id}/lineage', {
          path: { run_id: this.label }
        }),
      event => event.noun === 'deployment' || this._isOurs(event)
    );
  }

  /** Where it answers requests. */
  deployments(): State<readonly Deployment[]> {
    return this.part(
      'deployments',
      async () =>
        (await this.services.client.get('deployments', {})).deployments.filter(
          ({ model, routes }) =>
            model === this.name && routes.some(({ version }) => version === this.number)
        ),
      event => event.noun === 'deployment'
    );
  }

  /** Its card, as it is known now, or as it was saved. */
  card(revision: number | null): State<CardPage> {
    return this.part(
      `card/${revision ?? 'now'}`,
      () =>
        this.services.client.get('models/{name}/versions/{number}/card', {
          path: this._path,
          query: { revision }
        }),
      event => revision === null && this._isOurs(event)
    );
  }

  /** How a saved card differs from what is known now. */
  cardDifference(revision: number): State<string> {
    return this.part(
      `card/diff/${revision}`,
      async () =>
        (
          await this.services.client.get('models/{name}/versions/{number}/card/diff', {
            path: this._path,
            query: { one: revision }
          })
        ).text,
      event => this._isOurs(event)
    );
  }

  /** Where its answers come from. */
  explanations(): State<Explanations> {
    return this.part(
      'explanations',
      () =>
        this.services.client.get('models/{name}/versions/{number}/explanations', {
          path: this._path
        }),
      event => this._isOurs(event)
    );
  }

  /** Move an alias to it; returns whether that was done. */
  promote(version: ModelVersion, promotion: IPromotion): Promise<boolean> {
    return this._act(() => this._acts.promote(version, promotion));
  }

  /** Ask others to approve that it gets an alias. */
  requestApproval(version: ModelVersion, promotion: IPromotion): Promise<boolean> {
    return this._act(() => this._acts.requestApproval(version, promotion));
  }

  /** Give an alias back to the version that had it before. */
  rollBack(alias: string, reason: string): Promise<boolean> {
    return this._act(() => this._acts.rollBack(this.name, alias, reason));
  }

  /** Let it count no more, or again. */
  setRetired(version: ModelVersion, retired: boolean, reason: string): Promise<boolean> {
    return this._act(() => this._acts.setRetired(version, retired, reason));
  }

  /** Say something to a request. */
  decide(id: string, decision: Decision, comment: string): Promise<boolean> {
    return this._act(() => this._acts.decide(id, decision, comment), id);
  }

  /** Write into its card; what others wrote meanwhile is not overwritten. */
  saveCard(
    texts: Readonly<Record<string, string>>,
    comment: string,
    expected: number
  ): Promise<boolean> {
    return this._act(
      () =>
        this.services.client.post('models/{name}/versions/{number}/card', {
          path: this._path,
          body: { texts: { ...texts }, comment, expected }
        }),
      WITH.card
    );
  }

  /** Find out where its answers come from. */
  explain(): Promise<boolean> {
    return this._act(
      () =>
        this.services.client.post('models/{name}/versions/{number}/explanations', {
          path: this._path,
          body: {}
        }),
      WITH.explain
    );
  }

  /** Why it says what it says to a row; what came of the last one is `answer`. */
  why(row: Record<string, unknown>): Promise<boolean> {
    return this._act(async () => {
      this._answer = await this.services.client.post(
        'models/{name}/versions/{number}/why',
        { path: this._path, body: { row } }
      );
    }, WITH.why);
  }

  /** The explanation of the row that was asked about last. */
  get answer(): LocalExplanationPlot | null {
    return this._answer;
  }

  private get _path(): { name: string; number: string } {
    return { name: this.name, number: String(this.number) };
  }

  private _act(
    action: () => Promise<unknown>,
    id: string = WITH.version
  ): Promise<boolean> {
    return this.attempts.make(id, async () => {
      await action();
      await this.refresh();
    });
  }

  private _isOurs(event: Event): boolean {
    return event.noun === 'model' && event.id === this.name;
  }

  private readonly _acts: RegistryActs;
  private _answer: LocalExplanationPlot | null = null;
}

/** A version among those of its model; null where there is none of that number. */
export function findVersion(of: Model, number: number): IFoundVersion | null {
  const version = of.versions.find(one => one.number === number);
  if (!version) {
    return null;
  }
  const champion = of.versions.find(
    one => one.number === of.aliases.champion && one.number !== number
  );
  return { of, version, champion: champion ?? null };
}
