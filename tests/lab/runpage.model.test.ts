import { expect, test } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import { RunPageModel } from '../../labextension/src/pages/run/model';
import { fakeServices, settled, type IFakeServices } from './fakes';
import { aDetail, aRun } from './records';

async function pageOf(
  answers: Record<string, unknown>
): Promise<{ model: RunPageModel; services: IFakeServices; asked: () => string[] }> {
  const services = fakeServices(answers);
  const model = new RunPageModel(services, 'a');
  model.visible = true;
  model.detail();
  await settled();
  return { model, services, asked: () => services.fake.asked.map(({ path }) => path) };
}

const DETAIL = 'GET runs/{run_id}';

test('a part is fetched when it is first asked for, and once', async () => {
  const { asked, model } = await pageOf({
    [DETAIL]: aDetail('a'),
    'GET runs/{run_id}/lineage': { nodes: [], edges: [] }
  });
  expect(asked()).toEqual(['runs/{run_id}']);
  model.lineage();
  model.lineage();
  await settled();
  expect(asked()).toEqual(['runs/{run_id}', 'runs/{run_id}/lineage']);
  expect(model.lineage()).toEqual({ phase: 'ready', value: { nodes: [], edges: [] } });
});

test('an event of the run itself, or of one inside it, fetches it again', async () => {
  const { asked, services } = await pageOf({
    [DETAIL]: aDetail('a', { children: [aRun('child', { parent_id: 'a' })] })
  });
  for (const id of ['a', 'child']) {
    services.feed.tell('run', id);
    await settled();
  }
  expect(asked().length).toBe(3);
});

test('an event of another run does not', async () => {
  const { asked, services } = await pageOf({ [DETAIL]: aDetail('a') });
  services.feed.tell('run', 'other', 'created');
  services.feed.tell('model', 'a');
  await settled();
  expect(asked().length).toBe(1);
});

test('while it runs, a new run may be one inside it', async () => {
  const { asked, services } = await pageOf({
    [DETAIL]: aDetail('a', { row: aRun('a', { status: 'running' }) })
  });
  services.feed.tell('run', 'new', 'created');
  await settled();
  expect(asked().length).toBe(2);
});

test('the content of an artifact is asked for once, whatever happens', async () => {
  const { asked, model, services } = await pageOf({
    [DETAIL]: aDetail('a'),
    'GET artifacts/{digest}': { artifact: {}, bundle: {} }
  });
  model.preview('d');
  await settled();
  services.feed.tell('run', 'a');
  await settled();
  expect(asked().filter(path => path === 'artifacts/{digest}').length).toBe(1);
});

test('a page that is not seen fetches nothing until it is', async () => {
  const { asked, model, services } = await pageOf({ [DETAIL]: aDetail('a') });
  model.visible = false;
  services.feed.tell('run', 'a');
  await settled();
  expect(asked().length).toBe(1);
  model.visible = true;
  await settled();
  expect(asked().length).toBe(2);
});

test('it says that it changed, and no more once disposed', async () => {
  const { model, services } = await pageOf({ [DETAIL]: aDetail('a') });
  let changes = 0;
  model.changed.connect(() => {
    changes += 1;
  });
  services.feed.tell('run', 'a');
  await settled();
  expect(changes).toBe(1);
  model.dispose();
  model.dispose();
  services.feed.tell('run', 'a');
  await settled();
  expect(changes).toBe(1);
});

test('a run that the server does not know is missing, and the server says where it looked', async () => {
  const { model } = await pageOf({
    'GET version': { version: '1', home: '/work/.celltrail' }
  });
  expect(model.isMissing).toBe(true);
  model.home();
  await settled();
  expect(model.home()).toEqual({ phase: 'ready', value: '/work/.celltrail' });
});

test('a run is not missing because the server is away', async () => {
  const { model } = await pageOf({
    [DETAIL]: () => {
      throw new RequestError('unreachable', 'No answer.', '');
    }
  });
  expect(model.detail().phase).toBe('failed');
  expect(model.isMissing).toBe(false);
});
