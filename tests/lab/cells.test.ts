import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CellMark } from '../../labextension/src/cells/mark';
import { NotebookCellsModel } from '../../labextension/src/cells/model';
import type { NotebookCell } from '../../labextension/src/nouns';
import { fakeServices, settled, trans, type IAsked, type IFakeServices } from './fakes';

const CELLS = 'GET notebooks/cells';

function aNotebookCell(id: string, fields: Partial<NotebookCell> = {}): NotebookCell {
  return {
    cell_id: id,
    run_id: `run of ${id}`,
    stale: false,
    status: 'finished',
    reasons: [],
    ...fields
  };
}

async function notebook(
  answer: unknown
): Promise<{ model: NotebookCellsModel; services: IFakeServices }> {
  const services = fakeServices({ [CELLS]: answer });
  const model = new NotebookCellsModel(services, 'a.ipynb');
  model.visible = true;
  await settled();
  return { model, services };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('a notebook knows the latest run of each tracked cell', async () => {
  const { model, services } = await notebook({ cells: [aNotebookCell('c')] });
  expect([...model.cells.keys()]).toEqual(['c']);
  expect(services.fake.asked[0]?.question.query).toEqual({ path: 'a.ipynb' });
});

test('many events of runs are answered by one question, a little later', async () => {
  const { services } = await notebook({ cells: [] });
  for (let i = 0; i < 20; i++) {
    services.feed.tell('run', String(i));
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(services.fake.asked.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(services.fake.asked.length).toBe(2);
});

test('a run that logs without end does not keep its cells from being asked for', async () => {
  const { services } = await notebook({ cells: [] });
  for (let i = 0; i < 20; i++) {
    services.feed.tell('run', 'a');
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(services.fake.asked.length).toBeGreaterThan(5);
});

test('a notebook that is not seen asks when it is', async () => {
  const { model, services } = await notebook({ cells: [] });
  model.visible = false;
  services.feed.tell('run', 'a');
  await vi.advanceTimersByTimeAsync(1000);
  expect(services.fake.asked.length).toBe(1);
  model.visible = true;
  await settled();
  expect(services.fake.asked.length).toBe(2);
});

test('a server that is away takes no mark away', async () => {
  const { model, services } = await notebook({ cells: [aNotebookCell('c')] });
  services.fake.answers[CELLS] = undefined;
  services.feed.renew();
  await vi.advanceTimersByTimeAsync(1000);
  expect(services.fake.asked.length).toBe(2);
  expect([...model.cells.keys()]).toEqual(['c']);
});

test('a renamed notebook has the runs of both names, the newest of each cell', async () => {
  const runs: Record<string, NotebookCell[]> = {
    'a.ipynb': [aNotebookCell('c', { run_id: '3' }), aNotebookCell('d', { run_id: '1' })],
    'b.ipynb': [aNotebookCell('c', { run_id: '2' }), aNotebookCell('d', { run_id: '4' })]
  };
  const { model } = await notebook(({ question }: IAsked) => ({
    cells: runs[String(question.query?.path)]
  }));
  model.rename('b.ipynb');
  await settled();
  expect(model.cells.get('c')?.run_id).toBe('3');
  expect(model.cells.get('d')?.run_id).toBe('4');
});

test('after it was disposed nothing is asked for', async () => {
  const { model, services } = await notebook({ cells: [] });
  services.feed.tell('run', 'a');
  model.dispose();
  await vi.advanceTimersByTimeAsync(1000);
  expect(services.fake.asked.length).toBe(1);
});

test('a mark says what changed, and a click on it opens the run', () => {
  const onOpen = vi.fn();
  const mark = new CellMark(trans, onOpen);
  mark.show(aNotebookCell('c'));
  expect(mark.node.dataset.state).toBe('tracked');
  mark.show(
    aNotebookCell('c', { run_id: '9', stale: true, reasons: ['df', 'depth (6, now 8)'] })
  );
  expect(mark.node.dataset.state).toBe('stale');
  expect(mark.node.getAttribute('aria-label')).toBe(
    'An input changed since this cell ran: df, depth (6, now 8). Click to open its run.'
  );
  expect(mark.node.title).toBe(mark.node.getAttribute('aria-label'));
  mark.node.click();
  expect(onOpen).toHaveBeenCalledWith('9');
});

test('a mark that says the same again writes nothing', async () => {
  const mark = new CellMark(trans, () => undefined);
  mark.show(aNotebookCell('c'));
  const seen = vi.fn();
  const observer = new MutationObserver(seen);
  observer.observe(mark.node, { attributes: true });
  mark.show(aNotebookCell('c'));
  await settled();
  expect(seen).not.toHaveBeenCalled();
  mark.show(aNotebookCell('c', { stale: true }));
  await settled();
  expect(seen).toHaveBeenCalled();
  observer.disconnect();
});

test('a mark says that the last run of its cell failed, whatever changed since', () => {
  const mark = new CellMark(trans, () => undefined);
  mark.show(aNotebookCell('c', { status: 'failed', stale: true }));
  expect(mark.node.dataset.state).toBe('failed');
  expect(mark.node.title).toBe('Its last run: failed. Click to open it.');
});
