import { RenderMimeRegistry } from '@jupyterlab/rendermime';
import { expect, test, vi } from 'vitest';
import { JobPageBody } from '../../labextension/src/pages/job/body';
import { JobPageModel } from '../../labextension/src/pages/job/model';
import { fakeServices, settled, trans, type IAsked } from './fakes';
import { aCell, aDetail, aJob } from './records';
import { doing, one, render } from './render';

const JOB = 'GET jobs/{job_id}';
const RUN = 'GET runs/{run_id}';

async function show(answers: Record<string, unknown>): Promise<{
  host: HTMLElement;
  services: ReturnType<typeof fakeServices>;
  opened: ReturnType<typeof vi.fn>;
}> {
  const services = fakeServices(answers);
  const model = new JobPageModel(services, 'j');
  const opened = vi.fn();
  const host = await render(
    <JobPageBody
      model={model}
      trans={trans}
      rendermime={new RenderMimeRegistry()}
      highlight={null}
      onLoadCell={cell => model.cell(cell)}
      onTurn={first => void model.turn(first)}
      onOpenRun={run => void opened('run', run)}
      onOpenJob={job => void opened('job', job)}
      onOpenSweep={sweep => void opened('sweep', sweep)}
      onOpenSearch={search => void opened('search', search)}
      onOpenPipelineRun={run => void opened('pipeline', run)}
      onDiff={(before, after) => void opened('diff', before, after)}
      onOpenNotebook={job => void opened('notebook', job.id)}
    />
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, services, opened };
}

test('a queued job says that no cell has begun, and asks for no run', async () => {
  const queued = aJob('j', { status: 'queued', started_at: null, ended_at: null });
  const { host, services } = await show({ [JOB]: queued });
  expect(host.textContent).toContain('No cell has begun yet.');
  expect(services.fake.asked.map(({ path }) => path)).toEqual(['jobs/{job_id}']);
});

test('a running job shows its cells, and where those of the cache are from', async () => {
  const running = aJob('j', {
    status: 'running',
    ended_at: null,
    run_id: 'r',
    cells_done: 1,
    cells_total: 3
  });
  const run = aDetail('r', {
    cells: [
      aCell('c', { cached_from: 'run-before-123456' }),
      aCell('d', { position: 1, status: 'running', wall_s: null })
    ]
  });
  const { host, opened } = await show({ [JOB]: running, [RUN]: run });
  expect(one(host, '[role="progressbar"]').getAttribute('aria-valuenow')).toBe('1');
  expect(one(host, '.ct-RunPage-cells h2').textContent).toBe(
    'Cells1 of 3, 1 from the cache'
  );
  expect(one(host, '.ct-Cell[data-id="d"]').dataset.status).toBe('running');
  // As `[2]` it would look like the number that IPython gives to an execution.
  expect(one(host, '.ct-Cell[data-id="d"] .ct-Cell-position').textContent).toBe('cell 2');
  await doing(() => {
    one(host, '.ct-Cell-cached .ct-Link').click();
  });
  expect(opened.mock.calls).toEqual([['run', 'run-before-123456']]);
});

test('a job that failed says why, what was noticed, and which attempt it was', async () => {
  const failed = aJob('j', {
    status: 'failed',
    error: 'The kernel died in cell 3.',
    notes: ['It started cold: threads.', 'It was tried again.'],
    attempt: 2,
    options: { ...aJob('x').options, retries: 2 }
  });
  const { host } = await show({ [JOB]: failed });
  expect(one(host, '.ct-Error').textContent).toBe('The kernel died in cell 3.');
  expect(host.querySelectorAll('.ct-JobPage-notes li').length).toBe(2);
  expect(one(host, '.ct-Facts').textContent).toContain('2 of 3 at the most');
  expect(host.textContent).toContain('No cell of it ever began.');
});

test('what a job is a part of, and what it left, can be opened', async () => {
  const job = aJob('j', {
    sweep_id: 'sw',
    pipeline_run_id: 'pr',
    resumes: 'before',
    output: '/home/ada/out.ipynb'
  });
  const { host, opened } = await show({ [JOB]: job });
  await doing(() => {
    host.querySelectorAll<HTMLElement>('.ct-Facts .ct-Link').forEach(link => {
      link.click();
    });
    one(host, '[data-action="open-notebook"]').click();
  });
  expect(opened.mock.calls).toEqual([
    ['sweep', 'sw'],
    ['pipeline', 'pr'],
    ['job', 'before'],
    ['notebook', 'j']
  ]);
});

test('a job is cancelled on its page, and shown as it stands then', async () => {
  const answers: Record<string, unknown> = {
    [JOB]: aJob('j', { status: 'running', ended_at: null })
  };
  answers['POST jobs/{job_id}/cancel'] = () => {
    answers[JOB] = aJob('j', { status: 'cancelled' });
    return answers[JOB];
  };
  const { host } = await show(answers);
  await doing(async () => {
    one(host, '[data-action="cancel"]').click();
    await settled();
  });
  expect(one(host, '.ct-RunPage-status').dataset.status).toBe('cancelled');
  expect(host.querySelector('[data-action="cancel"]')).toBeNull();
});

