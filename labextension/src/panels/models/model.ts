import type { ISignal } from '@lumino/signaling';
import type { Model, ModelVersion } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';

/** The models with their versions, and what can be done with them. */
export class ModelsModel implements ISectionModel {
  constructor(private readonly _services: IServices) {
    this._models = new Watched({
      feed: _services.feed,
      fetch: async () => (await _services.client.get('models', {})).models,
      concerns: event => event.noun === 'model'
    });
  }

  /** Emitted when the models changed. */
  get changed(): ISignal<unknown, void> {
    return this._models.changed;
  }

  get state(): State<readonly Model[]> {
    return this._models.state;
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
  }

  refresh(): Promise<void> {
    return this._models.refresh();
  }

  /** Move an alias to a version. */
  async promote(version: ModelVersion, alias: string, reason: string): Promise<void> {
    await this._services.client.post('models/{name}/aliases/{alias}', {
      path: { name: version.model, alias },
      body: { number: version.number, reason }
    });
    await this.refresh();
  }

  /** Serve a version; returns where it answers. */
  async deploy(version: ModelVersion, name: string): Promise<string> {
    const deployment = await this._services.client.post('deployments', {
      body: { model: `${version.model}/${version.number}`, name }
    });
    return deployment.url;
  }

  private readonly _models: Watched<readonly Model[]>;
}
