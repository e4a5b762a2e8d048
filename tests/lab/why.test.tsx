import { expect, test } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import type { RunComparison } from '../../labextension/src/nouns';
import { Why } from '../../labextension/src/pages/compare/why';
import { WhyModel } from '../../labextension/src/pages/compare/why.model';
import { UseSignal } from '@jupyterlab/ui-components';
import { fakeServices, settled, trans, type IFakeServices } from './fakes';
import { doing, one, render } from './render';
import { aPlan, aSearch } from './searches';

const PLAN = 'GET runs/{run_id}/bisect';
const START = 'POST runs/{run_id}/bisect';
const KNOWN = 'GET runs/{run_id}/bisections';

interface IShown {
  host: HTMLElement;
  services: IFakeServices;
  opened: string[];
}

async function show(
  answers: Record<string, unknown>,
  runs: readonly string[] = ['a', 'b']
): Promise<IShown> {
  const services = fakeServices({ [KNOWN]: { bisections: [] }, ...answers });
  const model = new WhyModel(services, runs);
  const opened: string[] = [];
  const sides = runs.map((run, i) => ({ label: 'ABC'[i], run_id: run, name: 'train' }));
  const found = { sides } as unknown as RunComparison;
  const host = await render(
    <UseSignal signal={model.changed}>
      {() => (
        <Why
          why={model}
          found={found}
          trans={trans}
          onOpenRun={() => undefined}
          onOpenSearch={id => opened.push(id)}
        />
      )}
    </UseSignal>
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, services, opened };
}

async function ask(host: HTMLElement): Promise<void> {
  await doing(async () => {
    one(host, '[data-action="why"]').click();
    await settled();
  });
}

async function submit(host: HTMLElement): Promise<void> {
  await doing(async () => {
    one(host, '.ct-WhyForm-start').click();
    await settled();
  });
}

test('nothing is asked of the server before somebody wants to know', async () => {
  const { services } = await show({ [PLAN]: aPlan() });
  expect(services.fake.asked.map(({ path }) => path)).toEqual([KNOWN.slice(4)]);
});

test('what would be tried and what it costs at the most is said before anything runs', async () => {
  const { host, services } = await show({ [PLAN]: aPlan() });
  await ask(host);
  expect(services.fake.asked.at(-1)?.question).toEqual({
    path: { run_id: 'a' },
    query: { other: 'b', packages: true }
  });
  const choices = [...host.querySelectorAll('[data-option="metric"] option')];
  expect(choices.map(choice => choice.textContent)).toEqual([
    'loss: 1 → 27 (+26)',
    'score: 11 → 13 (+2)'
  ]);
  expect(host.querySelectorAll('.ct-Suspect').length).toBe(2);
  expect(one(host, '.ct-WhyForm-cost').textContent).toBe(
    'It runs train.ipynb again with parts of the other run, at most 5 times. ' +
      'Each takes as long as the first run did (12 s), and the start of a kernel.'
  );
  expect(services.fake.asked.some(({ method }) => method === 'POST')).toBe(false);
});

test('the metric that is chosen is explained, and the search is opened', async () => {
  const { host, opened, services } = await show({
    [PLAN]: aPlan(),
    [START]: aSearch({ id: 'new' })
  });
  await ask(host);
  await doing(() => {
    const select = one(host, '[data-option="metric"] select') as HTMLSelectElement;
    select.value = 'score';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await submit(host);
  const begun = services.fake.asked.find(({ method }) => method === 'POST');
  expect(begun?.question.body).toEqual({ other: 'b', metric: 'score', packages: true });
  expect(opened).toEqual(['new']);
  expect(host.querySelector('.ct-WhyForm')).toBeNull();
});

test('without packages fewer things are tried, and the cost is asked for anew', async () => {
  const packages = {
    kind: 'packages',
    label: 'packages numpy',
    state: 'suspect',
    reason: ''
  } as const;
  const { host, services } = await show({
    [PLAN]: aPlan({ suspects: [packages], at_most: 3 }),
    [START]: aSearch()
  });
  await ask(host);
  await doing(async () => {
    one(host, '[data-option="packages"] input').click();
    await settled();
  });
  expect(services.fake.asked.at(-1)?.question.query).toEqual({
    other: 'b',
    packages: false
  });
  await submit(host);
  const begun = services.fake.asked.find(({ method }) => method === 'POST');
  expect(begun?.question.body).toEqual({ other: 'b', metric: 'loss', packages: false });
});

test('a run that cannot be run again is refused with what to do instead', async () => {
  const { host } = await show({
    [PLAN]: () => {
      throw new RequestError('invalid_input', 'It was run by hand.', 'Run it as a job.');
    }
  });
  await ask(host);
  expect(one(host, '.ct-Problem').textContent).toContain('It was run by hand.');
  expect(host.querySelector('.ct-WhyForm-start')).toBeNull();
  const button = one(host, '[data-action="why"]');
  expect(button.getAttribute('aria-expanded')).toBe('true');
  await ask(host);
  expect(button.getAttribute('aria-expanded')).toBe('false');
  expect(host.querySelector('.ct-WhyForm')).toBeNull();
});

test('a refusal is read beside the button', async () => {
  const { host, opened } = await show({
    [PLAN]: aPlan(),
    [START]: () => {
      throw new RequestError('not_found', 'The run is gone.', 'Choose another.');
    }
  });
  await ask(host);
  await submit(host);
  expect(one(host, '.ct-Refusal').textContent).toContain('The run is gone.');
  expect(opened).toEqual([]);
});

test('what was found before between these runs is listed and opened', async () => {
  const ours = { run_id: 'b', other_id: 'a', status: 'finished' } as const;
  const { host, opened } = await show({
    [KNOWN]: {
      bisections: [
        aSearch({ ...ours, id: 'known', verdict: 'score fell because of rate.' }),
        aSearch({ ...ours, id: 'other', other_id: 'elsewhere' })
      ]
    }
  });
  expect(one(host, '.ct-SearchList .ct-Row-title').textContent).toBe(
    'score fell because of rate.'
  );
  one(host, '.ct-SearchList .ct-Row').click();
  expect(opened).toEqual(['known']);
});

test('of more than two runs one says with which the first is compared', async () => {
  const { host, services } = await show({ [PLAN]: aPlan() }, ['a', 'b', 'c']);
  await ask(host);
  await doing(async () => {
    const select = one(host, '[data-option="after"] select') as HTMLSelectElement;
    select.value = 'c';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
  });
  expect(services.fake.asked.at(-1)?.question.query).toMatchObject({ other: 'c' });
});
