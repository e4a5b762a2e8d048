import { expect, test, vi } from 'vitest';
import { signed } from '../../labextension/src/format';
import type {
  ColumnChange,
  MetricRow,
  RunComparison,
  ValueChange
} from '../../labextension/src/nouns';
import { ComparePageBody } from '../../labextension/src/pages/compare/body';
import { columnWords } from '../../labextension/src/pages/compare/data';
import { ComparePageModel } from '../../labextension/src/pages/compare/model';
import { comparedRows } from '../../labextension/src/pages/compare/values';
import { Picks } from '../../labextension/src/panels/runs/picks';
import { fakeServices, settled, trans, type IFakeServices } from './fakes';
import { doing, one, render } from './render';

const COMPARE = 'GET compare';

function sides(...labels: string[]): RunComparison['sides'] {
  return labels.map(label => ({
    label,
    run_id: `run-${label}`,
    name: `run ${label}`,
    status: 'finished',
    started_at: 1_700_000_000,
    about: 'one run'
  }));
}

function aComparison(fields: Partial<RunComparison> = {}): RunComparison {
  return {
    sides: sides('A', 'B'),
    notes: [],
    metrics: [],
    params: [],
    seeds: [],
    code: [],
    data: [],
    files: [],
    packages: [],
    environment: [],
    source: [],
    same: {},
    ...fields
  };
}

function aChange(name: string, fields: Partial<ValueChange> = {}): ValueChange {
  return { name, side: 'B', change: 'changed', before: 1, after: 2, ...fields };
}

function aRow(metric: string, side: string, fields: Partial<MetricRow> = {}): MetricRow {
  return {
    metric,
    side,
    n: 1,
    mean: 0.8,
    low: null,
    high: null,
    sd: null,
    difference: null,
    p: null,
    is_real: null,
    verdict: '',
    ...fields
  };
}

function aColumn(fields: Partial<ColumnChange> = {}): ColumnChange {
  return {
    column: 'age',
    change: 'changed',
    type_before: 'int64',
    type_after: 'int64',
    differing: null,
    rows: 50,
    mean_before: null,
    mean_after: null,
    sd_before: null,
    sd_after: null,
    ...fields
  };
}

async function show(
  found: RunComparison
): Promise<{ host: HTMLElement; services: IFakeServices; onOpenRun: () => void }> {
  const services = fakeServices({ [COMPARE]: found });
  const model = new ComparePageModel(services, ['a', 'b']);
  const onOpenRun = vi.fn();
  const host = await render(
    <ComparePageBody
      model={model}
      trans={trans}
      onOpenRun={onOpenRun}
      onOpenSearch={vi.fn()}
    />
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, services, onOpenRun };
}

test('runs are asked for in the order in which they were picked', async () => {
  const { services } = await show(aComparison());
  expect(services.fake.asked[0]?.question.query).toEqual({ runs: 'a,b' });
});

test('each side names its run and opens it', async () => {
  const { host, onOpenRun } = await show(aComparison());
  expect(host.querySelectorAll('.ct-Side').length).toBe(2);
  host.querySelectorAll<HTMLElement>('.ct-Side button')[1]?.click();
  expect(onOpenRun).toHaveBeenCalledWith('run-B');
});

test('a metric of repeats has its noise, and says whether the difference is real', async () => {
  const b = aRow('auc', 'B', {
    n: 3,
    mean: 0.85,
    low: 0.8,
    high: 0.9,
    difference: 0.05,
    is_real: false,
    verdict: 'not a real difference (p = 0.4)'
  });
  const { host } = await show(aComparison({ metrics: [aRow('auc', 'A'), b] }));
  const cells = [...one(host, 'tr[data-id="auc"]').children].map(
    cell => cell.textContent
  );
  expect(cells).toEqual([
    'auc',
    '0.8',
    '0.85 ± 0.05 (n = 3)+0.05 not a real difference (p = 0.4)'
  ]);
});

test('a part that is the same on all sides is one word in the last line', async () => {
  const { host } = await show(
    aComparison({ params: [aChange('depth')], same: { params: 3, packages: 166 } })
  );
  expect(one(host, '.ct-ComparePage-params h2').textContent).toBe(
    'Parameters1 differs, 3 the same'
  );
  expect(host.querySelector('.ct-ComparePage-packages')).toBeNull();
  expect(one(host, '.ct-ComparePage-same').textContent).toContain('Packages (166)');
});

test('code is shown line by line, what was added apart from what was removed', async () => {
  const diff = ['@@ -1 +1 @@', '-a = 1', '+a = 2'];
  const { host } = await show(
    aComparison({
      code: [{ side: 'B', change: 'changed', before: 0, after: 0, diff }]
    })
  );
  const lines = [...host.querySelectorAll('.ct-Diff pre > div')];
  expect(lines.map(line => line.className)).toEqual([
    'ct-mod-place',
    'ct-mod-removed',
    'ct-mod-added'
  ]);
  expect(one(host, '.ct-Diff figcaption').textContent).toBe('B: cell 1 changed');
});

test('of three sides, one that says nothing of a name is as the first', () => {
  const changes = [
    aChange('depth', { side: 'C', before: 6, after: 8 }),
    aChange('rate', { side: 'B', change: 'added', before: null, after: 0.1 }),
    aChange('rate', { side: 'C', change: 'added', before: null, after: 0.2 }),
    aChange('old', { side: 'B', change: 'removed', before: 1, after: null })
  ];
  expect(comparedRows(changes, sides('A', 'B', 'C'))).toEqual([
    { name: 'depth', values: ['6', '6', '8'] },
    { name: 'rate', values: [null, '0.1', '0.2'] },
    { name: 'old', values: ['1', null, '1'] }
  ]);
});

test.each([
  [aColumn({ change: 'added' }), 'added'],
  [aColumn({ differing: 3 }), '3 of 50 values differ'],
  [
    aColumn({ differing: 50, mean_before: 49, mean_after: 122.5 }),
    '50 of 50 values differ, mean 49 → 122.5'
  ],
  [aColumn({ change: 'retyped', type_after: 'double' }), 'int64 → double'],
  [aColumn(), 'changed']
])('a column says how it differs (%#)', (column, words) => {
  expect(columnWords(column, trans)).toBe(words);
});

test('a difference has its sign', () => {
  expect([signed(0.05), signed(-2), signed(0)]).toEqual(['+0.05', '−2', '+0']);
});

test('a run that the server does not know is a problem with a hint', async () => {
  const services = fakeServices();
  const model = new ComparePageModel(services, ['a', 'b']);
  model.visible = true;
  await settled();
  expect(model.state).toMatchObject({ phase: 'failed', error: { code: 'not_found' } });
});

test('runs are picked and left in the order of the clicks', () => {
  const picks = new Picks();
  let changes = 0;
  picks.changed.connect(() => {
    changes += 1;
  });
  ['b', 'a', 'c', 'a'].forEach(run => {
    picks.toggle(run);
  });
  expect(picks.runs).toEqual(['b', 'c']);
  expect([picks.has('b'), picks.has('a')]).toEqual([true, false]);
  picks.clear();
  expect(picks.runs).toEqual([]);
  expect(changes).toBe(5);
});
