import { expect, test, vi } from 'vitest';
import { DeploymentsBody } from '../../labextension/src/panels/deployments/body';
import { RoutesEditor } from '../../labextension/src/panels/deployments/editor';
import { DeploymentsModel } from '../../labextension/src/panels/deployments/model';
import { draftsOf } from '../../labextension/src/panels/deployments/routes';
import type { Deployment } from '../../labextension/src/nouns';
import { fakeServices, settled, trans } from './fakes';
import { aDeployment, aModel, aVersion } from './records.serving';
import { doing, one, render } from './render';

async function show(deployments: readonly Deployment[] | null): Promise<{
  host: HTMLElement;
  onEditRoutes: ReturnType<typeof vi.fn>;
  onStop: ReturnType<typeof vi.fn>;
}> {
  const model = new DeploymentsModel(
    fakeServices({
      ...(deployments && { 'GET deployments': { deployments } }),
      'GET models/{name}': aModel([aVersion(3)])
    })
  );
  const calls = { onEditRoutes: vi.fn(), onStop: vi.fn() };
  const host = await render(<DeploymentsBody model={model} trans={trans} {...calls} />);
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  await doing(settled);
  return { host, ...calls };
}

test('before anything is deployed it says how', async () => {
  const { host } = await show([]);
  expect(one(host, '.ct-Empty').textContent).toContain('%deploy churn@champion');
});

test('a refusal is shown with its hint', async () => {
  const { host } = await show(null);
  expect(one(host, '.ct-Problem').textContent).toContain('Look elsewhere.');
});

test('a live one shows its address, a command, its traffic and how much it was asked', async () => {
  const { host } = await show([
    aDeployment('shop', {
      routes: [
        { version: 3, weight: 0.9, shadow: false },
        { version: 4, weight: 0.1, shadow: false },
        { version: 5, weight: 0, shadow: true }
      ]
    })
  ]);
  const row = one(host, '.ct-Row[data-id="shop"]');
  expect(one(row, 'a').getAttribute('href')).toBe('http://127.0.0.1:8123');
  expect(row.textContent).toContain('12,000 requests');
  expect(row.textContent).toContain('"rows":[{"age":0,"plan":""}]');
  const shares = [...row.querySelectorAll('.ct-Share')].map(share => share.textContent);
  expect(shares).toEqual(['churn/390%', 'churn/410%', 'churn/5shadow']);
  expect(one(row, '[data-status="running"]').className).toContain('ct-mod-good');
});

test('those that ended are folded away, a failed one says why', async () => {
  const { host } = await show([
    aDeployment('old', { status: 'stopped' }),
    aDeployment('bad', { status: 'failed', error: 'The port is in use.' })
  ]);
  expect(host.querySelectorAll('.ct-Row')).toHaveLength(0);
  expect(host.textContent).toContain('Nothing answers requests now.');
  await doing(() => {
    one(host, '.ct-Fold-button').click();
  });
  expect(one(host, '.ct-Row[data-id="bad"] .ct-Row-error').textContent).toBe(
    'The port is in use.'
  );
  expect(host.querySelectorAll('.ct-Action')).toHaveLength(0);
});

test('traffic and stop are asked for at a deployment', async () => {
  const shop = aDeployment('shop');
  const { host, onEditRoutes, onStop } = await show([shop]);
  await doing(() => {
    one(host, '[data-action="routes"]').click();
    one(host, '[data-action="stop"]').click();
  });
  expect(onEditRoutes).toHaveBeenCalledWith(shop);
  expect(onStop).toHaveBeenCalledWith(shop);
});

test('the editor adds a version, and says so while the shares do not add up', async () => {
  const onChange = vi.fn();
  const host = await render(
    <RoutesEditor
      drafts={draftsOf([{ version: 3, weight: 0.9, shadow: false }])}
      versions={[4, 3]}
      trans={trans}
      onChange={onChange}
    />
  );
  const editor = one(host, '.ct-Routes');
  expect(editor.className).toContain('jp-mod-error');
  expect(one(host, '.ct-Routes-problem').textContent).toContain('90 %');
  const add = [...host.querySelectorAll<HTMLElement>('button, jp-button')].find(
    button => button.textContent === 'Add a version'
  );
  await doing(() => add?.click());
  expect(onChange).toHaveBeenLastCalledWith([
    { version: 3, percent: '90', shadow: false },
    { version: 4, percent: '0', shadow: false }
  ]);
  expect(host.querySelectorAll('.ct-RouteLine')).toHaveLength(2);
});
