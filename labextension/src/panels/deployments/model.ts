import type { ISignal } from '@lumino/signaling';
import type { Column, Deployment, Route } from '../../nouns';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import type { ISectionModel } from '../../ui/section';
import { Watched } from '../../watched';

/** The deployments, and what can be done with them. */
export class DeploymentsModel implements ISectionModel {
  constructor(private readonly _services: IServices) {
    this._deployments = new Watched({
      feed: _services.feed,
      fetch: async () => (await _services.client.get('deployments', {})).deployments,
      concerns: event => event.noun === 'deployment'
    });
  }

  /** Emitted when the deployments changed. */
  get changed(): ISignal<unknown, void> {
    return this._deployments.changed;
  }

  get state(): State<readonly Deployment[]> {
    return this._deployments.state;
  }

  get visible(): boolean {
    return this._deployments.visible;
  }
  set visible(visible: boolean) {
    this._deployments.visible = visible;
  }

  get isDisposed(): boolean {
    return this._deployments.isDisposed;
  }

  dispose(): void {
    this._deployments.dispose();
  }

  refresh(): Promise<void> {
    return this._deployments.refresh();
  }

  /** Stop answering. */
  async stop(deployment: Deployment): Promise<void> {
    await this._services.client.post('deployments/{deployment}/stop', {
      path: { deployment: deployment.name }
    });
    await this.refresh();
  }

  /** Set which version takes which share of the requests. */
  async setRoutes(deployment: Deployment, routes: readonly Route[]): Promise<void> {
    await this._services.client.post('deployments/{deployment}/routes', {
      path: { deployment: deployment.name },
      body: { routes }
    });
    await this.refresh();
  }

  /** The line that asks a deployment once. */
  async curl(deployment: Deployment): Promise<string> {
    const { versions } = await this._services.client.get('models/{name}', {
      path: { name: deployment.model }
    });
    const serving = versions.find(
      version => version.number === deployment.routes[0]?.version
    );
    return curlLine(deployment, serving?.signature.inputs ?? []);
  }

  private readonly _deployments: Watched<readonly Deployment[]>;
}

/** A line for a terminal that asks a deployment once, with a row as its model takes it. */
export function curlLine(deployment: Deployment, columns: readonly Column[]): string {
  const row = Object.fromEntries(
    columns.map(({ name, type }) => [name, plainValue(type)])
  );
  const body = JSON.stringify({ rows: [row] }).replaceAll("'", "'\\''");
  return `curl -s ${deployment.url}/predict -H 'Content-Type: application/json' -d '${body}'`;
}

function plainValue(type: string): string | number | boolean {
  switch (type) {
    case 'string':
    case 'large_string':
      return '';
    case 'bool':
      return false;
    default:
      return 0;
  }
}
