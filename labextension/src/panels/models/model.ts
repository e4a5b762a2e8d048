import { Signal, type ISignal } from '@lumino/signaling';
import { Attempts } from '../../attempts';
import type { Model, ModelVersion } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';

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
    this._models.changed.connect(this._onPartChanged, this);
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

  /** How many metrics a version shows. */
  get valuesPerRow(): number {
    return this._services.preferences().valuesPerRow;
  }

  get visible(): boolean {
    return this._models.visible;
  }
  set visible(visible: boolean) {
    this._models.visible = visible;
  }

  get isDisposed(): boolean {
    return this._models.isDisposed;
  }

  dispose(): void {
    this._models.dispose();
    this.attempts.dispose();
    Signal.clearData(this);
  }

  refresh(): Promise<void> {
    return this._models.refresh();
  }

  /** Move an alias to a version; returns whether the gates let it. */
  promote(version: ModelVersion, promotion: IPromotion): Promise<boolean> {
    return this.attempts.make(labelOf(version), async () => {
      await this._services.client.post('models/{name}/aliases/{alias}', {
        path: { name: version.model, alias: promotion.alias },
        body: { number: version.number, reason: promotion.reason }
      });
      await this.refresh();
    });
  }

  /** Serve a version; returns whether it answers. */
  deploy(version: ModelVersion): Promise<boolean> {
    const model = labelOf(version);
    return this.attempts.make(model, () =>
      this._services.client.post('deployments', { body: { model } })
    );
  }

  private _onPartChanged(): void {
    this._changed.emit();
  }

  private readonly _services: IServices;
  private readonly _models: Watched<readonly Model[]>;
  private readonly _changed = new Signal<this, void>(this);
}

/** Which alias a version is to have, and why. */
export interface IPromotion {
  readonly alias: string;
  readonly reason: string;
}

/** A version as people write it: `churn/3`. */
export function labelOf(version: ModelVersion): string {
  return `${version.model}/${version.number}`;
}

/** The aliases of a version, the one that counts most first. */
export function championFirst(aliases: readonly string[]): readonly string[] {
  const rank = (alias: string): number => (alias === 'champion' ? 0 : 1);
  return aliases.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** The alias a version is most likely to be promoted to. */
export function likelyAlias(version: ModelVersion): string {
  return version.aliases.includes('champion') ? 'challenger' : 'champion';
}

/** The verdict on all gates of a version; a version without gates has none. */
export function verdictOf(version: ModelVersion): 'passed' | 'failed' | 'unchecked' {
  if (!version.gates.length) {
    return 'unchecked';
  }
  return version.gates.every(gate => gate.verdict === 'passed') ? 'passed' : 'failed';
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

/** The metrics of a version; those that its gates look at come first. */
export function metricsOf(version: ModelVersion): Readonly<Record<string, number>> {
  const expressions = version.gates.map(gate => gate.expression).join(' ');
  const words: readonly string[] = expressions.match(/\w+/g) ?? [];
  const rank = (name: string): number => {
    const place = words.indexOf(name);
    return place < 0 ? words.length : place;
  };
  const entries = Object.entries(version.metrics);
  return Object.fromEntries(entries.sort(([a], [b]) => rank(a) - rank(b)));
}
