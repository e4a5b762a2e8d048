import { describe, expect, it, vi } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import {
  DeploymentsBody,
  type IDeploymentActions
} from '../../labextension/src/panels/deployments/body';
import {
  curlLine,
  DeploymentsModel
} from '../../labextension/src/panels/deployments/model';
import {
  sumsToWhole,
  withShares
} from '../../labextension/src/panels/deployments/weights';
import { after, draw, find, texts } from './draw';
import { fakeServices, trans } from './fakes';
import { aDeployment, aModel, aVersion } from './things';

async function drawDeployments(
  reply: () => unknown
): Promise<{ host: HTMLElement; actions: IDeploymentActions }> {
  const model = new DeploymentsModel(fakeServices({ deployments: reply }).services);
  const actions = {
    stop: vi.fn(),
    setRoutes: vi.fn(),
    checkDrift: vi.fn(),
    curl: vi.fn()
  };
  const host = await draw(
    <DeploymentsBody model={model} trans={trans} actions={actions} />
  );
  await after(() => {
    model.visible = true;
  });
  return { host, actions };
}

const canary = [
  { version: 1, weight: 0.9, shadow: false },
  { version: 2, weight: 0.1, shadow: false },
  { version: 3, weight: 0, shadow: true }
];

describe('the model of the deployments', () => {
  it('stops a deployment by its name, and fetches them again', async () => {
    const { client, services } = fakeServices({
      deployments: () => ({ deployments: [] }),
      'deployments/{deployment}/stop': () => aDeployment({ status: 'stopped' })
    });
    await new DeploymentsModel(services).stop(aDeployment({ name: 'live' }));
    expect(client.calls.map(({ path, question }) => [path, question])).toEqual([
      ['deployments/{deployment}/stop', { path: { deployment: 'live' } }],
      ['deployments', {}]
    ]);
  });

  it('writes a curl line with a row as the version takes it', async () => {
    const inputs = [
      { name: 'age', type: 'double', nullable: false },
      { name: 'plan', type: 'string', nullable: false },
      { name: 'active', type: 'bool', nullable: false }
    ];
    const { services } = fakeServices({
      'models/{name}': () =>
        aModel(
          aVersion({ number: 2 }),
          aVersion({ number: 1, signature: { inputs, outputs: [] } })
        )
    });
    expect(await new DeploymentsModel(services).curl(aDeployment())).toBe(
      "curl -s http://localhost:4000/predict -H 'Content-Type: application/json' " +
        `-d '{"rows":[{"age":0,"plan":"","active":false}]}'`
    );
  });

  it('writes a quote in a column so that a shell keeps it', () => {
    const column = { name: "it's", type: 'double', nullable: false };
    expect(curlLine(aDeployment(), [column])).toContain(`{"it'\\''s":0}`);
  });
});

describe('the shares of traffic', () => {
  it('have to add up to the whole, none of them below nothing', () => {
    expect(sumsToWhole([90, 10])).toBe(true);
    expect(sumsToWhole([33.333, 33.333, 33.334])).toBe(true);
    expect(sumsToWhole([90, 20])).toBe(false);
    expect(sumsToWhole([110, -10])).toBe(false);
    expect(sumsToWhole([Number.NaN, 100])).toBe(false);
  });

  it('change the weights of the versions that answer, never those of a shadow', () => {
    const percents = new Map([
      [1, 50],
      [2, 50],
      [3, 99]
    ]);
    expect(withShares(canary, percents)).toEqual([
      { version: 1, weight: 0.5, shadow: false },
      { version: 2, weight: 0.5, shadow: false },
      { version: 3, weight: 0, shadow: true }
    ]);
  });
});

describe('the list of deployments', () => {
  it('says how to deploy while nothing is deployed', async () => {
    const { host } = await drawDeployments(() => ({ deployments: [] }));
    expect(texts(host, '.ct-Empty pre')).toEqual(['%deploy churn']);
  });

  it('shows the message and the hint of a refusal', async () => {
    const { host } = await drawDeployments(() =>
      Promise.reject(new RequestError('x', 'What.', 'Do.'))
    );
    expect(texts(host, '.ct-Problem p')).toEqual(['What.', 'Do.']);
  });

  it('shows the address, each route with its share, and how much was asked', async () => {
    const { actions, host } = await drawDeployments(() => ({
      deployments: [aDeployment({ routes: canary })]
    }));
    expect(find(host, '.ct-Address').textContent).toBe('http://localhost:4000');
    expect(texts(host, '.ct-Routes li')).toEqual([
      'churn/190%',
      'churn/210%',
      'churn/3shadow'
    ]);
    expect(find(host, '.ct-Row-text').textContent).toBe('1,200 requests');
    expect(texts(host, '.ct-Actions button')).toEqual([
      'URL',
      'curl',
      'Traffic…',
      'Stop',
      'Check drift'
    ]);
    host.querySelectorAll<HTMLElement>('.ct-Actions button')[3]?.click();
    expect(actions.stop).toHaveBeenCalledOnce();
  });

  it('offers no address of one that does not answer, and says why it failed', async () => {
    const { host } = await drawDeployments(() => ({
      deployments: [aDeployment({ status: 'failed', error: 'Port 80 is taken.' })]
    }));
    expect(host.querySelector('.ct-Address')).toBeNull();
    expect(find(host, '.ct-Row-error').textContent).toBe('Port 80 is taken.');
    expect(texts(host, '.ct-Actions button')).toEqual(['Check drift']);
  });
});
