import { describe, expect, test } from 'vitest';
import { fieldFor, read } from '../../labextension/src/form/field';
import { JobRequestModel } from '../../labextension/src/panels/jobs/request';
import { RequestError } from '../../labextension/src/client';
import { fakeServices, trans } from './fakes';
import { aJob, aParameter } from './records';

/** What a text stands for in a parameter of a type; `!` where it does not fit. */
function reading(type: string, text: string): unknown {
  const found = read({ ...fieldFor(aParameter('p', type)), text }, trans);
  return found.problem === null ? found.value : '!';
}

describe('what is entered', () => {
  test.each([
    ['int', '6', 6],
    ['int', '-1_000', -1000],
    ['int', '6.5', '!'],
    ['int', '', '!'],
    ['int', '9007199254740993', '!'],
    ['float', '0.5', 0.5],
    ['float', '1e-3', 0.001],
    ['float', '7', 7],
    ['float', '.5.', '!'],
    ['float', 'much', '!'],
    ['float', '1e999', '!'],
    ['str', ' eu ', ' eu '],
    ['str', '7', '7'],
    ['bool', 'true', true],
    ['bool', 'false', false],
    ['list', '[1, "a"]', [1, 'a']],
    ['list', '1, 2', '!'],
    ['tuple', '[1]', [1]],
    ['set', '{"a": 1}', '!'],
    ['dict', '{"a": 1}', { a: 1 }],
    ['dict', '[1]', '!'],
    ['any', '', null],
    ['any', 'None', null],
    ['any', '3', 3],
    ['any', 'eu', 'eu']
  ])('%s %s', (type, text, value) => {
    expect(reading(type, text)).toEqual(value);
  });
});

test('a field shows the default and is entered as its type asks', () => {
  const fields = [
    aParameter('depth', 'int', 6),
    aParameter('fast', 'bool', true),
    aParameter('region', 'str', 'eu'),
    aParameter('months', 'list', [1, 2]),
    aParameter('limit', 'int')
  ].map(fieldFor);
  expect(fields.map(({ kind, text }) => [kind, text])).toEqual([
    ['line', '6'],
    ['check', 'true'],
    ['line', 'eu'],
    ['block', '[1,2]'],
    ['line', '']
  ]);
});

const PARAMETERS = {
  notebook: 'train.ipynb',
  parameters: [
    aParameter('depth', 'int', 6),
    aParameter('rate', 'float', 0.1),
    aParameter('limit', 'int')
  ]
};

describe('a request for a job', () => {
  test('sends only what differs from the defaults', async () => {
    const services = fakeServices({
      'GET notebook': PARAMETERS,
      'POST jobs': aJob('j')
    });
    const model = new JobRequestModel(services, 'train.ipynb');
    await model.load();
    model.enter('depth', '8');
    model.enter('rate', '0.2');
    model.enter('rate', '0.1');
    expect(await model.submit()).toEqual(aJob('j'));
    expect(services.fake.asked.at(-1)?.question.body).toEqual({
      notebook: 'train.ipynb',
      parameters: { depth: 8 },
      options: {}
    });
  });

  test('is not sent while something does not fit', async () => {
    const services = fakeServices({ 'GET notebook': PARAMETERS });
    const model = new JobRequestModel(services, 'train.ipynb');
    await model.load();
    model.enter('depth', 'deep');
    expect(model.isComplete).toBe(false);
    expect(await model.submit()).toBeNull();
    expect(services.fake.asked.length).toBe(1);
  });

  test('keeps what was entered where the server refuses, and says why', async () => {
    const services = fakeServices({
      'GET notebook': PARAMETERS,
      'POST jobs': () => {
        throw new RequestError('bad_parameter', 'No.', 'Its default is 6.');
      }
    });
    const model = new JobRequestModel(services, 'train.ipynb');
    await model.load();
    model.enter('depth', '8');
    expect(await model.submit()).toBeNull();
    expect(model.refusal).toMatchObject({ message: 'No.', hint: 'Its default is 6.' });
    expect(model.state).toMatchObject({ value: [{ text: '8' }, {}, {}] });
    model.enter('depth', '9');
    expect(model.refusal).toBeNull();
  });

  test('is a problem where the notebook cannot be read', async () => {
    const model = new JobRequestModel(fakeServices(), 'no.ipynb');
    await model.load();
    expect(model.state).toMatchObject({ phase: 'failed' });
    expect(await model.submit()).toBeNull();
  });
});

describe('a parameter without a default', () => {
  const answers = {
    'GET notebook': {
      notebook: 'train.ipynb',
      parameters: [
        aParameter('target', 'str', null, '', { required: true }),
        aParameter('kind', 'str', 'tree', '', { choices: ['tree', 'forest'] }),
        aParameter('limit', 'int', 5, '', { optional: true }),
        aParameter('token', 'int', 0)
      ]
    },
    'POST jobs': aJob('j')
  };

  test('is asked for only once one tried to go on without it', async () => {
    const services = fakeServices(answers);
    const model = new JobRequestModel(services, 'train.ipynb');
    await model.load();
    const problem = (): string | null | undefined =>
      model.state.phase === 'ready' && model.state.value[0]
        ? model.problemOf(model.state.value[0])
        : undefined;
    expect(problem()).toBeNull();
    expect(await model.submit()).toBeNull();
    expect(problem()).toBe('It has no default: give it a value.');
    expect(services.fake.asked.length).toBe(1);
  });

  test('is sent with choices, nothing and secrets as what they stand for', async () => {
    const services = fakeServices(answers);
    const model = new JobRequestModel(services, 'train.ipynb');
    await model.load();
    model.enter('target', 'spent');
    model.enter('kind', '"forest"');
    model.enter('limit', '');
    model.enter('token', 'env:TOKEN');
    model.setOption('retries', '2');
    model.setOption('cache', 'true');
    expect(await model.submit()).toEqual(aJob('j'));
    expect(services.fake.asked.at(-1)?.question.body).toEqual({
      notebook: 'train.ipynb',
      parameters: { target: 'spent', kind: 'forest', limit: null, token: 'env:TOKEN' },
      options: { retries: 2, cache: true }
    });
  });

  test('that the server refuses is said at its field', async () => {
    const model = new JobRequestModel(
      fakeServices({
        ...answers,
        'POST jobs': () => {
          throw new RequestError('parameter', "Parameter 'limit' is odd.", 'Give 6.');
        }
      }),
      'train.ipynb'
    );
    await model.load();
    model.enter('target', 'x');
    await model.submit();
    const fields = model.state.phase === 'ready' ? model.state.value : [];
    expect(fields.map(field => model.problemOf(field))).toEqual([
      null,
      null,
      "Parameter 'limit' is odd. Give 6.",
      null
    ]);
    expect(model.refusal).toBeNull();
  });

  test('does not go with options that do not fit', async () => {
    const model = new JobRequestModel(fakeServices(answers), 'train.ipynb');
    await model.load();
    model.enter('target', 'x');
    model.setOption('timeout_s', 'soon');
    expect(model.problemOfOption('timeout_s')).toBe(
      'Seconds are wanted, like 90 or 0.5.'
    );
    expect(await model.submit()).toBeNull();
  });
});
