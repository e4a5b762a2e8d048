import { expect, test, vi } from 'vitest';
import { PipelinePageBody } from '../../labextension/src/pages/pipeline/body';
import { PipelinePageModel } from '../../labextension/src/pages/pipeline/model';
import { PipelinesBody } from '../../labextension/src/panels/pipelines/body';
import { PipelinesModel } from '../../labextension/src/panels/pipelines/model';
import { SchedulesBody } from '../../labextension/src/panels/schedules/body';
import { SchedulesModel } from '../../labextension/src/panels/schedules/model';
import {
  formatInZone,
  formatWait,
  isAlive,
  triggerWords
} from '../../labextension/src/schedules';
import { fakeServices, settled, trans } from './fakes';
import { aFiring, aPipelineRun, aSchedule, aState, aStep, aWorker } from './plans';
import { aJobOptions } from './records';
import { doing, one, render } from './render';

test('a trigger is said in words', () => {
  const { trigger } = aSchedule('n');
  const say = (fields: Partial<typeof trigger>): string =>
    triggerWords({ ...trigger, ...fields }, trans);
  expect([
    say({}),
    say({ kind: 'interval', every_s: 600 }),
    say({ kind: 'data', watch: '/data/sales.csv' }),
    say({ kind: 'event', event: 'drift', of: 'churn' }),
    say({ kind: 'event', event: 'promoted', of: 'churn' }),
    say({ kind: 'after', of: '/x/load.ipynb' })
  ]).toEqual([
    '0 6 * * * (Europe/Zurich)',
    'every 10 min',
    'when sales.csv changes',
    'when churn has drifted',
    'when churn is promoted',
    'after load.ipynb'
  ]);
});

test('a wait is told in days, hours or seconds, and a moment in its own zone', () => {
  expect([90_000 * 3, 7200, 4.2, -1].map(wait => formatWait(wait, 0, trans))).toEqual([
    'in 3 days',
    'in 2 h 0 min',
    'in 5.0 s',
    'due'
  ]);
  // Noon in Greenwich is one o'clock in Zurich in winter.
  expect(formatInZone(1_700_049_600, 'Europe/Zurich')).toMatch(/1:00|13:00/);
  expect(formatInZone(1_700_049_600, 'Nowhere/None')).not.toBe('');
});

test('a worker that was not heard of for a minute is taken for gone', () => {
  expect([isAlive(aWorker(100), 130), isAlive(aWorker(100), 161)]).toEqual([true, false]);
});

async function showSchedules(answers: Record<string, unknown>): Promise<{
  host: HTMLElement;
  onOpenJob: ReturnType<typeof vi.fn>;
}> {
  const model = new SchedulesModel(fakeServices(answers));
  const onOpenJob = vi.fn();
  const host = await render(
    <SchedulesBody
      model={model}
      trans={trans}
      onOpenJob={onOpenJob}
      onOpenPipelineRun={vi.fn()}
      onRemove={vi.fn()}
    />
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, onOpenJob };
}

const now = Date.now() / 1000;

test('a schedule shows what starts it, when it is due, and that nobody would start it', async () => {
  const { host } = await showSchedules({
    'GET schedules': {
      schedules: [
        aSchedule('n', { next_at: now + 3600 * 5 + 30, error: 'No such notebook.' }),
        aSchedule('p', { name: 'weekly', paused: true, next_at: now + 60 })
      ],
      workers: [aWorker(now - 3600)],
      advice: ''
    }
  });
  const row = one(host, '.ct-Row[data-id="n"]');
  expect(one(row, '.ct-Row-aside').textContent).toBe('in 5 h 0 min');
  expect(one(row, '.ct-Row-error').textContent).toBe('No such notebook.');
  expect(row.textContent).toContain('train.ipynb · 0 6 * * * (Europe/Zurich)');
  expect(one(host, '.ct-Row[data-id="p"]').textContent).toContain('paused');
  expect(one(host, '.ct-Row[data-id="p"] .ct-Row-aside').textContent).toBe('');
  expect(one(host, '.ct-Workers.ct-mod-none').textContent).toContain('celltrail worker');
});

