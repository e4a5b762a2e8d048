import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SweepForm } from '../../labextension/src/panels/sweeps/form';
import { SweepRequestModel } from '../../labextension/src/panels/sweeps/request';
import { fieldFor } from '../../labextension/src/form/field';
import {
  NOT_SEARCHED,
  spaceOf,
  waysOf
} from '../../labextension/src/panels/sweeps/search';
import { fakeServices, settled, trans, type IAsked, type IFakeServices } from './fakes';
import { aSweep } from './plans';
import { aParameter } from './records';
import { doing, one, render } from './render';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const NOTEBOOK = {
  notebook: 'train.ipynb',
  parameters: [
    aParameter('depth', 'int', 6),
    aParameter('rate', 'float', 0.1),
    aParameter('kind', 'str', 'tree', '', { choices: ['tree', 'forest'] }),
    aParameter('months', 'list', [1])
  ]
};

/** Let the pause pass after which the server is asked. */
async function pause(): Promise<void> {
  await doing(async () => {
    await vi.advanceTimersByTimeAsync(300);
    await settled();
  });
}

function bodies(services: IFakeServices, path: string): unknown[] {
  return services.fake.asked
    .filter(asked => asked.path === path)
    .map(({ question }) => question.body);
}

test('a parameter is searched in the ways that its type has, and is sent as the server reads it', () => {
  const number = fieldFor(aParameter('depth', 'int', 6));
  const word = fieldFor(aParameter('region', 'str', 'eu'));
  const list = fieldFor(aParameter('months', 'list', [1]));
  const flag = fieldFor(aParameter('fast', 'bool', true));
  expect(waysOf(number)).toEqual(['fixed', 'range', 'log', 'values']);
  expect(waysOf(word)).toEqual(['fixed', 'values']);
  const ends = { ...NOT_SEARCHED, low: '1', high: ' 9' };
  expect(spaceOf(number, { ...ends, how: 'range' }, trans)).toBe('1..9');
  expect(spaceOf(number, { ...ends, how: 'range', step: '2' }, trans)).toBe('1..9..2');
  expect(spaceOf(number, { ...ends, how: 'log' }, trans)).toBe('log:1..9');
  const values = (text: string): typeof ends => ({
    ...ends,
    how: 'values',
    values: text
  });
  expect(spaceOf(number, values('1, 2,x'), trans)).toEqual([1, 2, 'x']);
  expect(spaceOf(word, values('2..4, eu'), trans)).toEqual(['2..4', 'eu']);
  expect(spaceOf(list, values('[1,2], [3]'), trans)).toEqual([[1, 2], [3]]);
  const picked = { ...ends, how: 'values' as const, picked: ['true', 'false'] };
  expect(spaceOf(flag, picked, trans)).toEqual([true, false]);
});

test('a sweep says how much work it is, and starts with what is searched and what is not', async () => {
  const services = fakeServices({
    'GET notebook': NOTEBOOK,
    'POST previews/sweep': (asked: IAsked) => {
      const { metric } = asked.question.body as { metric: string };
      const problems = metric
        ? []
        : [{ field: 'metric', code: 'x', message: 'Which metric?', hint: '' }];
      return { trials: 40, points: 8, sampler: 'grid', parallel: 2, problems };
    },
    'POST sweeps': aSweep()
  });
  const model = new SweepRequestModel(services, 'train.ipynb');
  const host = await render(<SweepForm model={model} trans={trans} />);
  await doing(() => model.load());
  await doing(() => {
    model.search('depth', { how: 'range', low: '2', high: '5' });
    model.search('kind', { how: 'values' });
    model.enter('months', '[1, 2]');
    model.set('seeds', '5');
  });
  await doing(() => {
    for (const box of host.querySelectorAll<HTMLElement>('.ct-SpaceField-picks input')) {
      box.click();
    }
  });
  await pause();
  expect(one(host, '.ct-SweepSize').textContent).toBe(
    '8 points · 40 runs of the notebook · sampler grid · 2 at once'
  );
  expect(host.querySelector('.ct-Field-problem')).toBeNull();
  await doing(async () => {
    expect(await model.submit()).toBeNull();
  });
  expect(one(host, '[data-option="metric"] .ct-Field-problem').textContent).toBe(
    'Which metric?'
  );
  model.set('metric', 'auc');
  await doing(async () => {
    expect(await model.submit()).toEqual(aSweep());
  });
  expect(bodies(services, 'sweeps')).toEqual([
    {
      notebook: 'train.ipynb',
      space: { depth: '2..5', kind: ['tree', 'forest'] },
      fixed: { months: [1, 2] },
      metric: 'auc',
      minimize: false,
      sampler: null,
      n: null,
      seeds: 5,
      parallel: null,
      prune: false,
      cache: false,
      on: '',
      name: null
    }
  ]);
});
