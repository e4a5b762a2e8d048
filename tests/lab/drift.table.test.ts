import { describe, expect, test } from 'vitest';
import {
  binsOf,
  endsOf,
  formatDistance,
  mainMetric,
  rowsOf,
  windowLabel,
  windowsOf
} from '../../labextension/src/panels/drift/table';
import { barSize, largestShare } from '../../labextension/src/ui/bars';
import { heatOf } from '../../labextension/src/ui/heat';
import { linePath, placesOf, type ITrendPoint } from '../../labextension/src/ui/trend';
import { aFeature, aReport } from './records.serving';

test.each([
  [0, 0, 0],
  [-0.001, 0, 0],
  [0.05, 0, 50],
  [0.1, 1, 0],
  [0.175, 1, 50],
  [0.25, 2, 0],
  [0.625, 2, 50],
  [1, 2, 100],
  [12, 2, 100]
])('a distance of %d lies on step %d at %d percent', (distance, step, percent) => {
  expect(heatOf(distance)).toEqual({ step, percent });
});

test.each([
  [0.00556, '0.006'],
  [0.4441, '0.444'],
  [12.34, '12.3']
])('a distance of %d is written %s', (distance, text) => {
  expect(formatDistance(distance)).toBe(text);
});

describe('the windows of the map', () => {
  const at = (
    id: string,
    from_at: number,
    created_at: number
  ): ReturnType<typeof aReport> =>
    aReport(id, { created_at, window: { ...aReport(id).window, name: id, from_at } });

  test('stand from the oldest to the newest, whatever order they came in', () => {
    const reports = [at('c', 3, 30), at('a', 1, 31), at('b', 2, 29)];
    expect(windowsOf(reports).map(one => one.id)).toEqual(['a', 'b', 'c']);
  });

  test('show a window that was measured again as it was measured last', () => {
    const again = { ...at('a', 1, 90), id: 'again' };
    expect(windowsOf([at('a', 1, 10), again]).map(one => one.id)).toEqual(['again']);
  });

  test('keep a window apart that was measured against another version', () => {
    const other = { ...at('a', 1, 90), id: 'other', version: 4 };
    expect(windowsOf([at('a', 1, 10), other])).toHaveLength(2);
  });

  test('are the newest ones where there are too many', () => {
    const many = Array.from({ length: 50 }, (_, i) => at(`w${i}`, i, i));
    const shown = windowsOf(many);
    expect(shown).toHaveLength(36);
    expect(shown.at(-1)?.id).toBe('w49');
  });

  test('are called by their name, else by when they ended', () => {
    const { window } = aReport('2013-04');
    expect(windowLabel(aReport('2013-04'))).toBe('2013-04');
    const unnamed = aReport('x', { window: { ...window, name: '' } });
    expect(windowLabel(unnamed)).toMatch(/\d\d:\d\d/);
  });
});

test('rows are sorted by the largest distance, and know where nothing was compared', () => {
  const windows = [
    aReport('1', { features: [aFeature('a', { distance: 0.1 }), aFeature('b')] }),
    aReport('2', { verdict: 'too_few', features: [] }),
    aReport('3', {
      features: [
        aFeature('b', { distance: 0.9 }),
        aFeature('y', { role: 'label', distance: 3 })
      ]
    })
  ];
  const rows = rowsOf(windows, 'feature');
  expect(rows.map(row => row.name)).toEqual(['b', 'a']);
  expect(rows.map(row => row.features.map(one => one?.distance ?? null))).toEqual([
    [0.02, null, 0.9],
    [0.1, null, null]
  ]);
  expect(rowsOf(windows, 'label').map(row => row.name)).toEqual(['y']);
});

test.each([
  [{ brier: 0.1, roc_auc: 0.7 }, 'roc_auc'],
  [{ mae: 3, rmse: 4 }, 'rmse'],
  [{ profit: 3 }, 'profit'],
  [{}, null]
])('of %j the metric that tells most is %s', (performance, expected) => {
  expect(mainMetric([aReport('a', { performance })])).toBe(expected);
});

describe('the bars of a feature', () => {
  test('are the bins of numbers, with what was and what is', () => {
    expect(binsOf(aFeature('age'), 'missing')).toEqual([
      { label: '0 – 5', title: '0 – 5: 50.0% → 40.0%', reference: 0.5, current: 0.4 },
      { label: '5 – 10', title: '5 – 10: 50.0% → 60.0%', reference: 0.5, current: 0.6 }
    ]);
    expect(endsOf(aFeature('age'))).toEqual(['0', '10']);
  });

  test('are categories, and missing values where there are any', () => {
    const feature = aFeature('plan', {
      kind: 'category',
      reference: { categories: ['a', '(others)'], shares: [0.9, 0.1], missing: 0 },
      current: { categories: ['a', '(others)'], shares: [0.5, 0.2], missing: 0.3 }
    });
    const bins = binsOf(feature, 'missing');
    expect(bins.map(bin => bin.label)).toEqual(['a', '(others)', 'missing']);
    expect(bins.at(-1)).toMatchObject({ reference: 0, current: 0.3 });
  });

  test('are none where a column is empty on both sides', () => {
    const empty = { edges: [], shares: [], missing: 0 };
    expect(binsOf(aFeature('a', { reference: empty, current: empty }), 'm')).toEqual([]);
    expect(largestShare([])).toBeGreaterThan(0);
  });

  test.each([
    [0, 0],
    [0.5, 100],
    [0.25, 50],
    [0.0001, 1]
  ])('a share of %d beside one of 0.5 is %d percent long', (share, percent) => {
    expect(barSize(share, 0.5)).toBe(percent);
  });
});

describe('a trend', () => {
  const point = (value: number | null, reference: number | null = null): ITrendPoint => ({
    id: String(value),
    value,
    reference,
    title: ''
  });

  test('spreads values and reference over the height', () => {
    const place = placesOf([point(0.6, 0.8), point(0.7)]);
    expect([place(0.8), place(0.6)]).toEqual([12, 88]);
    expect(placesOf([point(0.7)])(0.7)).toBe(50);
  });

  test('breaks where a value is not known', () => {
    const path = linePath([point(1), point(2), point(null), point(3)], value => value);
    expect(path).toBe('M50 1L150 2M350 3');
  });
});
