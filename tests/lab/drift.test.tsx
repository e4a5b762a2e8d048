import { describe, expect, it, vi } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import { DriftBody, type IDriftActions } from '../../labextension/src/panels/drift/body';
import { heatMap, strength } from '../../labextension/src/panels/drift/map';
import { DriftModel } from '../../labextension/src/panels/drift/model';
import { barsOf } from '../../labextension/src/ui/bars';
import { after, click, draw, find, texts } from './draw';
import { fakeServices, settle, trans } from './fakes';
import { aDecision, aDeployment, aFeature, aReport } from './things';

const may = aReport('may', '2013-05', [
  aFeature('temp', 0.6, {
    reference: { edges: [0, 10, 20], shares: [0.5, 0.5], missing: 0 },
    current: { edges: [0, 10, 20], shares: [0.1, 0.8], missing: 0.1 }
  }),
  aFeature('hour', 0.01)
]);
const april = aReport('april', '2013-04', [
  aFeature('hour', 0.02),
  aFeature('wind', 0.3),
  aFeature('prediction', 0.9, { role: 'prediction' })
]);

async function drawDrift(drift: () => unknown): Promise<{
  host: HTMLElement;
  actions: IDriftActions;
  fake: ReturnType<typeof fakeServices>;
}> {
  const fake = fakeServices({
    drift,
    deployments: () => ({ deployments: [aDeployment()] })
  });
  const model = new DriftModel(fake.services);
  const actions = { check: vi.fn(), openJob: vi.fn() };
  const host = await draw(<DriftBody model={model} trans={trans} actions={actions} />);
  await after(() => {
    model.visible = true;
  });
  return { host, actions, fake };
}

describe('the heat map', () => {
  it('has windows from old to new, and what moved most above, outputs below', () => {
    const rows = heatMap([may, april]);
    expect(
      rows.map(row => [row.name, row.cells.map(cell => cell?.distance ?? null)])
    ).toEqual([
      ['temp', [null, 0.6]],
      ['wind', [0.3, null]],
      ['hour', [0.02, 0.01]],
      ['prediction', [0.9, null]]
    ]);
  });

  it('is coloured from nothing to full', () => {
    expect([-1, 0, 0.25, 0.5, 7].map(strength)).toEqual([0, 0, 0.5, 1, 1]);
  });
});

describe('the bars of a feature', () => {
  it('name each bin by its edges, and missing values where there are any', () => {
    const [temp, hour] = may.features;
    expect(temp && barsOf(temp, 'missing')).toEqual([
      { label: '0 – 10', before: 0.5, now: 0.1 },
      { label: '10 – 20', before: 0.5, now: 0.8 },
      { label: 'missing', before: 0, now: 0.1 }
    ]);
    expect(hour && barsOf(hour, 'missing')).toEqual([]);
  });

  it('name each category', () => {
    const feature = aFeature('carrier', 0, {
      kind: 'category',
      reference: { categories: ['UA', 'DL'], shares: [0.6, 0.4], missing: 0 },
      current: { categories: ['UA', 'DL'], shares: [0.5, 0.5], missing: 0 }
    });
    expect(barsOf(feature, 'missing')).toEqual([
      { label: 'UA', before: 0.6, now: 0.5 },
      { label: 'DL', before: 0.4, now: 0.5 }
    ]);
  });
});

describe('the model of drift', () => {
  it('gives each deployment its own reports and decisions', async () => {
    const other = { ...april, id: 'other', deployment_id: 'd2' };
    const { services } = fakeServices({
      deployments: () => ({
        deployments: [
          aDeployment(),
          aDeployment({ id: 'd2', name: 'old', status: 'stopped' })
        ]
      }),
      drift: () => ({ reports: [may, other], decisions: [aDecision('may')] })
    });
    const model = new DriftModel(services);
    model.visible = true;
    await settle();
    expect(model.state).toEqual({
      phase: 'ready',
      value: [
        {
          id: 'd1',
          name: 'churn',
          running: true,
          reports: [may],
          decisions: new Map([['may', aDecision('may')]])
        },
        { id: 'd2', name: 'old', running: false, reports: [other], decisions: new Map() }
      ]
    });
  });

  it('is fetched again for reports, decisions and deployments, and for nothing else', async () => {
    const { client, feed, services } = fakeServices({
      deployments: () => ({ deployments: [] }),
      drift: () => ({ reports: [], decisions: [] })
    });
    new DriftModel(services).visible = true;
    await settle();
    for (const noun of [
      'run',
      'job',
      'model',
      'drift',
      'decision',
      'deployment'
    ] as const) {
      feed.tell(noun);
      await settle();
    }
    expect(client.asked('drift')).toHaveLength(4);
  });
});

describe('the drift panel', () => {
  it('says what to do first while nothing is deployed', async () => {
    const { fake, host } = await drawDrift(() => ({ reports: [], decisions: [] }));
    fake.client.answer('deployments', () => ({ deployments: [] }));
    await after(() => {
      fake.feed.tell('deployment');
    });
    expect(texts(host, '.ct-Empty pre')).toEqual(['%drift churn']);
  });

  it('shows the message and the hint of a refusal', async () => {
    const { host } = await drawDrift(() =>
      Promise.reject(new RequestError('x', 'What.', 'Do.'))
    );
    expect(texts(host, '.ct-Problem p')).toEqual(['What.', 'Do.']);
  });

  it('offers to check a deployment of which there is no report', async () => {
    const { actions, host } = await drawDrift(() => ({ reports: [], decisions: [] }));
    expect(host.textContent).toContain('No report yet');
    await click(host, '.ct-Group-title button');
    expect(vi.mocked(actions.check).mock.calls).toEqual([['churn']]);
  });

  it('shows each report newest first, what was decided and why, and leads to the job', async () => {
    const { actions, host } = await drawDrift(() => ({
      reports: [
        { ...may, performance: { auc: 0.7 }, reference_performance: { auc: 0.8 } },
        april
      ],
      decisions: [aDecision('may', { outcome: 'churn/2 was promoted' })]
    }));
    expect(texts(host, '.ct-Row-title')).toEqual(['2013-05 churn/1', '2013-04 churn/1']);
    expect(texts(host, '.ct-Value')).toEqual(['auc0.8 → 0.7']);
    expect(find(host, '.ct-Decision').textContent).toBe(
      'retrainhalf of the features driftedchurn/2 was promotedShow the job'
    );
    await click(host, '.ct-Decision button');
    expect(actions.openJob).toHaveBeenCalledOnce();
    expect(host.querySelector('.ct-Features')).toBeNull();
  });

  it('unfolds a report at a click on it or on its column, and folds it at the next', async () => {
    const { host } = await drawDrift(() => ({ reports: [may, april], decisions: [] }));
    await click(host, '.ct-Row[data-id=may]');
    expect(texts(host, '.ct-Feature-name')).toEqual(['temp', 'hour']);
    await click(host, 'td[data-report=april] button');
    expect(texts(host, '.ct-Feature-name')).toEqual(['prediction', 'wind', 'hour']);
    await click(host, 'td[data-report=april] button');
    expect(host.querySelector('.ct-Features')).toBeNull();
  });
});
