import { expect, test, vi } from 'vitest';
import { SweepPageBody } from '../../labextension/src/pages/sweep/body';
import { SweepPageModel } from '../../labextension/src/pages/sweep/model';
import { axesOf, pointsOf, threadsOf } from '../../labextension/src/pages/sweep/points';
import { SweepsBody } from '../../labextension/src/panels/sweeps/body';
import { isOpenEnded, SweepsModel } from '../../labextension/src/panels/sweeps/model';
import type { SweepProgress } from '../../labextension/src/nouns';
import { choiceAxis, numberAxis } from '../../labextension/src/ui/axis';
import { sortRows } from '../../labextension/src/ui/sortable';
import { fakeServices, settled, trans } from './fakes';
import { aFoundSweep, aSweep, aTrial } from './plans';
import { doing, one, render } from './render';

const DETAIL = 'GET sweeps/{sweep_id}';

const SUMMARY = 'GET sweeps/{sweep_id}/summary';

const FOUND = aFoundSweep(aSweep({ best_trial: 1 }), [
  aTrial(0, { value: 0.5, parameters: { rate: 0.001, kind: 'a' } }),
  aTrial(1, { value: 0.9, parameters: { rate: 1, kind: 'b' } }),
  aTrial(2, { value: 0.7 }),
  aTrial(3, { status: 'running', value: null, ended_at: null, run_id: null })
]);

test('the better a point, the stronger its colour, whichever way is better', () => {
  const points = pointsOf(FOUND);
  const tones = (direction: 'maximize' | 'minimize'): (number | null)[] =>
    threadsOf(aSweep({ direction }), points).map(({ tone }) => tone);
  expect(tones('maximize').map(tone => tone?.toFixed(2))).toEqual([
    '0.00',
    '1.00',
    '0.50',
    undefined
  ]);
  expect(tones('minimize')[0]).toBe(1);
});

test('numbers lie on their axis evenly or by their logarithm, choices in their order', () => {
  expect(numberAxis('rate', 0.01, 1, true).place(0.1)).toBeCloseTo(0.5);
  expect(numberAxis('rate', 0, 10).place(2.5)).toBe(0.25);
  expect(numberAxis('rate', 3, 3).place(3)).toBe(0.5);
  expect(numberAxis('rate', 0, 1).place(null)).toBeNull();
  const kinds = choiceAxis('kind', ['a', null, [1]]);
  expect([
    kinds.place('a'),
    kinds.place(null),
    kinds.place([1]),
    kinds.place('z')
  ]).toEqual([0, 0.5, 1, null]);
  expect(kinds.ticks.map(({ label }) => label)).toEqual(['a', 'None', '[1]']);
  expect(axesOf(FOUND.detail.sweep, []).map(({ name }) => name)).toEqual([
    'rate',
    'kind',
    'auc'
  ]);
});

test('rows are sorted by number or word, and what has no value comes last either way', () => {
  const columns = [
    { key: 'v', label: 'v', sortBy: (row: unknown) => row, show: () => null }
  ];
  expect(sortRows([10, null, 9], columns, { key: 'v', down: false })).toEqual([
    9,
    10,
    null
  ]);
  expect(sortRows([10, null, 9], columns, { key: 'v', down: true })).toEqual([
    10,
    9,
    null
  ]);
  expect(sortRows(['b10', 'b9'], columns, { key: 'v', down: false })).toEqual([
    'b9',
    'b10'
  ]);
});

async function show(
  answers: Record<string, unknown> = {
    [DETAIL]: FOUND.detail,
    [SUMMARY]: FOUND.summary
  }
): Promise<{
  host: HTMLElement;
  services: ReturnType<typeof fakeServices>;
  onOpenRun: ReturnType<typeof vi.fn>;
  onOpenJob: ReturnType<typeof vi.fn>;
}> {
  const services = fakeServices(answers);
  const model = new SweepPageModel(services, 's');
  const onOpenRun = vi.fn();
  const onOpenJob = vi.fn();
  const host = await render(
    <SweepPageBody
      model={model}
      trans={trans}
      onOpenRun={onOpenRun}
      onOpenJob={onOpenJob}
    />
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, services, onOpenRun, onOpenJob };
}

test('a sweep shows how far it is, its best, a line for each point and a table', async () => {
  const { host } = await show();
  expect(one(host, '[role="progressbar"]').getAttribute('aria-label')).toBe(
    '3 of 4 trials'
  );
  expect(one(host, '.ct-Tile.ct-mod-best').textContent).toBe('best auc0.9');
  expect(host.querySelectorAll('.ct-Axis').length).toBe(3);
  expect(host.querySelectorAll('.ct-Thread').length).toBe(4);
  expect(one(host, '.ct-Thread.ct-mod-best').dataset.id).toBe('1');
  expect(one(host, '.ct-Thread.ct-mod-none').dataset.id).toBe('3');
  expect(one(host, 'tr[data-mark="best"]').textContent).toContain('0.9');
});

test('what matters is shown, the most important first', async () => {
  const { host } = await show();
  const shares = [...host.querySelectorAll('.ct-Weights > div')];
  expect(shares.map(share => share.textContent)).toEqual(['kind70%', 'rate30%']);
});

