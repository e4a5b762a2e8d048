import { expect, test } from 'vitest';
import type { CauseSearch } from '../../labextension/src/nouns';
import { BisectionPageBody } from '../../labextension/src/pages/bisection/body';
import { BisectionPageModel } from '../../labextension/src/pages/bisection/model';
import { rangeOf } from '../../labextension/src/ui/numberline';
import { fakeServices, settled, trans, type IFakeServices } from './fakes';
import { doing, one, render } from './render';
import { aSearch, aTrial } from './searches';

const GET = 'GET bisections/{bisection_id}';
const CANCEL = 'POST bisections/{bisection_id}/cancel';
const AGAIN = 'POST runs/{run_id}/bisect';
const RATE = 'parameter rate: 1 → 3';
const CODE = 'code of cell 2 (fit)';

interface IShown {
  host: HTMLElement;
  services: IFakeServices;
  opened: string[];
}

async function show(
  found: CauseSearch,
  answers: Record<string, unknown> = {}
): Promise<IShown> {
  const services = fakeServices({ [GET]: () => found, ...answers });
  const model = new BisectionPageModel(services, found.id);
  const opened: string[] = [];
  const open =
    (kind: string) =>
    (id: string): void => {
      opened.push(`${kind} ${id}`);
    };
  const host = await render(
    <BisectionPageBody
      model={model}
      trans={trans}
      onOpenRun={open('run')}
      onOpenJob={open('job')}
      onOpenSearch={open('search')}
      onCompare={runs => {
        opened.push(`compare ${runs.join()}`);
      }}
    />
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return { host, services, opened };
}

function texts(host: HTMLElement, selector: string): (string | null)[] {
  return [...host.querySelectorAll(selector)].map(element => element.textContent);
}

test('a search that goes on says what it is at, and how many experiments there can be', async () => {
  const { host } = await show(
    aSearch({ step: 'Running the first notebook.', experiments: 2, at_most: 5 })
  );
  expect(one(host, 'h1').textContent).toBe('Why did score change?running');
  expect(one(host, '[role="status"]').textContent).toBe('Running the first notebook.');
  expect(one(host, '[role="progressbar"]').getAttribute('aria-label')).toBe(
    '2 of at most 5 experiments'
  );
});

test('what differs is told apart by what is known of it', async () => {
  const { host } = await show(
    aSearch({
      suspects: [
        { kind: 'code', label: CODE, state: 'cleared', reason: '' },
        { kind: 'parameter', label: RATE, state: 'suspect', reason: '' },
        {
          kind: 'data',
          label: 'data a.csv',
          state: 'untested',
          reason: 'it was not kept'
        }
      ]
    })
  );
  expect(texts(host, '.ct-Suspects th')).toEqual(['Code', 'Parameters', 'Data']);
  expect(texts(host, '.ct-Suspect')).toEqual([
    'of cell 2 (fit) cleared',
    'rate: 1 → 3 suspected',
    'a.csv not tested it was not kept'
  ]);
  expect(one(host, '.ct-BisectionPage-suspects h2').textContent).toContain(
    '1 of 3 still suspected'
  );
});

test('each experiment says what was taken from B, and how near to B it came', async () => {
  const { host } = await show(
    aSearch({
      before: 10,
      after: 14,
      suspects: [RATE, CODE].map(label => ({
        kind: 'code',
        label,
        state: 'suspect',
        reason: ''
      })),
      trials: [
        aTrial(1),
        aTrial(2, { swapped: [RATE, CODE], value: 14 }),
        aTrial(3, { swapped: [CODE], value: 12 }),
        aTrial(4, { swapped: [RATE], status: 'failed', value: null }),
        aTrial(5, { swapped: [RATE], status: 'running', value: null, run_id: null })
      ]
    })
  );
  const rows = [...host.querySelectorAll('.ct-BisectionPage-trials tbody tr')];
  const cells = (place: number): (string | null)[] =>
    rows.map(row => row.children[place]?.textContent ?? null);
  expect(cells(1)).toEqual([
    'nothing: A, run again',
    'all 2 that differ',
    CODE,
    RATE,
    RATE
  ]);
  expect(cells(3)).toEqual([
    '10 as A',
    '14 as B',
    '12 50% of the change',
    'the notebook failed',
    'not yet known'
  ]);
  const dots = rows.map(
    row => row.querySelector<HTMLElement>('.ct-NumberLine-dot')?.style.left
  );
  const marks = [...host.querySelectorAll<HTMLElement>('thead .ct-NumberLine-mark')];
  expect(marks.map(mark => mark.textContent)).toEqual(['A', 'B']);
  expect(dots.slice(0, 2)).toEqual(marks.map(mark => mark.style.left));
  expect(dots.slice(2)).toEqual(['50%', undefined, undefined]);
});

test('an experiment opens its run once it has ended, and its job before', async () => {
  const { host, opened } = await show(
    aSearch({
      trials: [aTrial(1), aTrial(2, { status: 'running', value: null, run_id: null })]
    })
  );
  host
    .querySelectorAll<HTMLElement>('.ct-BisectionPage-trials .ct-Link')
    .forEach(link => {
      link.click();
    });
  expect(opened).toEqual(['run run-1', 'job job-2']);
});

test('a verdict is a sentence, with what each cause does alone', async () => {
  const verdict = 'score went from 10 to 16 (+6) because of rate and cell 2, together.';
  const { host, opened } = await show(
    aSearch({
      status: 'finished',
      ended_at: 1_700_000_060,
      verdict,
      causes: [RATE, CODE],
      effects: [
        { label: RATE, value: 10, change: 0 },
        { label: `${RATE} + ${CODE}`, value: 16, change: 6 }
      ]
    })
  );
  expect(one(host, '[role="status"]').textContent).toBe(verdict);
  expect(texts(host, '.ct-BisectionPage-effects td')).toEqual(['10', '+0', '16', '+6']);
  one(host, '[data-action="compare"]').click();
  expect(opened).toEqual(['compare run-a-123456,run-b-654321']);
});

test('a search is stopped by a button, and shown as it is then', async () => {
  let status: CauseSearch['status'] = 'running';
  const { host, services } = await show(aSearch(), {
    [GET]: () => aSearch({ status }),
    [CANCEL]: () => {
      status = 'cancelled';
      return aSearch({ status });
    }
  });
  await doing(async () => {
    one(host, '[data-action="cancel"]').click();
    await settled();
  });
  expect(services.fake.asked.map(({ path }) => path)).toContain(CANCEL.slice(5));
  expect(one(host, '.ct-RunPage-status').textContent).toBe('cancelled');
  expect(host.querySelector('[data-action="cancel"]')).toBeNull();
});

test('a search that failed says why, and is begun again with the same wishes', async () => {
  const { host, opened, services } = await show(
    aSearch({
      status: 'failed',
      error: 'The lock file cannot be built.',
      packages: false
    }),
    { [AGAIN]: aSearch({ id: 'next' }) }
  );
  expect(one(host, '.ct-Error').textContent).toBe('The lock file cannot be built.');
  await doing(async () => {
    one(host, '[data-action="again"]').click();
    await settled();
  });
  expect(services.fake.asked.at(-1)?.question).toEqual({
    path: { run_id: 'run-a-123456' },
    body: { other: 'run-b-654321', metric: 'score', packages: false }
  });
  expect(opened).toEqual(['search next']);
});

test('what changes on the server is shown without being asked for', async () => {
  let verdict = '';
  const { host, services } = await show(aSearch(), { [GET]: () => aSearch({ verdict }) });
  verdict = 'score went up because of rate.';
  await doing(async () => {
    services.feed.tell('bisection', 'another');
    await settled();
  });
  expect(one(host, '[role="status"]').textContent).not.toBe(verdict);
  await doing(async () => {
    services.feed.tell('bisection', 'search');
    await settled();
  });
  expect(one(host, '[role="status"]').textContent).toBe(verdict);
});

test('a line of numbers has room for all of them, and for none', () => {
  expect(rangeOf([10, null, 20])).toEqual([9.2, 20.8]);
  expect(rangeOf([5, 5])).toEqual([4.6, 5.4]);
  expect(rangeOf([0])).toEqual([-1, 1]);
  expect(rangeOf([null])).toEqual([0, 1]);
});
