import { beforeEach, expect, test, vi } from 'vitest';
import type { Decision, Deployment, DriftReport } from '../../labextension/src/nouns';
import { DriftBody } from '../../labextension/src/panels/drift/body';
import { DriftModel } from '../../labextension/src/panels/drift/model';
import { fakeServices, settled, trans } from './fakes';
import { aJob } from './records';
import { aDecision, aDeployment, aFeature, aReport } from './records.serving';
import { doing, one, render } from './render';

const seen = vi.fn();

beforeEach(() => {
  seen.mockClear();
  Element.prototype.scrollIntoView = seen;
});

const FEATURES = [
  aFeature('temp', { distance: 0.44, p_value: 0, drifted: true }),
  aFeature('age'),
  aFeature('label', { role: 'label', distance: 0.04 })
];

const REPORTS = [
  aReport('w2', {
    created_at: 1_700_000_900,
    verdict: 'drifted',
    features: FEATURES,
    share_drifted: 0.5,
    version: 4,
    window: { ...aReport('w2').window, from_at: 1_700_000_500 }
  }),
  aReport('w1', { verdict: 'too_few', features: [], performance: {} })
];

async function show(
  reports: readonly DriftReport[] | null,
  decisions: readonly Decision[] = [],
  deployments: readonly Deployment[] = [aDeployment('shop')]
): Promise<{
  host: HTMLElement;
  model: DriftModel;
  onOpenRun: ReturnType<typeof vi.fn>;
}> {
  const model = new DriftModel(
    fakeServices({
      'GET deployments': { deployments },
      ...(reports && { 'GET drift': { reports, decisions } }),
      'GET jobs/{job_id}': aJob('job-1', { run_id: 'r' })
    })
  );
  const onOpenRun = vi.fn();
  const host = await render(
    <DriftBody model={model} trans={trans} onOpenRun={onOpenRun} />
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, model, onOpenRun };
}

test('before anything is deployed it says what to do first', async () => {
  const { host } = await show([], [], []);
  expect(one(host, '.ct-Empty').textContent).toContain('%deploy churn@champion');
});

test('before anything was measured it says how to measure', async () => {
  const { host } = await show([]);
  expect(one(host, '.ct-Empty').textContent).toContain('%drift shop');
  expect(one(host, '.ct-Empty button, .ct-Empty jp-button').textContent).toBe(
    'Check drift now'
  );
});

test('a refusal is shown with its hint', async () => {
  const { host } = await show(null);
  expect(one(host, '.ct-Problem').textContent).toContain('Look elsewhere.');
});

test('a refused check is told above what is known', async () => {
  const { host, model } = await show(REPORTS);
  await doing(() => model.check());
  expect(one(host, '.ct-Refusal').textContent).toContain('Nothing at drift.');
  expect(host.querySelectorAll('.ct-Heatmap')).toHaveLength(1);
});

test('the map has a column for each window and a row for each feature', async () => {
  const { host } = await show(REPORTS);
  const heads = [...host.querySelectorAll('thead button')].map(one => one.textContent);
  expect(heads).toEqual(['w1', 'w2']);
  const captions = [...host.querySelectorAll('.ct-Heatmap-captions th')];
  expect(captions.map(one => one.textContent)).toEqual(['v3', 'v4']);
  const rows = [...host.querySelectorAll<HTMLElement>('tbody tr[data-name]')];
  expect(rows.map(row => row.dataset.name)).toEqual(['temp', 'age', 'label']);
  expect(rows[2]?.parentElement).not.toBe(rows[1]?.parentElement);
});

test('a cell shows how far away it is, whether that is drift, and the numbers', async () => {
  const { host } = await show(REPORTS);
  const [few, far] = host.querySelectorAll<HTMLElement>('tr[data-name="temp"] .ct-Heat');
  expect(few?.className).toContain('ct-mod-unknown');
  expect(far?.className).toContain('ct-mod-marked');
  expect(far?.dataset.step).toBe('2');
  expect(far?.title).toBe('temp in w2\nPSI 0.440, p 0\ndrifted');
});

test('the performance stands below the windows, with what it was at registration', async () => {
  const { host } = await show(REPORTS);
  const row = one(host, '.ct-Performance');
  expect(one(row, 'th').textContent).toBe('roc_auc0.7');
  const points = [...row.querySelectorAll<HTMLElement>('.ct-Trend-point')];
  expect(points.map(point => point.title.split('\n')[0])).toEqual([
    'w1: no labels have come',
    'w2: roc_auc 0.7'
  ]);
  expect(points[1]?.title).toContain('at registration: 0.72');
});

test('a click on a window opens its report and brings it into sight', async () => {
  const { host } = await show(REPORTS);
  await doing(() => {
    one(host, 'thead th:last-child button').click();
  });
  expect(one(host, '.ct-Report.ct-mod-open').dataset.report).toBe('w2');
  expect(one(host, 'thead .ct-mod-selected').textContent).toBe('w2');
  expect(seen).toHaveBeenCalledOnce();
});

test('a report opens with its bars and numbers, and closes again', async () => {
  const { host } = await show(REPORTS);
  const row = one(host, '.ct-Row[data-id="w2"]');
  expect(row.textContent).toContain('27,020 rows · 1 of 2 features drifted');
  await doing(() => {
    row.click();
  });
  const names = [...host.querySelectorAll<HTMLElement>('.ct-Feature')];
  expect(names.map(feature => feature.dataset.name)).toEqual(['label', 'temp', 'age']);
  const cells = [...host.querySelectorAll('.ct-PerformanceTable td')];
  expect(cells.map(cell => cell.textContent)).toEqual(['–', '0.2', '0.72', '0.7']);
  expect(seen).not.toHaveBeenCalled();
  await doing(() => {
    row.click();
  });
  expect(host.querySelectorAll('.ct-Report-details')).toHaveLength(0);
});

test('a report without labels says that the performance is not known', async () => {
  const { host } = await show(REPORTS);
  await doing(() => {
    one(host, '.ct-Row[data-id="w1"]').click();
  });
  expect(one(host, '.ct-Report-details').textContent).toContain('No labels have come');
});

test('a decision shows its reasons and outcome, and leads to its run', async () => {
  const { host, onOpenRun } = await show(REPORTS, [aDecision('d', { report_id: 'w2' })]);
  expect(one(host, '.ct-Row[data-id="w2"] .ct-Chip').textContent).toBe('retrain');
  expect(one(host, '.ct-DecisionMark[data-action="retrain"]').title).toContain(
    '0.65 now'
  );
  await doing(() => {
    one(host, '.ct-Row[data-id="w2"]').click();
  });
  expect(one(host, '.ct-Decision').textContent).toContain('churn/4 was promoted.');
  await doing(async () => {
    one(host, '[data-action="open-run"]').click();
    await settled();
  });
  expect(onOpenRun).toHaveBeenCalledWith('r');
});

test('where there are several deployments one can be chosen', async () => {
  const { host, model } = await show(
    REPORTS,
    [],
    [aDeployment('shop'), aDeployment('b')]
  );
  const choose = vi.spyOn(model, 'choose');
  const select = one(host, 'select') as HTMLSelectElement;
  expect([...select.options].map(option => option.text)).toEqual([
    'shop (running)',
    'b (running)'
  ]);
  await doing(async () => {
    select.value = 'b';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
  });
  expect(choose).toHaveBeenCalledWith('b');
});
