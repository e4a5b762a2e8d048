import { describe, expect, test, vi } from 'vitest';
import { CHECK, DriftModel } from '../../labextension/src/panels/drift/model';
import { fakeServices, settled } from './fakes';
import { aDecision, aDeployment, aReport } from './records.serving';
import { aJob } from './records';

const DEPLOYMENTS = [
  aDeployment('newest', { status: 'stopped', created_at: 30 }),
  aDeployment('live', { created_at: 20 }),
  aDeployment('first', { created_at: 10 })
];

function services(
  more: Record<string, unknown> = {},
  deployments = DEPLOYMENTS
): ReturnType<typeof fakeServices> {
  return fakeServices({
    'GET deployments': { deployments },
    'GET drift': { reports: [aReport('w1')], decisions: [] },
    ...more
  });
}

function chosen(model: DriftModel): string | null | undefined {
  return model.state.phase === 'ready'
    ? (model.state.value.chosen?.id ?? null)
    : undefined;
}

describe('the drift that is shown', () => {
  test('is that of the newest deployment which answers', async () => {
    const given = services();
    const model = new DriftModel(given);
    model.visible = true;
    await settled();
    expect(chosen(model)).toBe('live');
    expect(given.fake.asked.at(-1)?.question.query).toEqual({ deployment: 'live' });
  });

  test('is that of another one when the user chose it', async () => {
    const given = services();
    const model = new DriftModel(given);
    model.visible = true;
    await settled();
    await model.choose('newest');
    expect(chosen(model)).toBe('newest');
    given.feed.tell('drift');
    await settled();
    expect(chosen(model)).toBe('newest');
  });

  test('is not asked for where nothing was deployed', async () => {
    const given = services({}, []);
    const model = new DriftModel(given);
    model.visible = true;
    await settled();
    expect(chosen(model)).toBeNull();
    expect(given.fake.asked.map(asked => asked.path)).toEqual(['deployments']);
  });

  test.each([
    ['drift', true],
    ['decision', true],
    ['deployment', true],
    ['run', false],
    ['model', false],
    ['job', false]
  ] as const)(
    'after an event about a %s it is fetched again: %s',
    async (noun, again) => {
      const given = services();
      const model = new DriftModel(given);
      model.visible = true;
      await settled();
      const before = given.fake.asked.length;
      given.feed.tell(noun);
      await settled();
      expect(given.fake.asked.length > before).toBe(again);
      model.dispose();
    }
  );
});

describe('a check', () => {
  test('measures the chosen deployment', async () => {
    const given = services({ 'POST drift': aReport('w2') });
    const model = new DriftModel(given);
    model.visible = true;
    await settled();
    expect(await model.check()).toBe(true);
    const posted = given.fake.asked.find(asked => asked.method === 'POST');
    expect(posted?.question.body).toEqual({ deployment: 'live' });
  });

  test('that is refused says why', async () => {
    const given = services();
    const model = new DriftModel(given);
    model.visible = true;
    await settled();
    expect(await model.check()).toBe(false);
    expect(model.attempts.refusal(CHECK)?.message).toBe('Nothing at drift.');
  });

  test('of nothing says what to do first', async () => {
    const model = new DriftModel(services({}, []));
    model.visible = true;
    await settled();
    expect(await model.check()).toBe(false);
    expect(model.attempts.refusal(CHECK)?.hint).toContain('%deploy');
  });
});

describe('the run that a decision started', () => {
  test('is opened', async () => {
    const model = new DriftModel(
      services({ 'GET jobs/{job_id}': aJob('job-1', { run_id: 'r' }) })
    );
    const open = vi.fn();
    expect(await model.followDecision(aDecision('d'), open)).toBe(true);
    expect(open).toHaveBeenCalledWith('r');
  });

  test('may not be there yet, which is said', async () => {
    const model = new DriftModel(services({ 'GET jobs/{job_id}': aJob('job-1') }));
    const open = vi.fn();
    expect(await model.followDecision(aDecision('d'), open)).toBe(false);
    expect(open).not.toHaveBeenCalled();
    expect(model.attempts.refusal('d')?.message).toContain('no run yet');
  });
});
