import { describe, expect, test } from 'vitest';
import type { RunsPage } from '../../labextension/src/nouns';
import { place, RunsModel } from '../../labextension/src/panels/runs/model';
import { fakeServices, settled, type IAsked } from './fakes';
import { aRun } from './records';

/** Runs `0` (the newest) to `count - 1`, answered page by page as the server does. */
function serverOf(count: number): {
  answer: (asked: IAsked) => RunsPage;
  add: (id: string) => void;
} {
  const rows = Array.from({ length: count }, (_, i) =>
    aRun(String(i), { started_at: 1000 - i })
  );
  return {
    add: id => rows.unshift(aRun(id, { started_at: 2000 })),
    answer: ({ question }) => {
      const { before, limit } = question.query as {
        before: string | null;
        limit: number;
      };
      const from = before === null ? 0 : rows.findIndex(row => row.run.id === before) + 1;
      const page = rows.slice(from, from + limit);
      const last = page.at(-1);
      return {
        rows: page,
        next: last && from + limit < rows.length ? last.run.id : null
      };
    }
  };
}

function ids(model: RunsModel): string[] {
  const { state } = model;
  return state.phase === 'ready' ? state.value.rows.map(row => row.run.id) : [];
}

describe('the list of runs', () => {
  test('asks for as many as the user chose', async () => {
    const services = fakeServices(
      { 'GET runs': serverOf(30).answer },
      { runsPerPage: 3 }
    );
    const model = new RunsModel(services);
    model.visible = true;
    await settled();
    expect(ids(model)).toEqual(['0', '1', '2']);
  });

  test('loads more below what is there', async () => {
    const services = fakeServices({ 'GET runs': serverOf(5).answer }, { runsPerPage: 2 });
    const model = new RunsModel(services);
    model.visible = true;
    await settled();
    await model.loadMore();
    expect(ids(model)).toEqual(['0', '1', '2', '3']);
    await model.loadMore();
    expect(ids(model)).toEqual(['0', '1', '2', '3', '4']);
    expect(model.state).toMatchObject({ value: { next: null } });
  });

  test('puts a new run on top and keeps the older ones that were loaded', async () => {
    const server = serverOf(6);
    const services = fakeServices({ 'GET runs': server.answer }, { runsPerPage: 2 });
    const model = new RunsModel(services);
    model.visible = true;
    await settled();
    await model.loadMore();
    server.add('new');
    services.feed.tell('run', 'new', 'created');
    await settled();
    expect(ids(model)).toEqual(['new', '0', '1', '2', '3']);
    await model.loadMore();
    expect(ids(model)).toEqual(['new', '0', '1', '2', '3', '4', '5']);
  });

  test('searches from the top, and forgets what was loaded before', async () => {
    const asked: unknown[] = [];
    const services = fakeServices({
      'GET runs': ({ question }: IAsked) => {
        asked.push(question.query);
        return {
          rows: question.query?.search ? [aRun('found')] : [aRun('a')],
          next: null
        };
      }
    });
    const model = new RunsModel(services);
    model.visible = true;
    await settled();
    model.search = 'fou';
    await settled();
    expect(ids(model)).toEqual(['found']);
    expect(asked.at(-1)).toEqual({ search: 'fou', before: null, limit: 50 });
  });

  test('is a problem where the server refuses', async () => {
    const model = new RunsModel(fakeServices());
    model.visible = true;
    await settled();
    expect(model.state).toMatchObject({ phase: 'failed', error: { code: 'not_found' } });
  });
});

test('a run lies below the one it belongs to, where that is listed', () => {
  const rows = [
    aRun('child', { parent_id: 'job' }),
    aRun('other'),
    aRun('job'),
    aRun('orphan', { parent_id: 'gone' })
  ];
  expect(place(rows).map(({ depth, row }) => [row.run.id, depth])).toEqual([
    ['other', 0],
    ['job', 0],
    ['child', 1],
    ['orphan', 0]
  ]);
});
