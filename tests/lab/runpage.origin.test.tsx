import { expect, test } from 'vitest';
import { Header } from '../../labextension/src/pages/run/header';
import type { IPageProps } from '../../labextension/src/pages/run/services';
import { givenTags } from '../../labextension/src/tags';
import { trans } from './fakes';
import { aRun } from './records';
import { one, render } from './render';

async function show(
  tags: Record<string, string>
): Promise<{ host: HTMLElement; opened: string[] }> {
  const opened: string[] = [];
  const page = {
    trans,
    onOpenRun: (id: string) => opened.push(`run ${id}`),
    onOpenJob: (id: string) => opened.push(`job ${id}`),
    onOpenSweep: (id: string) => opened.push(`sweep ${id}`),
    onOpenSearch: (id: string) => opened.push(`search ${id}`)
  } as unknown as IPageProps;
  const host = await render(
    <Header {...page} row={{ ...aRun('a'), tags }} unseeded={[]} />
  );
  return { host, opened };
}

function fact(host: HTMLElement, name: string): HTMLElement | null {
  const found = [...host.querySelectorAll('dt')].find(
    ({ textContent }) => textContent === name
  );
  return (found?.nextElementSibling ?? null) as HTMLElement | null;
}

test('tags that people gave are shown as they are, those of celltrail are not', async () => {
  const { host } = await show({
    team: 'risk',
    draft: '',
    'celltrail.cells': '4',
    'celltrail.pid': '17',
    'celltrail.best': ''
  });
  const chips = [...host.querySelectorAll('.ct-Chip')].map(chip => chip.textContent);
  expect(chips).toEqual(['team: risk', 'draft']);
  expect(host.textContent).not.toContain('celltrail.');
  expect(givenTags({ 'celltrail.x': '1', celltrail: 'a' })).toEqual({ celltrail: 'a' });
});

test('a trial of a sweep says which it is, whether it is the best, and leads to sweep and job', async () => {
  const { host, opened } = await show({
    'celltrail.trigger': 'sweep',
    'celltrail.sweep': 's1',
    'celltrail.trial': '2',
    'celltrail.best': 's1',
    'celltrail.job': 'j1'
  });
  expect(fact(host, 'How')?.textContent).toBe('trial 3 of a sweep');
  expect(one(host, '.ct-Chip').textContent).toBe('best of its sweep');
  host.querySelectorAll<HTMLElement>('.ct-Link').forEach(link => {
    link.click();
  });
  expect(opened).toEqual(['sweep s1', 'job j1']);
});

test.each([
  [{ 'celltrail.trigger': 'manual' }, 'by hand', []],
  [
    { 'celltrail.trigger': 'schedule', 'celltrail.schedule': 'nightly' },
    'by the schedule nightly',
    []
  ],
  [
    { 'celltrail.pipeline': 'both', 'celltrail.step': 'load' },
    'step load of the pipeline both',
    []
  ],
  [
    { 'celltrail.trigger': 'reproduce', 'celltrail.reproduces': 'run-123456' },
    'to reproduce run 123456',
    ['run run-123456']
  ],
  [
    {
      'celltrail.trigger': 'reproduce',
      'celltrail.bisect': 'b1',
      'celltrail.bisect.swapped': 'parameter rate'
    },
    'to find out why a metric changed',
    ['search b1']
  ]
])('a run says in words how it came about (%#)', async (tags, words, opens) => {
  const { host, opened } = await show(tags);
  expect(fact(host, 'How')?.textContent).toBe(words);
  host.querySelectorAll<HTMLElement>('.ct-Link').forEach(link => {
    link.click();
  });
  expect(opened).toEqual(opens);
});

test('a run of a cell that did not run again leads to the run with its results', async () => {
  const { host, opened } = await show({ 'celltrail.cached': 'run-654321' });
  expect(fact(host, 'From the cache')?.textContent).toBe('results of run 654321');
  one(host, '.ct-Link').click();
  expect(opened).toEqual(['run run-654321']);
});

test('a run of a tracked cell has no job, no attempt and nothing that started it', async () => {
  const { host } = await show({});
  expect(['How', 'Job', 'Attempt'].map(name => fact(host, name))).toEqual([
    null,
    null,
    null
  ]);
  expect(host.querySelector('.ct-Chips')).toBeNull();
});
