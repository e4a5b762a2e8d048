import { describe, expect, test } from 'vitest';
import { curl } from '../../labextension/src/panels/deployments/curl';
import { DeploymentsModel } from '../../labextension/src/panels/deployments/model';
import {
  draftsOf,
  problemOf,
  routesOf,
  type IRouteDraft
} from '../../labextension/src/panels/deployments/routes';
import { fakeServices, settled, trans } from './fakes';
import { aColumn, aDeployment, aModel, aVersion } from './records.serving';

const draft = (version: number, percent: string, shadow = false): IRouteDraft => ({
  version,
  percent,
  shadow
});

describe('the list of deployments', () => {
  test('is fetched again when a deployment changed, and for nothing else', async () => {
    const services = fakeServices({ 'GET deployments': { deployments: [] } });
    const model = new DeploymentsModel(services);
    model.visible = true;
    await settled();
    services.feed.tell('model');
    services.feed.tell('drift');
    await settled();
    expect(services.fake.asked).toHaveLength(1);
    services.feed.tell('deployment');
    await settled();
    expect(services.fake.asked).toHaveLength(2);
    model.dispose();
    expect(model.isDisposed).toBe(true);
  });

  test('fetches the model of a deployment once, when it is asked for', async () => {
    const known = aModel([aVersion(3)]);
    const services = fakeServices({
      'GET deployments': { deployments: [] },
      'GET models/{name}': known
    });
    const model = new DeploymentsModel(services);
    model.visible = true;
    expect(model.modelOf(aDeployment('a'))).toBeNull();
    expect(model.modelOf(aDeployment('b'))).toBeNull();
    await settled();
    expect(model.modelOf(aDeployment('a'))).toBe(known);
    const asked = services.fake.asked.filter(one => one.path === 'models/{name}');
    expect(asked).toHaveLength(1);
  });

  test('stops a deployment, and keeps the reason where that is refused', async () => {
    const services = fakeServices({ 'GET deployments': { deployments: [] } });
    const model = new DeploymentsModel(services);
    expect(await model.stop(aDeployment('a'))).toBe(false);
    expect(model.attempts.refusal('a')?.hint).toBe('Look elsewhere.');
    services.fake.answers['POST deployments/{deployment}/stop'] = aDeployment('a');
    expect(await model.stop(aDeployment('a'))).toBe(true);
    expect(model.attempts.refusal('a')).toBeNull();
  });

  test('sends the routes as shares', async () => {
    const services = fakeServices({
      'GET deployments': { deployments: [] },
      'POST deployments/{deployment}/routes': aDeployment('a')
    });
    const model = new DeploymentsModel(services);
    const routes = routesOf([draft(3, '90'), draft(4, '10'), draft(5, '', true)]);
    await model.setRoutes(aDeployment('a'), routes);
    expect(services.fake.asked[0]?.question).toEqual({
      path: { deployment: 'a' },
      body: {
        routes: [
          { version: 3, weight: 0.9, shadow: false },
          { version: 4, weight: 0.1, shadow: false },
          { version: 5, weight: 0, shadow: true }
        ]
      }
    });
  });
});

describe('routes as they are edited', () => {
  test.each([
    ['one answers all', [draft(1, '100')], ''],
    ['two share', [draft(1, '90'), draft(2, '10')], ''],
    [
      'thirds are close enough',
      [draft(1, '33.33'), draft(2, '33.33'), draft(3, '33.34')],
      ''
    ],
    ['a shadow does not count', [draft(1, '100'), draft(2, '50', true)], ''],
    ['too little', [draft(1, '90')], 'add up to 90 %'],
    ['too much', [draft(1, '90'), draft(2, '20')], 'add up to 110 %'],
    ['only shadows', [draft(1, '100', true)], 'has to answer'],
    ['twice the same', [draft(1, '50'), draft(1, '50')], 'only once'],
    ['no number', [draft(1, 'all')], 'a number from 0 to 100'],
    ['nothing', [draft(1, ' ')], 'a number from 0 to 100'],
    ['less than nothing', [draft(1, '110'), draft(2, '-10')], 'a number from 0 to 100']
  ])('%s', (_, drafts, problem) => {
    const found = problemOf(drafts, trans);
    expect(problem === '' ? found : found.includes(problem)).toBe(
      problem === '' ? '' : true
    );
  });

  test('come back as they were', () => {
    const { routes } = aDeployment('a', {
      routes: [
        { version: 1, weight: 0.07, shadow: false },
        { version: 2, weight: 0.93, shadow: false }
      ]
    });
    expect(draftsOf(routes).map(one => one.percent)).toEqual(['7', '93']);
    expect(routesOf(draftsOf(routes))).toEqual(routes);
  });
});

describe('the command that asks once', () => {
  test('has the columns of the version that answers', () => {
    expect(curl(aDeployment('a'), aModel([aVersion(3)]))).toBe(
      "curl -s http://127.0.0.1:8123/predict -H 'Content-Type: application/json' " +
        `-d '{"rows":[{"age":0,"plan":""}]}'`
    );
  });

  test('has an empty row where the model is not known', () => {
    expect(curl(aDeployment('a'), null)).toContain(`'{"rows":[{}]}'`);
  });

  test('survives a quote in the name of a column', () => {
    const signature = {
      inputs: [aColumn("o'clock", 'bool')],
      outputs: []
    };
    const model = aModel([aVersion(3, { signature })]);
    expect(curl(aDeployment('a'), model)).toContain(`{"o'\\''clock":false}`);
  });
});
