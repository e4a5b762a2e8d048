import { Signal, type ISignal } from '@lumino/signaling';
import { Attempts } from '../../attempts';
import type { ApprovalsPage, ApprovalState, Model, ModelVersion } from '../../nouns';
import { RegistryActs, type Decision } from '../../registry/acts';
import { isPending } from '../../registry/pending';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';
import { labelOf, type IPromotion } from '../../registry/versions';

/** How many of the newest versions are always shown. */
const SHOWN = 3;

/** The models with their versions, and what can be done with them. */
export class ModelsModel implements ISectionModel {
  constructor(services: IServices) {
    this._services = services;
    this._models = new Watched({
      feed: services.feed,
      fetch: async () => (await services.client.get('models', {})).models,
      concerns: event => event.noun === 'model'
    });
    this._approvals = new Watched({
      feed: services.feed,
      fetch: () =>
        services.client.get('approvals', { query: { status: 'requested', limit: 200 } }),
      concerns: event => ['approval', 'model', 'policy'].includes(event.noun)
    });
    this._acts = new RegistryActs(services.client);
    this._models.changed.connect(this._onPartChanged, this);
    this._approvals.changed.connect(this._onPartChanged, this);
    this.attempts.changed.connect(this._onPartChanged, this);
  }

  /** What was asked for, by the label of the version. */
  readonly attempts = new Attempts();

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): State<readonly Model[]> {
    return this._models.state;
  }

  /** The requests for approval that wait, newest first; nothing while they are not known. */
  get pending(): readonly ApprovalState[] {
    const { state } = this._approvals;
    return state.phase === 'ready' ? state.value.approvals.filter(isPending) : [];
  }

  /** Who looks at it, by the name under which approvals are kept. */
  get who(): string {
    const { state } = this._approvals;
    return state.phase === 'ready' ? state.value.who : '';
  }

  /** The aliases for which a version waits. */
  awaited({ model, number }: ModelVersion): readonly string[] {
    return this.pending
      .map(({ approval }) => approval)
      .filter(one => one.model === model && one.number === number)
      .map(({ alias }) => alias);
  }

  /** How many metrics a version shows. */
  get valuesPerRow(): number {
    return this._services.preferences().valuesPerRow;
  }

  get visible(): boolean {
    return this._models.visible;
  }
  set visible(visible: boolean) {
    this._models.visible = visible;
    this._approvals.visible = visible;
  }

  get isDisposed(): boolean {
    return this._models.isDisposed;
  }

  dispose(): void {
    this._models.dispose();
    this._approvals.dispose();
    this.attempts.dispose();
    Signal.clearData(this);
  }

  async refresh(): Promise<void> {
    await Promise.all([this._models.refresh(), this._approvals.refresh()]);
  }

  /** Move an alias to a version; returns whether the gates let it. */
  promote(version: ModelVersion, promotion: IPromotion): Promise<boolean> {
    return this._act(labelOf(version), () => this._acts.promote(version, promotion));
  }

  /** Ask others to approve that a version gets an alias. */
  requestApproval(version: ModelVersion, promotion: IPromotion): Promise<boolean> {
    return this._act(labelOf(version), () =>
      this._acts.requestApproval(version, promotion)
    );
  }

  /** Say something to a request. */
  decide(id: string, decision: Decision, comment: string): Promise<boolean> {
    return this._act(id, () => this._acts.decide(id, decision, comment));
  }

  /** Serve a version; returns whether it answers. */
  deploy(version: ModelVersion, name = version.model): Promise<boolean> {
    return this.attempts.make(labelOf(version), () => this._acts.deploy(version, name));
  }

  private _act(id: string, action: () => Promise<unknown>): Promise<boolean> {
    return this.attempts.make(id, async () => {
      await action();
      await this.refresh();
    });
  }

  private _onPartChanged(): void {
    this._changed.emit();
  }

  private readonly _acts: RegistryActs;
  private readonly _services: IServices;
  private readonly _approvals: Watched<ApprovalsPage>;
  private readonly _models: Watched<readonly Model[]>;
  private readonly _changed = new Signal<this, void>(this);
}

/** The versions of a model: those that matter now, and those that are folded away. */
export interface ISplit {
  readonly shown: readonly ModelVersion[];
  readonly older: readonly ModelVersion[];
}

/** Show the newest versions and those that an alias points to, the newest first. */
export function split(model: Model): ISplit {
  const versions = model.versions.toSorted((a, b) => b.number - a.number);
  const matters = (version: ModelVersion, i: number): boolean =>
    i < SHOWN || version.aliases.length > 0;
  return {
    shown: versions.filter(matters),
    older: versions.filter((version, i) => !matters(version, i))
  };
}
