import { describe, expect, it, vi } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import type { RunRow } from '../../labextension/src/nouns';
import { RunsBody } from '../../labextension/src/panels/runs/body';
import { place, RunsModel } from '../../labextension/src/panels/runs/model';
import { after, click, draw, find, texts } from './draw';
import { fakeServices, settle, trans } from './fakes';
import { aRun } from './things';

/** Runs r<n> … r<m>, newest first. */
function span(newest: number, oldest: number): RunRow[] {
  return Array.from({ length: newest - oldest + 1 }, (_, i) => {
    const number = newest - i;
    return aRun({ id: `r${number}`, started_at: number });
  });
}

function ids(model: RunsModel): string[] {
  return model.state.phase === 'ready'
    ? model.state.value.rows.map(row => row.run.id)
    : [];
}

describe('the model of the runs', () => {
  it('asks for one page, as long as the user chose', async () => {
    const { client, services } = fakeServices(
      { runs: () => ({ rows: [], next: null }) },
      { runsPerPage: 20 }
    );
    const model = new RunsModel(services);
    model.visible = true;
    await settle();
    expect(client.asked('runs')).toEqual([
      { query: { search: '', before: null, limit: 20 } }
    ]);
  });

  it('lists older runs below, and keeps them when newer ones come', async () => {
    const { client, feed, services } = fakeServices(
      { runs: () => ({ rows: span(9, 8), next: 'r8' }) },
      { runsPerPage: 2 }
    );
    const model = new RunsModel(services);
    model.visible = true;
    await settle();
    client.answer('runs', () => ({ rows: span(7, 6), next: 'r6' }));
    await model.loadMore();
    expect(client.asked('runs').at(-1)).toEqual({
      query: { search: '', before: 'r8', limit: 2 }
    });
    expect(ids(model)).toEqual(['r9', 'r8', 'r7', 'r6']);
    client.answer('runs', () => ({ rows: span(10, 9), next: 'r9' }));
    feed.tell('run', 'r10', 'created');
    await settle();
    expect(ids(model)).toEqual(['r10', 'r9', 'r8', 'r7', 'r6']);
  });

  it('asks again down to the oldest run that still runs', async () => {
    const [first, second, third] = span(3, 1);
    const running = aRun({ id: 'r1', started_at: 1, status: 'running' });
    const { client, feed, services } = fakeServices(
      { runs: () => ({ rows: [first, second, third && running], next: 'r1' }) },
      { runsPerPage: 1 }
    );
    const model = new RunsModel(services);
    model.visible = true;
    await settle();
    feed.tell('run', 'r1');
    await settle();
    expect(client.asked('runs').at(-1)).toEqual({
      query: { search: '', before: null, limit: 3 }
    });
  });

  it('searches on the server, and forgets what it listed before', async () => {
    const { client, services } = fakeServices({
      runs: () => ({ rows: span(9, 8), next: 'r8' })
    });
    const model = new RunsModel(services);
    model.visible = true;
    await settle();
    client.answer('runs', () => ({ rows: span(3, 3), next: null }));
    model.search = 'churn';
    await settle();
    expect(client.asked('runs').at(-1)).toMatchObject({ query: { search: 'churn' } });
    expect(ids(model)).toEqual(['r3']);
  });

  it('does not fetch while nobody looks', async () => {
    const { client, feed, services } = fakeServices({
      runs: () => ({ rows: [], next: null })
    });
    const model = new RunsModel(services);
    feed.tell('run');
    await settle();
    expect(client.calls).toEqual([]);
    model.dispose();
  });
});

describe('the places of runs', () => {
  it('put each run below the one it belongs to, and leave others where they are', () => {
    const rows = [
      aRun({ id: 'inner', parent_id: 'outer' }),
      aRun({ id: 'outer' }),
      aRun({ id: 'orphan', parent_id: 'not listed' })
    ];
    expect(place(rows).map(({ depth, row }) => [row.run.id, depth])).toEqual([
      ['outer', 0],
      ['inner', 1],
      ['orphan', 0]
    ]);
  });
});

describe('the list of runs', () => {
  async function drawRuns(reply: () => unknown): Promise<{
    host: HTMLElement;
    model: RunsModel;
    onOpen: ReturnType<typeof vi.fn<(run: string) => void>>;
    fake: ReturnType<typeof fakeServices>;
  }> {
    const fake = fakeServices({ runs: reply });
    const model = new RunsModel(fake.services);
    const onOpen = vi.fn<(run: string) => void>();
    const host = await draw(<RunsBody model={model} trans={trans} onOpen={onOpen} />);
    await after(() => {
      model.visible = true;
    });
    return { fake, host, model, onOpen };
  }

  it('says what to do first while there are no runs', async () => {
    const { host } = await drawRuns(() => ({ rows: [], next: null }));
    expect(find(host, '.ct-Empty').textContent).toContain('No runs yet');
    expect(texts(host, '.ct-Empty pre')).toEqual(['%%track', '%load_ext celltrail']);
  });

  it('says something else when a search finds nothing', async () => {
    const { host, model } = await drawRuns(() => ({ rows: [], next: null }));
    await after(() => {
      model.search = 'zzz';
    });
    expect(find(host, '.ct-Empty').textContent).toContain('No run matches');
  });

  it('shows the message and the hint of a refusal, and asks again on a click', async () => {
    const { fake, host } = await drawRuns(() =>
      Promise.reject(
        new RequestError('newer', 'The store is newer.', 'Upgrade celltrail.')
      )
    );
    expect(find(host, '.ct-Problem').dataset.code).toBe('newer');
    expect(texts(host, '.ct-Problem p')).toEqual([
      'The store is newer.',
      'Upgrade celltrail.'
    ]);
    fake.client.answer('runs', () => ({ rows: [aRun()], next: null }));
    await click(host, '.ct-Problem button');
    expect(texts(host, '.ct-Row-title')).toEqual(['train']);
  });

  it('shows status, metrics and parameters of each run, and opens the one clicked', async () => {
    const { host, onOpen } = await drawRuns(() => ({
      rows: [aRun({ id: 'r7' }, { metrics: { auc: 0.8531234 }, params: { depth: 6 } })],
      next: null
    }));
    const row = find(host, '.ct-Row');
    expect(row.dataset.id).toBe('r7');
    expect(find(row, '.ct-Status').dataset.status).toBe('finished');
    expect(texts(row, '.ct-Value')).toEqual(['auc0.8531', 'depth6']);
    await click(host, '.ct-Row');
    expect(onOpen.mock.calls).toEqual([['r7']]);
  });

  it('shows how far a run is while it runs, and its end as soon as it is told', async () => {
    let row = aRun(
      { status: 'running', ended_at: null },
      { cells_done: 3, cells_total: 8 }
    );
    const { fake, host } = await drawRuns(() => ({ rows: [row], next: null }));
    expect(find(host, '[role=progressbar]').getAttribute('aria-label')).toBe(
      '3 of 8 cells'
    );
    row = aRun();
    await after(() => {
      fake.feed.tell('run', 'r1');
    });
    expect(host.querySelector('[role=progressbar]')).toBeNull();
    expect(find(host, '.ct-Status').dataset.status).toBe('finished');
  });

  it('offers older runs only where there are any', async () => {
    const { fake, host } = await drawRuns(() => ({ rows: [aRun()], next: 'r1' }));
    fake.client.answer('runs', () => ({ rows: [aRun({ id: 'r0' })], next: null }));
    await click(host, '.ct-More');
    expect(host.querySelectorAll('.ct-Row')).toHaveLength(2);
    expect(host.querySelector('.ct-More')).toBeNull();
  });
});
