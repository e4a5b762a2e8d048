import { expect, test, vi, type Mock } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import { RunsBody } from '../../labextension/src/panels/runs/body';
import { RunsModel } from '../../labextension/src/panels/runs/model';
import { fakeServices, settled, trans, type IAsked } from './fakes';
import { aRun } from './records';
import { doing, one, render } from './render';

async function show(
  answers: Record<string, unknown>
): Promise<{ host: HTMLElement; onOpen: Mock; onCompare: Mock; model: RunsModel }> {
  const model = new RunsModel(fakeServices(answers));
  const onOpen = vi.fn();
  const onCompare = vi.fn();
  const host = await render(
    <RunsBody
      model={model}
      trans={trans}
      onOpen={onOpen}
      onDiff={vi.fn()}
      onCompare={onCompare}
    />
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, onOpen, onCompare, model };
}

test('before there are runs it says what to do first', async () => {
  const { host } = await show({ 'GET runs': { rows: [], next: null } });
  expect(one(host, '.ct-Empty').textContent).toContain('%%track');
});

test('where nothing matches it says so instead', async () => {
  const { host, model } = await show({ 'GET runs': { rows: [], next: null } });
  await doing(async () => {
    model.search = 'x';
    await settled();
  });
  expect(one(host, '.ct-Empty').textContent).toContain('No run matches');
});

test('a refusal is shown with its hint, and can be tried again', async () => {
  const answers: Record<string, unknown> = {};
  const { host } = await show(answers);
  expect(one(host, '.ct-Problem').textContent).toContain('Look elsewhere.');
  answers['GET runs'] = { rows: [aRun('a')], next: null };
  await doing(async () => {
    one(host, '.ct-Problem button, .ct-Problem jp-button').click();
    await settled();
  });
  expect(one(host, '.ct-Row').dataset.id).toBe('a');
});

test('a row shows name, status, numbers, and opens its run', async () => {
  const rows = [
    aRun('a', { status: 'failed', error: 'ValueError: no' }),
    aRun('b', { parent_id: 'a' })
  ];
  const { host, onOpen } = await show({ 'GET runs': { rows, next: null } });
  const row = one(host, '.ct-Row[data-id="a"]');
  expect(row.getAttribute('aria-label')).toBe('run a, failed');
  expect(one(row, '.ct-mod-metric').textContent).toBe('auc0.8312');
  expect(one(row, '.ct-mod-param').textContent).toBe('depth6');
  expect(one(row, '.ct-Row-error').textContent).toBe('ValueError: no');
  expect(one(host, '.ct-Row[data-id="b"]').dataset.depth).toBe('1');
  await doing(() => {
    row.click();
  });
  expect(onOpen).toHaveBeenCalledWith('a');
});

test('a running run shows how far it is', async () => {
  const row = { ...aRun('a', { status: 'running', ended_at: null }), cells_total: 4 };
  const { host } = await show({ 'GET runs': { rows: [row], next: null } });
  const bar = one(host, '[role="progressbar"]');
  expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual([
    '1',
    '4'
  ]);
});

test('a run whose input has changed since shows a lamp, and says it', async () => {
  const rows = [aRun('a', { stale: true }), aRun('b')];
  const { host } = await show({ 'GET runs': { rows, next: null } });
  const [stale, fresh] = [...host.querySelectorAll('.ct-Row')];
  expect(stale?.getAttribute('aria-label')).toBe(
    'run a, finished, an input has changed since'
  );
  expect(stale?.querySelectorAll('.ct-Lamp').length).toBe(1);
  expect(fresh?.getAttribute('aria-label')).toBe('run b, finished');
  expect(fresh?.querySelectorAll('.ct-Lamp').length).toBe(0);
});

test('two picked runs can be compared, one cannot', async () => {
  const rows = [aRun('a'), aRun('b')];
  const { host, onCompare, onOpen } = await show({ 'GET runs': { rows, next: null } });
  expect(host.querySelector('.ct-PickedBar')).toBeNull();
  const [first, second] = [...host.querySelectorAll<HTMLElement>('.ct-Pick input')];
  await doing(() => first?.click());
  const compare = (): HTMLElement => one(host, '[data-action="compare"]');
  expect(compare().hasAttribute('disabled')).toBe(true);
  await doing(() => second?.click());
  await doing(() => {
    compare().click();
  });
  expect(onCompare).toHaveBeenCalledWith(['a', 'b']);
  expect(onOpen).not.toHaveBeenCalled();
  await doing(() => {
    one(host, '[data-action="clear"]').click();
  });
  expect(host.querySelector('.ct-PickedBar')).toBeNull();
});

test('a condition that is half written is a hint, not a problem', async () => {
  const { host, model } = await show({
    'GET runs': ({ question }: IAsked) => {
      if (question.query?.search) {
        throw new RequestError('invalid_input', 'auc > what?', 'Go on.');
      }
      return { rows: [aRun('a')], next: null };
    }
  });
  await doing(async () => {
    model.search = 'auc >';
    await settled();
  });
  expect(one(host, '.ct-Hint').textContent).toBe('auc > what? Go on.');
  expect(host.querySelector('.ct-Problem')).toBeNull();
});
