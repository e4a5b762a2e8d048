import { Dialog } from '@jupyterlab/apputils';
import { afterEach, expect, test, vi } from 'vitest';
import type { AliasPolicy } from '../../labextension/src/nouns';
import { EVERY } from '../../labextension/src/pages/version/policies.model';
import { PolicyForm } from '../../labextension/src/registry/policy';
import { settled, trans, type IAsked } from './fakes';
import { doing, one } from './render';
import { show } from './versions';

afterEach(() => {
  Dialog.flush();
});

function aPolicy(fields: Partial<AliasPolicy> = {}): AliasPolicy {
  return {
    model: 'churn',
    alias: 'champion',
    approvers: ['ada', 'bob'],
    approvals: 1,
    signed: true,
    changed_at: 1,
    who: 'eve',
    ...fields
  };
}

test('what aliases of the model ask for is said, its own and those of all models', async () => {
  const { host } = await show({
    'GET policies': {
      policies: [
        aPolicy({ model: EVERY, alias: 'production', approvers: [], approvals: 2 }),
        aPolicy({ model: EVERY, alias: 'champion' }),
        aPolicy({ model: 'other' }),
        aPolicy()
      ]
    },
    'GET models/{name}/aliases/{alias}/policy': { policy: null, may_change: false }
  });
  const rows = host.querySelectorAll('.ct-VersionPage-policies li');
  expect([...rows].map(row => row.textContent)).toEqual([
    'champion1 approval by ada or bob and a signature that holdssaid by eveonly ada, bob may change that',
    'production2 approvals by others than the author and a signature that holdsas for all modelssaid by eve'
  ]);
});

test('who may change a policy changes it in a dialog that shows what holds', async () => {
  const { host, services } = await show({
    'GET policies': { policies: [aPolicy({ signed: false })] },
    'GET models/{name}/aliases/{alias}/policy': { policy: null, may_change: true },
    'POST models/{name}/aliases/{alias}/policy': aPolicy()
  });
  await doing(async () => {
    one(host, '[data-action="change-policy"]').click();
    await settled();
  });
  const dialog = one(document, '.jp-Dialog');
  expect(dialog.textContent).toContain('What churn@champion asks for');
  one(dialog, '.jp-mod-accept').click();
  const isChange = ({ method, path }: IAsked): boolean =>
    method === 'POST' && path.endsWith('/policy');
  await vi.waitFor(async () => {
    await doing(settled);
    expect(services.fake.asked.find(isChange)?.question).toEqual({
      path: { name: 'churn', alias: 'champion' },
      body: { approvals: 1, approvers: ['ada', 'bob'], signed: false, reason: '' }
    });
  });
});

test('a new policy begins with one approval by anybody for the champion', () => {
  expect(new PolicyForm(null, trans).getValue()).toEqual({
    alias: 'champion',
    approvals: 1,
    approvers: [],
    signed: false,
    reason: ''
  });
});
