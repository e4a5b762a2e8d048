import type { IClient } from '../client';
import type { ModelVersion } from '../nouns';
import { labelOf, type IPromotion } from './versions';

/** What can be said to a request. */
export type Decision = 'approve' | 'reject' | 'withdraw';

/** What can be asked to be done with versions, aliases and requests, said once for the panel and the page. */
export class RegistryActs {
  constructor(private readonly _client: IClient) {}

  /** Move an alias to a version. */
  promote(
    { model, number }: ModelVersion,
    { alias, reason }: IPromotion
  ): Promise<unknown> {
    return this._client.post('models/{name}/aliases/{alias}', {
      path: { name: model, alias },
      body: { number, reason }
    });
  }

  /** Give an alias back to the version that had it before. */
  rollBack(model: string, alias: string, reason: string): Promise<unknown> {
    return this._client.post('models/{name}/aliases/{alias}/rollback', {
      path: { name: model, alias },
      body: { reason }
    });
  }

  /** Let a version count no more, or again. */
  setRetired(
    { model, number }: ModelVersion,
    retired: boolean,
    reason: string
  ): Promise<unknown> {
    const path = { name: model, number: String(number) };
    return retired
      ? this._client.post('models/{name}/versions/{number}/retire', {
          path,
          body: { reason }
        })
      : this._client.post('models/{name}/versions/{number}/reinstate', {
          path,
          body: { reason }
        });
  }

  /** Ask others to approve that a version gets an alias. */
  requestApproval(
    version: ModelVersion,
    { alias, reason }: IPromotion
  ): Promise<unknown> {
    return this._client.post('approvals', {
      body: { version: labelOf(version), alias, comment: reason }
    });
  }

  /** Say something to a request. */
  decide(id: string, decision: Decision, comment: string): Promise<unknown> {
    const question = { path: { approval_id: id }, body: { comment } };
    switch (decision) {
      case 'approve':
        return this._client.post('approvals/{approval_id}/approve', question);
      case 'reject':
        return this._client.post('approvals/{approval_id}/reject', question);
      case 'withdraw':
        return this._client.post('approvals/{approval_id}/withdraw', question);
    }
  }

  /** Serve a version by an endpoint of this name. */
  deploy(version: ModelVersion, name: string): Promise<unknown> {
    return this._client.post('deployments', { body: { model: labelOf(version), name } });
  }
}
