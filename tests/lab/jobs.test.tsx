import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import { JobsBody, type IJobActions } from '../../labextension/src/panels/jobs/body';
import { Fields } from '../../labextension/src/panels/jobs/fields';
import { ParameterForm } from '../../labextension/src/panels/jobs/form';
import { JobsModel } from '../../labextension/src/panels/jobs/model';
import { after, click, draw, find, texts } from './draw';
import { fakeServices, trans } from './fakes';
import { aJob, aParameter } from './things';

async function drawJobs(jobs: () => unknown): Promise<{
  host: HTMLElement;
  actions: IJobActions;
  fake: ReturnType<typeof fakeServices>;
}> {
  const fake = fakeServices({ jobs });
  const model = new JobsModel(fake.services);
  const actions = { runNotebook: vi.fn(), cancel: vi.fn(), openRun: vi.fn() };
  const host = await draw(<JobsBody model={model} trans={trans} actions={actions} />);
  await after(() => {
    model.visible = true;
  });
  return { host, actions, fake };
}

describe('the model of the jobs', () => {
  it('cancels a job by its id, and fetches the jobs again', async () => {
    const { client, services } = fakeServices({
      jobs: () => ({ jobs: [] }),
      'jobs/{job_id}/cancel': () => aJob({ status: 'cancelled' })
    });
    await new JobsModel(services).cancel(aJob({ id: 'j7' }));
    expect(client.calls.map(({ path, question }) => [path, question])).toEqual([
      ['jobs/{job_id}/cancel', { path: { job_id: 'j7' } }],
      ['jobs', {}]
    ]);
  });
});

describe('the list of jobs', () => {
  it('says how to run a notebook while there is no job, and offers to', async () => {
    const { actions, host } = await drawJobs(() => ({ jobs: [] }));
    expect(texts(host, '.ct-Empty pre')).toEqual(['celltrail run notebook.ipynb']);
    await click(host, '.ct-Bar button');
    expect(actions.runNotebook).toHaveBeenCalledOnce();
  });

  it('shows the message and the hint of a refusal', async () => {
    const { host } = await drawJobs(() =>
      Promise.reject(new RequestError('x', 'What.', 'Do.'))
    );
    expect(texts(host, '.ct-Problem p')).toEqual(['What.', 'Do.']);
  });

  it('shows how far a job is, and that drift set it off', async () => {
    const job = aJob({
      status: 'running',
      trigger: 'drift',
      ended_at: null,
      cells_done: 2
    });
    const { actions, host } = await drawJobs(() => ({ jobs: [job] }));
    expect(find(host, '.ct-Row-title').textContent).toBe('train.ipynbdrift');
    expect(find(host, '.ct-Progress-bar').style.width).toBe('40%');
    const [, cancel] = host.querySelectorAll<HTMLElement>('.ct-Actions button');
    cancel?.click();
    expect(vi.mocked(actions.cancel).mock.calls).toEqual([[job]]);
  });

  it('shows why a job failed, and offers its run but not to cancel it', async () => {
    const job = aJob({ status: 'failed', error: 'KeyError: auc', parameters: { n: 3 } });
    const { host } = await drawJobs(() => ({ jobs: [job] }));
    expect(find(host, '.ct-Row-error').textContent).toBe('KeyError: auc');
    expect(texts(host, '.ct-Value')).toEqual(['n3']);
    expect(texts(host, '.ct-Actions button')).toEqual(['Open its run']);
  });
});

describe('the form of a notebook', () => {
  let form: ParameterForm;

  beforeEach(() => {
    form = new ParameterForm(
      [
        aParameter('depth', 'int', 6, 'levels of the tree'),
        aParameter('rate', 'float', 0.1),
        aParameter('region', 'str', 'eu'),
        aParameter('months', 'list', [1, 2]),
        aParameter('deploy', 'bool', true),
        aParameter('path', 'str')
      ],
      trans
    );
  });

  it('is valid and chooses nothing as long as nobody touches it', () => {
    expect(form.isValid).toBe(true);
    expect(form.values()).toEqual({});
  });

  it('chooses what differs from the default, as values of the right types', () => {
    form.write('depth', ' 8 ');
    form.write('rate', '1e-3');
    form.write('region', '7');
    form.write('months', '[3]');
    form.write('deploy', 'false');
    expect(form.values()).toEqual({
      depth: 8,
      rate: 0.001,
      region: '7',
      months: [3],
      deploy: false
    });
  });

  it('does not choose a value that only looks different', () => {
    form.write('rate', '0.10');
    form.write('months', '[1,  2]');
    expect(form.values()).toEqual({});
  });

  it.each([
    ['depth', '6.5'],
    ['depth', 'six'],
    ['depth', ''],
    ['rate', 'fast'],
    ['months', '3'],
    ['months', '[1,'],
    ['deploy', 'maybe']
  ])('finds that %s cannot be %j', (name, text) => {
    form.write(name, text);
    expect(form.isValid).toBe(false);
    expect(form.values()).toEqual({});
  });

  it('takes text for a parameter of a type it does not know, and lists where they are', () => {
    const other = new ParameterForm(
      [aParameter('x', 'any'), aParameter('y', 'any', null)],
      trans
    );
    other.write('x', 'eu');
    other.write('y', '[1]');
    expect(other.values()).toEqual({ x: 'eu', y: [1] });
  });

  it('shows the help of a field, and what is wrong while it is wrong', async () => {
    const host = await draw(<Fields form={form} trans={trans} />);
    expect(texts(host, '.ct-Form-help')).toEqual(['levels of the tree']);
    expect(find(host, 'input[name=deploy]').getAttribute('type')).toBe('checkbox');
    await after(() => {
      form.write('depth', 'six');
    });
    expect(texts(host, '.ct-Form-problem')).toEqual(['six is not of type int.']);
    expect(find(host, 'input[name=depth]').getAttribute('aria-invalid')).toBe('true');
    await after(() => {
      form.write('depth', '7');
    });
    expect(host.querySelector('.ct-Form-problem')).toBeNull();
  });

  it('says how to give parameters to a notebook that has none', async () => {
    const host = await draw(<Fields form={new ParameterForm([], trans)} trans={trans} />);
    expect(host.textContent).toContain('tag the cell that sets their defaults');
  });
});
