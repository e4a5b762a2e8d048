import type { AliasPolicy } from '../../nouns';
import type { IPolicyWish } from '../../registry/policy';
import type { State } from '../../state';
import type { IServices } from '../../tokens';
import { PartsModel } from '../parts';

/** What stands for all models that have no policy of their own. */
export const EVERY = '*';
/** By what a refusal is read where no policy is there yet. */
export const NEW_POLICY = '';

/** What an alias asks for, and whether who looks at it may change that. */
export interface IRule {
  readonly policy: AliasPolicy;
  readonly mayChange: boolean;
}

/** What the aliases of a model ask for beyond passed gates. */
export class PoliciesModel extends PartsModel {
  constructor(
    services: IServices,
    private readonly _name: string
  ) {
    super(services);
  }

  /** The policies that hold for the model, its own and those of all models. */
  list(): State<readonly IRule[]> {
    return this.part(
      'policies',
      () => this._fetch(),
      event => event.noun === 'policy'
    );
  }

  /** Say what an alias asks for; returns whether that holds now. */
  set({ alias, ...wish }: IPolicyWish, id = alias): Promise<boolean> {
    return this.attempts.make(id, async () => {
      await this.services.client.post('models/{name}/aliases/{alias}/policy', {
        path: { name: this._name, alias },
        body: wish
      });
      await this.refresh();
    });
  }

  /** Forget what an alias asks for. */
  remove(alias: string, reason: string): Promise<boolean> {
    return this.attempts.make(alias, async () => {
      await this.services.client.post('models/{name}/aliases/{alias}/policy/remove', {
        path: { name: this._name, alias },
        body: { reason }
      });
      await this.refresh();
    });
  }

  private async _fetch(): Promise<readonly IRule[]> {
    const { policies } = await this.services.client.get('policies', {});
    const own = policies.filter(({ model }) => model === this._name);
    const aliases = own.map(({ alias }) => alias);
    const shared = policies.filter(
      ({ alias, model }) => model === EVERY && !aliases.includes(alias)
    );
    return Promise.all([...own, ...shared].map(policy => this._rule(policy)));
  }

  private async _rule(policy: AliasPolicy): Promise<IRule> {
    const { may_change } = await this.services.client.get(
      'models/{name}/aliases/{alias}/policy',
      { path: { name: policy.model, alias: policy.alias } }
    );
    return { policy, mayChange: may_change };
  }
}