test('with seeds a point has its interval, and says where it is as good as the best', async () => {
  const found = aFoundSweep(aSweep({ seeds: 3 }), FOUND.detail.trials);
  const [first, ...rest] = found.summary.points;
  const points = [{ ...first, low: 0.4, high: 0.6, ties_with_best: true }, ...rest];
  const { host } = await show({
    [DETAIL]: found.detail,
    [SUMMARY]: { ...found.summary, points }
  });
  expect(one(host, 'tr[data-id="0"]').textContent).toContain(
    '0.5 ± 0.1 (n = 1) as good as the best'
  );
});

test('a running sweep is cancelled, and one that ended is continued', async () => {
  const answers: Record<string, unknown> = {
    [DETAIL]: FOUND.detail,
    [SUMMARY]: FOUND.summary
  };
  const set = (status: 'running' | 'cancelled') => () => {
    const sweep = aSweep({ status });
    answers[DETAIL] = { ...FOUND.detail, sweep };
    return sweep;
  };
  answers['POST sweeps/{sweep_id}/cancel'] = set('cancelled');
  answers['POST sweeps/{sweep_id}/continue'] = set('running');
  const { host } = await show(answers);
  for (const [action, status] of [
    ['cancel', 'cancelled'],
    ['continue', 'running']
  ]) {
    await doing(async () => {
      one(host, `[data-action="${String(action)}"]`).click();
      await settled();
    });
    expect(one(host, '.ct-RunPage-status').dataset.status).toBe(status);
  }
});

test('a line opens the run of its trial, and before there is one, its job', async () => {
  const { host, onOpenJob, onOpenRun } = await show();
  const click = (id: string): Promise<void> =>
    doing(() => {
      one(host, `.ct-Thread[data-id="${id}"]`).dispatchEvent(
        new MouseEvent('click', { bubbles: true })
      );
    });
  await click('1');
  await click('3');
  expect(onOpenRun.mock.calls).toEqual([['run-1']]);
  expect(onOpenJob.mock.calls).toEqual([['job-3']]);
});

test('what one points at in the table stands out among the lines', async () => {
  const { host } = await show();
  await doing(() => {
    one(host, 'tr[data-id="2"]').dispatchEvent(
      new MouseEvent('mouseover', { bubbles: true })
    );
  });
  expect(one(host, '.ct-Thread.ct-mod-hot').dataset.id).toBe('2');
});

test('a click on the head of a column sorts, a second one the other way', async () => {
  const { host } = await show();
  const order = (): (string | undefined)[] =>
    [...host.querySelectorAll<HTMLElement>('.ct-Sortable tbody tr')].map(
      row => row.dataset.id
    );
  const click = (): Promise<void> =>
    doing(() => {
      const heads = [...host.querySelectorAll<HTMLElement>('.ct-Sortable-head')];
      heads.find(head => head.textContent === 'auc')?.click();
    });
  await click();
  expect(order()).toEqual(['0', '2', '1', '3']);
  await click();
  expect(order()).toEqual(['1', '2', '0', '3']);
  expect(one(host, '[aria-sort="descending"]').textContent).toBe('auc');
});

const AT_WORK: SweepProgress = {
  sweep_id: 's',
  done: 3,
  running: 1,
  failed: 1,
  best: 0.91234
};

test('the section lists sweeps with how far they are, and says how to start the first', async () => {
  const model = new SweepsModel(
    fakeServices({ 'GET sweeps': { sweeps: [], progress: [] } })
  );
  const onOpen = vi.fn();
  const host = await render(<SweepsBody model={model} trans={trans} onOpen={onOpen} />);
  await doing(() => model.refresh());
  expect(one(host, '.ct-Empty pre').textContent).toContain('celltrail sweep');
  const services = fakeServices({
    'GET sweeps': { sweeps: [aSweep({ seeds: 5 })], progress: [AT_WORK] },
    'POST sweeps/{sweep_id}/cancel': aSweep({ status: 'cancelled' })
  });
  const busy = new SweepsModel(services);
  const filled = await render(<SweepsBody model={busy} trans={trans} onOpen={onOpen} />);
  await doing(() => busy.refresh());
  const row = one(filled, '.ct-Row');
  expect(row.textContent).toContain('train.ipynb · random over rate, kind · 5 seeds');
  expect(row.textContent).toContain(
    '3 of 4 trials · 1 running · 1 failed · best auc 0.9123'
  );
  expect(one(row, '[role="progressbar"]').getAttribute('aria-valuenow')).toBe('3');
  await doing(() => {
    one(row, '[data-action="cancel"]').click();
  });
  expect(services.fake.asked.some(({ path }) => path.endsWith('/cancel'))).toBe(true);
  expect(onOpen).not.toHaveBeenCalled();
  row.click();
  expect(onOpen).toHaveBeenCalledWith('s');
});

test('a sweep goes on only where trials are missing', () => {
  const ended = aSweep({ status: 'finished' });
  expect(isOpenEnded(ended, { ...AT_WORK, done: 4 })).toBe(false);
  expect(isOpenEnded(ended, AT_WORK)).toBe(true);
  expect(isOpenEnded(aSweep({ status: 'lost' }), { ...AT_WORK, done: 4 })).toBe(true);
  expect(isOpenEnded(aSweep({ status: 'running' }), AT_WORK)).toBe(false);
});
