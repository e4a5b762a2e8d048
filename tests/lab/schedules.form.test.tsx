import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ScheduleForm } from '../../labextension/src/panels/schedules/form';
import { ScheduleRequestModel } from '../../labextension/src/panels/schedules/request';
import { fakeServices, settled, trans, type IFakeServices } from './fakes';
import { aSchedule } from './plans';
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

const NO_TRIGGER = { timezone: 'UTC', every_s: null, watch: '', event: '', of: '' };

test('a schedule shows when it would start while it is typed, asked once after a pause', async () => {
  const services = fakeServices({
    'GET notebook': NOTEBOOK,
    'POST previews/schedule': { times: [1_700_000_000, 1_700_086_400], problems: [] },
    'POST schedules': aSchedule('s')
  });
  const model = new ScheduleRequestModel(services, 'train.ipynb');
  const host = await render(<ScheduleForm model={model} trans={trans} />);
  await doing(() => model.load());
  await doing(() => {
    model.set('timezone', 'Europe/Zurich');
    for (const cron of ['3', '30', '30 ', '30 6', '30 6 * * 1']) {
      model.set('cron', cron);
    }
  });
  expect(bodies(services, 'previews/schedule')).toEqual([]);
  await pause();
  const asked = bodies(services, 'previews/schedule');
  const trigger = {
    ...NO_TRIGGER,
    kind: 'cron',
    cron: '30 6 * * 1',
    timezone: 'Europe/Zurich'
  };
  expect(asked).toEqual([
    {
      notebook: 'train.ipynb',
      name: '',
      parameters: {},
      options: {},
      missed: 'once',
      overlap: 'skip',
      trigger
    }
  ]);
  const next = [...one(host, '.ct-NextTimes').querySelectorAll('li')];
  expect(next.map(item => item.textContent)).toEqual([
    expect.stringContaining(':13'),
    expect.stringContaining(':13')
  ]);
  model.enter('depth', '8');
  model.set('overlap', 'queue');
  await doing(async () => {
    expect(await model.submit()).toEqual(aSchedule('s'));
  });
  expect(bodies(services, 'schedules')).toEqual([
    { ...(asked[0] as object), parameters: { depth: 8 }, overlap: 'queue' }
  ]);
});

test('what the server finds wrong is read at its field, and nothing is made', async () => {
  const problem = (field: string, message: string, hint = ''): object => ({
    field,
    code: 'schedule',
    message,
    hint
  });
  const services = fakeServices({
    'GET notebook': NOTEBOOK,
    'POST previews/schedule': {
      times: [],
      problems: [
        problem('trigger', '30 February never comes.'),
        problem('timezone', 'There is no time zone.', "Did you mean 'UTC'?"),
        problem('name', 'It is taken.'),
        problem('target', "Parameter 'rate' is odd."),
        problem('options', 'No such cluster.')
      ]
    }
  });
  const model = new ScheduleRequestModel(services, 'train.ipynb');
  const host = await render(<ScheduleForm model={model} trans={trans} />);
  await doing(() => model.load());
  model.set('name', 'nightly');
  await pause();
  const said = (selector: string): string | null | undefined =>
    host.querySelector(`${selector} .ct-Field-problem`)?.textContent;
  expect(said('[data-option="cron"]')).toBe('30 February never comes.');
  expect(said('[data-option="timezone"]')).toBe(
    "There is no time zone. Did you mean 'UTC'?"
  );
  expect(said('[data-option="name"]')).toBe('It is taken.');
  expect(said('[data-id="rate"]')).toBe("Parameter 'rate' is odd.");
  expect(said('[data-id="depth"]')).toBeUndefined();
  expect(model.otherProblems).toEqual(['No such cluster.']);
  await doing(async () => {
    expect(await model.submit()).toBeNull();
  });
  expect(bodies(services, 'schedules')).toEqual([]);
});

test('each kind of trigger sends what it needs, and offers what the server knows', async () => {
  const services = fakeServices({
    'GET notebook': NOTEBOOK,
    'GET models': { models: [{ name: 'churn' }] },
    'GET schedules': { schedules: [aSchedule('l', { name: 'load' })] },
    'GET deployments': { deployments: [] },
    'POST previews/schedule': { times: [], problems: [] }
  });
  const model = new ScheduleRequestModel(services, 'train.ipynb');
  const host = await render(<ScheduleForm model={model} trans={trans} />);
  await doing(() => model.load());
  const triggers: unknown[] = [];
  const look = async (): Promise<void> => {
    await pause();
    triggers.push(
      (bodies(services, 'previews/schedule').at(-1) as { trigger: unknown }).trigger
    );
  };
  await doing(() => {
    model.set('kind', 'interval');
    model.set('every', '1.5');
  });
  await look();
  await doing(() => {
    model.set('every', 'often');
  });
  expect(one(host, '[data-option="every"] .ct-Field-problem').textContent).toContain(
    'A number is wanted'
  );
  expect(model.isComplete).toBe(false);
  await doing(() => {
    model.set('kind', 'data');
    model.set('watch', 'data/*.csv');
  });
  await look();
  await doing(() => {
    model.set('kind', 'event');
    model.set('event', 'promoted');
    model.set('of', 'churn');
  });
  await look();
  expect(model.known).toEqual(['churn']);
  await doing(() => {
    model.set('kind', 'after');
    model.set('of', 'load');
  });
  await look();
  expect(one(host, 'datalist option').getAttribute('value')).toBe('load');
  expect(triggers).toEqual([
    { ...NO_TRIGGER, cron: '', kind: 'interval', every_s: 5400 },
    { ...NO_TRIGGER, cron: '', kind: 'data', watch: 'data/*.csv' },
    { ...NO_TRIGGER, cron: '', kind: 'event', event: 'promoted', of: 'churn' },
    { ...NO_TRIGGER, cron: '', kind: 'after', of: 'load' }
  ]);
});
