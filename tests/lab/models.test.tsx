import { describe, expect, it, vi } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import type { Model } from '../../labextension/src/nouns';
import {
  ModelsBody,
  type IModelActions
} from '../../labextension/src/panels/models/body';
import { ModelsModel } from '../../labextension/src/panels/models/model';
import { after, click, draw, find, texts } from './draw';
import { fakeServices, settle, trans } from './fakes';
import { aModel, aVersion } from './things';

async function drawModels(models: () => unknown): Promise<{
  host: HTMLElement;
  actions: IModelActions;
  fake: ReturnType<typeof fakeServices>;
}> {
  const fake = fakeServices({ models });
  const model = new ModelsModel(fake.services);
  const actions = { promote: vi.fn(), deploy: vi.fn(), openRun: vi.fn() };
  const host = await draw(<ModelsBody model={model} trans={trans} actions={actions} />);
  await after(() => {
    model.visible = true;
  });
  return { host, actions, fake };
}

function page(...models: Model[]): () => unknown {
  return () => ({ models });
}

describe('the model of the models', () => {
  it('moves an alias with the reason, and fetches the models again', async () => {
    const { client, services } = fakeServices({
      models: page(aModel()),
      'models/{name}/aliases/{alias}': () => aVersion()
    });
    const model = new ModelsModel(services);
    await model.promote(aVersion({ number: 3 }), 'champion', 'it is better');
    expect(client.calls).toEqual([
      {
        method: 'post',
        path: 'models/{name}/aliases/{alias}',
        question: {
          path: { name: 'churn', alias: 'champion' },
          body: { number: 3, reason: 'it is better' }
        }
      },
      { method: 'get', path: 'models', question: {} }
    ]);
  });

  it('deploys the very version, not an alias that may move', async () => {
    const { client, services } = fakeServices({
      deployments: () => ({ url: 'http://x' })
    });
    const url = await new ModelsModel(services).deploy(aVersion({ number: 3 }), 'live');
    expect(url).toBe('http://x');
    expect(client.asked('deployments')).toEqual([
      { body: { model: 'churn/3', name: 'live' } }
    ]);
  });

  it('is fetched again when a model changed, and not when a run did', async () => {
    const { client, feed, services } = fakeServices({ models: page() });
    new ModelsModel(services).visible = true;
    await settle();
    feed.tell('run');
    feed.tell('model');
    await settle();
    expect(client.asked('models')).toHaveLength(2);
  });
});

describe('the list of models', () => {
  it('says how to register one while there is none', async () => {
    const { host } = await drawModels(page());
    expect(texts(host, '.ct-Empty pre')).toEqual(['%register model churn']);
  });

  it('shows the message and the hint of a refusal', async () => {
    const { host } = await drawModels(() =>
      Promise.reject(new RequestError('x', 'What.', 'What to do.'))
    );
    expect(texts(host, '.ct-Problem p')).toEqual(['What.', 'What to do.']);
  });

  it('shows aliases, metrics and each gate with its reason', async () => {
    const gates = [
      {
        expression: 'auc >= 0.8',
        verdict: 'passed',
        reason: 'auc = 0.85',
        checked_at: 0
      },
      {
        expression: 'brier < 0.1',
        verdict: 'failed',
        reason: 'brier = 0.2',
        checked_at: 0
      }
    ] as const;
    const { host } = await drawModels(
      page(aModel(aVersion({ aliases: ['champion'], gates, metrics: { auc: 0.85 } })))
    );
    expect(texts(host, '.ct-Chip')).toEqual(['champion']);
    expect(texts(host, '.ct-Value')).toEqual(['auc0.85']);
    expect(texts(host, '.ct-Gates li')).toEqual([
      'auc >= 0.8auc = 0.85',
      'brier < 0.1brier = 0.2'
    ]);
    expect(find(host, '.ct-Row-head .ct-Status').dataset.status).toBe('failed');
  });

  it('shows the three newest versions until one asks for the others', async () => {
    const versions = [5, 4, 3, 2, 1].map(number => aVersion({ number }));
    const { host } = await drawModels(page(aModel(...versions)));
    expect(texts(host, '.ct-Version')).toEqual(['version 5', 'version 4', 'version 3']);
    await click(host, '.ct-More');
    expect(host.querySelectorAll('.ct-Row')).toHaveLength(5);
  });

  it('asks for what is clicked with the version it was clicked on', async () => {
    const version = aVersion({ number: 2, run_id: 'r9' });
    const { actions, host } = await drawModels(page(aModel(version)));
    for (const button of host.querySelectorAll<HTMLElement>('.ct-Actions button')) {
      button.click();
    }
    expect(vi.mocked(actions.promote).mock.calls).toEqual([[version]]);
    expect(vi.mocked(actions.deploy).mock.calls).toEqual([[version]]);
    expect(vi.mocked(actions.openRun).mock.calls).toEqual([['r9']]);
  });
});