test('a job that ended is run again or gone on with, and the new one is opened', async () => {
  const { host, opened } = await show({
    [JOB]: aJob('j', { status: 'failed' }),
    'POST jobs/{job_id}/retry': aJob('again'),
    'POST jobs/{job_id}/resume': aJob('onward')
  });
  for (const action of ['retry', 'resume']) {
    await doing(async () => {
      one(host, `[data-action="${action}"]`).click();
      await settled();
    });
  }
  expect(opened.mock.calls).toEqual([
    ['job', 'again'],
    ['job', 'onward']
  ]);
});

test('a job is compared with the one that ran the same notebook before it', async () => {
  const job = aJob('j', { run_id: 'r', created_at: 30 });
  const others = [
    aJob('later', { run_id: 'x', created_at: 40 }),
    job,
    aJob('other', { notebook: '/b.ipynb', run_id: 'x', created_at: 20 }),
    aJob('never-began', { created_at: 19 }),
    aJob('before', { run_id: 'x', created_at: 10 })
  ];
  const answers: Record<string, unknown> = {
    [JOB]: job,
    [RUN]: aDetail('r'),
    'GET jobs': { jobs: others }
  };
  const { host, opened } = await show(answers);
  const click = (): Promise<void> =>
    doing(async () => {
      one(host, '[data-action="diff"]').click();
      await settled();
    });
  await click();
  expect(opened.mock.calls).toEqual([['diff', 'before', 'j']]);
  answers['GET jobs'] = { jobs: [job] };
  await click();
  expect(one(host, '.ct-Refusal').textContent).toContain(
    'No job ran this notebook before.'
  );
});

test('a run that is not written down yet is waited for, and shown when it is told of', async () => {
  const running = aJob('j', { status: 'running', ended_at: null, run_id: 'r' });
  const answers: Record<string, unknown> = { [JOB]: running };
  const { host, services } = await show(answers);
  expect(host.querySelector('.ct-Problem')).toBeNull();
  expect(host.textContent).toContain('No cell has begun yet.');
  answers[RUN] = aDetail('r', { cells: [aCell('c')] });
  await doing(async () => {
    services.feed.tell('run', 'r', 'created');
    await new Promise(resolve => setTimeout(resolve, 300));
    await settled();
  });
  expect(host.querySelectorAll('.ct-Cell').length).toBe(1);
});

/** Which cells a page says that it shows; it says so above and below them. */
function where(host: HTMLElement): string | null | undefined {
  return host.querySelector('.ct-Pager-where')?.textContent;
}

test('of thousands of cells a page is drawn, and others are turned to', async () => {
  const job = aJob('j', { run_id: 'r', cells_done: 5000, cells_total: 5000 });
  const page = (asked: IAsked): unknown => {
    const wanted = Number(asked.question.query?.first);
    const first = wanted < 0 ? 4900 : wanted;
    const cells = Array.from({ length: 100 }, (_, i) =>
      aCell(`c${first + i}`, { position: first + i })
    );
    return aDetail('r', { cells, cells_first: first, cells_total: 5000 });
  };
  const { host } = await show({ [JOB]: job, [RUN]: page });
  expect(host.querySelectorAll('.ct-Cell').length).toBe(100);
  expect(where(host)).toBe('4901 to 5000 of 5,000');
  await doing(async () => {
    host.querySelector<HTMLElement>('[data-action="first"]')?.click();
    await settled();
  });
  expect(host.querySelector<HTMLElement>('.ct-Cell')?.dataset.id).toBe('c0');
  expect(where(host)).toBe('1 to 100 of 5,000');
});

test('outputs that are too large to come along are fetched when they are asked for', async () => {
  const job = aJob('j', { run_id: 'r' });
  const run = aDetail('r', { cells: [aCell('c')], outputs_apart: { c: 7_000_000 } });
  const shown = [{ output_type: 'stream', name: 'stdout', text: 'so much' }];
  const cell = aCell('c', { outputs: shown });
  const { host } = await show({
    [JOB]: job,
    [RUN]: run,
    'GET runs/{run_id}/cells/{cell_id}': cell
  });
  const button = one(host, '.ct-Apart');
  expect(button.textContent).toContain('Show what it showed: 7 MB');
  await doing(async () => {
    button.click();
    await settled();
  });
  expect(host.querySelector('.ct-Apart')).toBeNull();
  expect(host.querySelector('.ct-Outputs')).not.toBeNull();
});

test('an experiment of a search for a cause leads to the search', async () => {
  const job = aJob('j', { tags: { 'celltrail.bisect': 'b1' }, run_id: null });
  const { host, opened } = await show({ [JOB]: job });
  await doing(() => {
    one(host, '.ct-Facts .ct-Link').click();
  });
  expect(opened).toHaveBeenCalledWith('search', 'b1');
});
