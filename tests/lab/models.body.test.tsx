import { expect, test, vi } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import { ModelsBody } from '../../labextension/src/panels/models/body';
import { ModelsModel } from '../../labextension/src/panels/models/model';
import { PromotionForm } from '../../labextension/src/registry/promote';
import { fakeServices, settled, trans } from './fakes';
import { aGate, aModel, aVersion } from './records.serving';
import { doing, one, render } from './render';

type Call = 'onPromote' | 'onRequest' | 'onDeploy' | 'onOpenRun' | 'onOpen';

async function show(answers: Record<string, unknown>): Promise<{
  host: HTMLElement;
  model: ModelsModel;
  calls: Record<Call, ReturnType<typeof vi.fn>>;
}> {
  const model = new ModelsModel(fakeServices(answers));
  const calls = {
    onPromote: vi.fn(),
    onRequest: vi.fn(),
    onDeploy: vi.fn(),
    onOpenRun: vi.fn(),
    onOpen: vi.fn()
  };
  const host = await render(<ModelsBody model={model} trans={trans} {...calls} />);
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, model, calls };
}

test('before there are models it says how to register one', async () => {
  const { host } = await show({ 'GET models': { models: [] } });
  expect(one(host, '.ct-Empty').textContent).toContain('%register model churn');
});

test('a refusal is shown with its hint', async () => {
  const { host } = await show({});
  expect(one(host, '.ct-Problem').textContent).toContain('Look elsewhere.');
});

test('a version shows its aliases, its gates with reasons, and its metrics', async () => {
  const failed = aGate('auc >= champion_auc', 'failed', 'auc = 0.7, champion_auc = 0.79');
  const version = aVersion(3, {
    aliases: ['champion'],
    gates: [...aVersion(3).gates, failed]
  });
  const { host } = await show({ 'GET models': { models: [aModel([version])] } });
  const row = one(host, '.ct-Row[data-id="churn/3"]');
  expect(row.getAttribute('aria-label')).toBe('churn/3, failed');
  expect(one(row, '.ct-Chip.ct-mod-champion').textContent).toBe('champion');
  expect(one(row, '.ct-Gate.ct-mod-passed').textContent).toBe('auc >= 0.8auc = 0.8312');
  expect(one(row, '.ct-Gate.ct-mod-failed').textContent).toContain('champion_auc = 0.79');
  expect(one(row, '.ct-Values').textContent).toBe('auc0.8312champion_auc0.79');
});

test('older versions are folded away until they are asked for', async () => {
  const versions = [5, 4, 3, 2, 1].map(number => aVersion(number));
  const { host } = await show({ 'GET models': { models: [aModel(versions)] } });
  const ids = (): (string | undefined)[] =>
    [...host.querySelectorAll<HTMLElement>('.ct-Row')].map(row => row.dataset.id);
  expect(ids()).toEqual(['churn/5', 'churn/4', 'churn/3']);
  await doing(() => {
    one(host, '.ct-Fold-button').click();
  });
  expect(ids()).toHaveLength(5);
  expect(one(host, '.ct-Fold-button').getAttribute('aria-expanded')).toBe('true');
});

test('each action says which version it is about', async () => {
  const of = aModel([aVersion(3)]);
  const { calls, host } = await show({ 'GET models': { models: [of] } });
  for (const name of ['promote', 'deploy', 'open-run']) {
    await doing(() => {
      one(host, `[data-action="${name}"]`).click();
    });
  }
  expect(calls.onPromote).toHaveBeenCalledWith(of.versions[0], of);
  expect(calls.onDeploy).toHaveBeenCalledWith(of.versions[0]);
  expect(calls.onOpenRun).toHaveBeenCalledWith('run-3');
  expect(calls.onOpen).not.toHaveBeenCalled();
  await doing(() => {
    one(host, '.ct-Row[data-id="churn/3"]').click();
  });
  expect(calls.onOpen).toHaveBeenCalledWith('churn/3');
});

test('a refused promotion is told at its version, and can be dismissed', async () => {
  const { host, model } = await show({
    'GET models': { models: [aModel([aVersion(3), aVersion(2)])] },
    'POST models/{name}/aliases/{alias}': () => {
      throw new RequestError('gate_failed', 'A gate does not hold.', 'Train again.');
    }
  });
  await doing(() => model.promote(aVersion(2), { alias: 'champion', reason: '' }));
  const problem = one(host, '.ct-Row[data-id="churn/2"] .ct-Problem');
  expect(problem.textContent).toContain('A gate does not hold.');
  expect(problem.textContent).toContain('Train again.');
  expect(host.querySelectorAll('.ct-Problem')).toHaveLength(1);
  await doing(() => {
    one(problem, 'button, jp-button').click();
  });
  expect(host.querySelectorAll('.ct-Problem')).toHaveLength(0);
});

test('the form starts with the likely alias', () => {
  const version = aVersion(3, { aliases: ['challenger'] });
  const form = new PromotionForm({ version, of: aModel([version]), trans, note: '' });
  expect(form.getValue()).toEqual({ alias: 'champion', reason: '' });
  form.dispose();
});