test('the history of a schedule is fetched when it is unfolded, and opens its jobs', async () => {
  const { host, onOpenJob } = await showSchedules({
    'GET schedules': { schedules: [aSchedule('n')], workers: [aWorker(now)], advice: '' },
    'GET schedules/{schedule_id}': {
      schedule: aSchedule('n'),
      firings: [
        aFiring('f2', {
          status: 'skipped',
          job_id: null,
          reason: 'The one before runs.'
        }),
        aFiring('f1')
      ]
    }
  });
  expect(one(host, '.ct-Workers').textContent).toBe('1 worker starts what is due');
  await doing(async () => {
    one(host, '.ct-Fold-button').click();
    await settled();
  });
  expect(one(host, '.ct-Row[data-id="f2"]').textContent).toContain(
    'The one before runs.'
  );
  await doing(() => {
    one(host, '.ct-Row[data-id="f1"]').click();
  });
  expect(onOpenJob.mock.calls).toEqual([['j']]);
});

test('a pipeline is drawn with how each step stands, and opens its newest run', async () => {
  const run = aPipelineRun('r');
  const model = new PipelinesModel(
    fakeServices({
      'GET pipelines': {
        pipelines: [
          {
            name: 'nightly',
            steps: run.steps,
            created_at: 0,
            options: aJobOptions(),
            who: ''
          }
        ],
        runs: [run, aPipelineRun('old', { status: 'finished', ended_at: 1_700_000_100 })]
      }
    })
  );
  const onOpenRun = vi.fn();
  const host = await render(
    <PipelinesBody model={model} trans={trans} onOpenRun={onOpenRun} />
  );
  await doing(() => model.refresh());
  expect(one(host, '[role="progressbar"]').getAttribute('aria-label')).toBe(
    '1 of 2 steps'
  );
  await doing(() => {
    one(host, '.ct-Fold-button').click();
  });
  const steps = [...host.querySelectorAll<SVGGElement>('.ct-Graph-node')];
  expect(steps.map(node => [node.dataset.id, node.dataset.status])).toEqual([
    ['load', 'finished'],
    ['train', 'waiting']
  ]);
  await doing(() => {
    one(host, '.ct-Row[data-id="nightly"]').click();
    one(host, '.ct-Row[data-id="old"]').click();
  });
  expect(onOpenRun.mock.calls).toEqual([['r'], ['old']]);
});

test('the page of a pipeline opens the job of a step that has one, and says what each was given', async () => {
  const run = aPipelineRun('r', {
    steps: [aStep('load'), aStep('train', 'load'), aStep('report', 'train')],
    states: [
      aState('load', { parameters: { rows: 10 } }),
      aState('train', { status: 'failed', error: 'KeyError: x' }),
      aState('report', { status: 'skipped', job_id: null })
    ]
  });
  const model = new PipelinePageModel(
    fakeServices({ 'GET pipelines/runs/{pipeline_run_id}': run }),
    'r'
  );
  const onOpenJob = vi.fn();
  const host = await render(
    <PipelinePageBody model={model} trans={trans} onOpenJob={onOpenJob} />
  );
  await doing(() => model.refresh());
  expect(host.querySelectorAll('.ct-Graph-edge').length).toBe(2);
  expect(one(host, 'tr[data-id="load"]').textContent).toBe(' loadrows10');
  expect(one(host, 'tr[data-id="train"]').textContent).toContain('KeyError: x');
  await doing(() => {
    for (const name of ['train', 'report']) {
      one(host, `.ct-Graph-node[data-id="${name}"]`).dispatchEvent(
        new MouseEvent('click', { bubbles: true })
      );
    }
  });
  expect(onOpenJob.mock.calls).toEqual([['job-train']]);
});

test('a schedule is started now, paused and resumed from its row', async () => {
  const asked: string[] = [];
  const answers: Record<string, unknown> = {};
  const stand = (paused: boolean) => () => {
    asked.push(paused ? 'pause' : 'resume');
    answers['GET schedules'] = {
      schedules: [aSchedule('n', { paused })],
      workers: [],
      advice: 'Start one.'
    };
    return aSchedule('n', { paused });
  };
  stand(false)();
  answers['POST schedules/{schedule_id}/pause'] = stand(true);
  answers['POST schedules/{schedule_id}/resume'] = stand(false);
  answers['POST schedules/{schedule_id}/run'] = () => {
    asked.push('run');
    return aFiring('f');
  };
  const { host } = await showSchedules(answers);
  expect(one(host, '.ct-Workers').textContent).toContain('Start one.');
  for (const action of ['run', 'pause', 'resume']) {
    await doing(async () => {
      one(host, `[data-action="${action}"]`).click();
      await settled();
    });
  }
  expect(asked.slice(1)).toEqual(['run', 'pause', 'resume']);
});
