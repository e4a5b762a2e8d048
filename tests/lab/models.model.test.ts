import { describe, expect, test } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import { ModelsModel, split } from '../../labextension/src/panels/models/model';
import {
  championFirst,
  likelyAlias,
  metricsOf,
  verdictOf
} from '../../labextension/src/registry/versions';
import { deferred, fakeServices, settled, type IFakeServices } from './fakes';
import { aGate, aModel, aVersion } from './records.serving';

const PROMOTION = { alias: 'champion', reason: 'better on spring' };

/** How often the models were fetched. */
function timesAsked({ fake }: IFakeServices): number {
  return fake.asked.filter(({ path }) => path === 'models').length;
}

describe('the list of models', () => {
  test('is fetched when it is seen, and again when a model changed', async () => {
    const services = fakeServices({ 'GET models': { models: [] } });
    const model = new ModelsModel(services);
    await settled();
    expect(services.fake.asked).toHaveLength(0);
    model.visible = true;
    await settled();
    services.feed.tell('run');
    services.feed.tell('deployment');
    await settled();
    expect(timesAsked(services)).toBe(1);
    services.feed.tell('model', 'churn');
    await settled();
    expect(timesAsked(services)).toBe(2);
  });

  test('is left alone after it was disposed of', async () => {
    const services = fakeServices({ 'GET models': { models: [] } });
    const model = new ModelsModel(services);
    model.visible = true;
    await settled();
    model.dispose();
    services.feed.tell('model');
    await settled();
    expect(timesAsked(services)).toBe(1);
  });
});

describe('a promotion', () => {
  test('moves the alias and shows where it is now', async () => {
    const services = fakeServices({
      'GET models': { models: [] },
      'POST models/{name}/aliases/{alias}': aVersion(3)
    });
    const model = new ModelsModel(services);
    expect(await model.promote(aVersion(3), PROMOTION)).toBe(true);
    expect(services.fake.asked).toEqual([
      {
        method: 'POST',
        path: 'models/{name}/aliases/{alias}',
        question: {
          path: { name: 'churn', alias: 'champion' },
          body: { number: 3, reason: 'better on spring' }
        }
      },
      { method: 'GET', path: 'models', question: {} },
      {
        method: 'GET',
        path: 'approvals',
        question: { query: { status: 'requested', limit: 200 } }
      }
    ]);
  });

  test('that is refused keeps the reason at the version until it was read', async () => {
    const services = fakeServices({
      'POST models/{name}/aliases/{alias}': () => {
        throw new RequestError('gate_failed', 'A gate does not hold.', 'Train again.');
      }
    });
    const model = new ModelsModel(services);
    expect(await model.promote(aVersion(3), PROMOTION)).toBe(false);
    expect(model.attempts.refusal('churn/3')).toMatchObject({
      code: 'gate_failed',
      hint: 'Train again.'
    });
    expect(model.attempts.refusal('churn/2')).toBeNull();
    model.attempts.forget('churn/3');
    expect(model.attempts.refusal('churn/3')).toBeNull();
  });
});

test('a version is deployed once, however often it is asked for meanwhile', async () => {
  const answer = deferred<unknown>();
  const services = fakeServices({ 'POST deployments': () => answer.promise });
  const model = new ModelsModel(services);
  const first = model.deploy(aVersion(3));
  expect(model.attempts.isBusy('churn/3')).toBe(true);
  expect(await model.deploy(aVersion(3))).toBe(false);
  answer.resolve({});
  expect(await first).toBe(true);
  expect(model.attempts.isBusy('churn/3')).toBe(false);
  expect(services.fake.asked.map(asked => asked.question.body)).toEqual([
    { model: 'churn/3', name: 'churn' }
  ]);
});

test('the newest versions are shown, and those that have an alias', () => {
  const versions = [7, 6, 5, 4, 3, 2, 1].map(number =>
    aVersion(number, { aliases: number === 2 ? ['champion'] : [] })
  );
  const { older, shown } = split(aModel(versions.toReversed()));
  expect(shown.map(one => one.number)).toEqual([7, 6, 5, 2]);
  expect(older.map(one => one.number)).toEqual([4, 3, 1]);
});

test.each([
  [[], 'unchecked'],
  [['passed', 'passed'], 'passed'],
  [['passed', 'failed'], 'failed']
] as const)('gates %j together: %s', (verdicts, expected) => {
  const gates = verdicts.map((verdict, i) => aGate(`g${i}`, verdict));
  expect(verdictOf(aVersion(1, { gates }))).toBe(expected);
});

test('the champion is offered to be challenger, all others to be champion', () => {
  expect(likelyAlias(aVersion(1, { aliases: ['champion'] }))).toBe('challenger');
  expect(likelyAlias(aVersion(1, { aliases: ['challenger'] }))).toBe('champion');
});

test('the metrics that gates look at come first', () => {
  const version = aVersion(1, { metrics: { brier: 0.1, late: 0.2, auc: 0.8 } });
  expect(Object.keys(metricsOf(version))).toEqual(['auc', 'brier', 'late']);
});

test('the champion comes first among the aliases', () => {
  expect(championFirst(['archive', 'champion', 'beta'])).toEqual([
    'champion',
    'archive',
    'beta'
  ]);
});
