import { expect, test, vi } from 'vitest';
import { NotebookForm } from '../../labextension/src/form/fields';
import { JobsBody } from '../../labextension/src/panels/jobs/body';

import { JobsModel } from '../../labextension/src/panels/jobs/model';
import { JobRequestModel } from '../../labextension/src/panels/jobs/request';
import { fakeServices, settled, trans, type IFakeServices } from './fakes';
import { aJob, aParameter } from './records';
import { doing, one, render } from './render';

async function show(answers: Record<string, unknown>): Promise<{
  host: HTMLElement;
  onOpenJob: ReturnType<typeof vi.fn>;
  onOpenRun: ReturnType<typeof vi.fn>;
  services: IFakeServices;
}> {
  const services = fakeServices(answers);
  const model = new JobsModel(services);
  const onOpenJob = vi.fn();
  const onOpenRun = vi.fn();
  const host = await render(
    <JobsBody model={model} trans={trans} onOpenJob={onOpenJob} onOpenRun={onOpenRun} />
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, onOpenJob, onOpenRun, services };
}

test('before there are jobs it says how to start one', async () => {
  const { host } = await show({ 'GET jobs': { jobs: [] } });
  expect(one(host, '.ct-Empty').textContent).toContain('celltrail run train.ipynb');
});

test('a refusal is shown with its hint', async () => {
  const { host } = await show({});
  expect(one(host, '.ct-Problem').textContent).toContain('Look elsewhere.');
});

test('a job shows its notebook, parameters, trigger, notes and error, and opens its page and its run', async () => {
  const job = aJob('j', {
    status: 'failed',
    trigger: 'drift',
    run_id: 'r',
    error: 'KeyError: x',
    attempt: 2,
    notes: ['It started cold: threads.']
  });
  const { host, onOpenJob, onOpenRun } = await show({ 'GET jobs': { jobs: [job] } });
  const row = one(host, '.ct-Row[data-id="j"]');
  expect(one(row, '.ct-Row-title').textContent).toBe('train.ipynb1 note');
  expect(one(row, '.ct-mod-param').textContent).toBe('months3');
  expect(one(row, '.ct-Job-story').textContent).toBe(
    'after drift · failed · 1 min 0 s · attempt 2'
  );
  expect(one(row, '.ct-Row-error').textContent).toBe('KeyError: x');
  expect(row.querySelector('[data-action="cancel"]')).toBeNull();
  await doing(() => {
    one(row, '[data-action="open-run"]').click();
  });
  expect(onOpenRun.mock.calls).toEqual([['r']]);
  await doing(() => {
    row.click();
  });
  expect(onOpenJob.mock.calls).toEqual([['j']]);
});

test('a running job shows how far it is, and can be cancelled', async () => {
  const running = aJob('j', { status: 'running', ended_at: null, cells_done: 1 });
  const answers: Record<string, unknown> = { 'GET jobs': { jobs: [running] } };
  answers['POST jobs/{job_id}/cancel'] = () => {
    answers['GET jobs'] = { jobs: [aJob('j', { status: 'cancelled' })] };
    return aJob('j', { status: 'cancelled' });
  };
  const { host, services } = await show(answers);
  expect(one(host, '[role="progressbar"]').getAttribute('aria-valuenow')).toBe('1');
  await doing(async () => {
    one(host, '[data-action="cancel"]').click();
    await settled();
  });
  expect(services.fake.asked[1]).toEqual({
    method: 'POST',
    path: 'jobs/{job_id}/cancel',
    question: { path: { job_id: 'j' } }
  });
  expect(one(host, '.ct-Status').dataset.status).toBe('cancelled');
});

test('a job that cannot be cancelled says why beside it', async () => {
  const running = aJob('j', { status: 'running', ended_at: null });
  const { host } = await show({ 'GET jobs': { jobs: [running] } });
  await doing(async () => {
    one(host, '[data-action="cancel"]').click();
    await settled();
  });
  expect(one(host, '.ct-Refusal').textContent).toContain('Look elsewhere.');
});

test('the form shows each parameter with its help, and what is wrong with it', async () => {
  const model = new JobRequestModel(
    fakeServices({
      'GET notebook': {
        notebook: 'a.ipynb',
        parameters: [
          aParameter('depth', 'int', 6, 'how deep'),
          aParameter('on', 'bool', true)
        ]
      }
    }),
    'a.ipynb'
  );
  const host = await render(<NotebookForm model={model} trans={trans} />);
  await doing(() => model.load());
  expect(one(host, '[data-id="depth"]').textContent).toBe('depthinthow deep');
  expect((one(host, 'input[name="on"]') as HTMLInputElement).checked).toBe(true);
  await doing(() => {
    model.enter('depth', 'deep');
  });
  expect(one(host, '.ct-Field-problem').textContent).toBe(
    'A whole number is wanted, like 6.'
  );
});
