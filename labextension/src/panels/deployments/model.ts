import { Signal, type ISignal } from '@lumino/signaling';
import { Attempts } from '../../attempts';
import type { Deployment, Model, Route } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';

/** The deployments, and what can be done with them. */
export class DeploymentsModel implements ISectionModel {
  constructor(services: IServices) {
    this._services = services;
    this._deployments = new Watched({
      feed: services.feed,
      fetch: async () => (await services.client.get('deployments', {})).deployments,
      concerns: event => event.noun === 'deployment'
    });
    this._deployments.changed.connect(this._onPartChanged, this);
    this.attempts.changed.connect(this._onPartChanged, this);
  }

  /** What was asked for, by the id of the deployment. */
  readonly attempts = new Attempts();

  /** Emitted when anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): State<readonly Deployment[]> {
    return this._deployments.state;
  }

  get visible(): boolean {
    return this._deployments.visible;
  }
  set visible(visible: boolean) {
    this._deployments.visible = visible;
    this._models.forEach(model => {
      model.visible = visible;
    });
  }

  get isDisposed(): boolean {
    return this._deployments.isDisposed;
  }

  dispose(): void {
    this._deployments.dispose();
    this._models.forEach(model => {
      model.dispose();
    });
    this.attempts.dispose();
    Signal.clearData(this);
  }

  refresh(): Promise<void> {
    return this._deployments.refresh();
  }

  /** The model that a deployment serves, fetched when it is first asked for; null where it is not known. */
  modelOf(deployment: Deployment): Model | null {
    const name = deployment.model;
    const model = this._models.get(name) ?? this._watch(name);
    return model.state.phase === 'ready' ? model.state.value : null;
  }

  /** Stop answering; returns whether it was done. */
  stop(deployment: Deployment): Promise<boolean> {
    return this.attempts.make(deployment.id, async () => {
      await this._services.client.post('deployments/{deployment}/stop', {
        path: { deployment: deployment.id }
      });
      await this.refresh();
    });
  }

  /** Share the requests out anew; returns whether it was done. */
  setRoutes(deployment: Deployment, routes: readonly Route[]): Promise<boolean> {
    return this.attempts.make(deployment.id, async () => {
      await this._services.client.post('deployments/{deployment}/routes', {
        path: { deployment: deployment.id },
        body: { routes }
      });
      await this.refresh();
    });
  }

  private _watch(name: string): Watched<Model> {
    const model = new Watched({
      feed: this._services.feed,
      fetch: () => this._services.client.get('models/{name}', { path: { name } }),
      concerns: event => event.noun === 'model' && event.id === name
    });
    model.changed.connect(this._onPartChanged, this);
    this._models.set(name, model);
    model.visible = this.visible;
    return model;
  }

  private _onPartChanged(): void {
    this._changed.emit();
  }

  private readonly _services: IServices;
  private readonly _deployments: Watched<readonly Deployment[]>;
  private readonly _models = new Map<string, Watched<Model>>();
  private readonly _changed = new Signal<this, void>(this);
}

/** Whether it answers, or soon will. */
export function isLive(deployment: Deployment): boolean {
  return deployment.status === 'running' || deployment.status === 'starting';
}
