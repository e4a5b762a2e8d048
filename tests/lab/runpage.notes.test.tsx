import { expect, test } from 'vitest';
import type { CellExecution, Environment } from '../../labextension/src/nouns';
import { EnvironmentSection } from '../../labextension/src/pages/run/environment';
import { Header } from '../../labextension/src/pages/run/header';
import { Notes } from '../../labextension/src/ui/cellnotes';
import type { IPageProps } from '../../labextension/src/pages/run/services';
import { trans } from './fakes';
import { aCell, anEnvironment, aRun } from './records';
import { one, render } from './render';

const PAGE = { trans, onOpenRun: () => undefined } as unknown as IPageProps;

function notesOf(fields: Partial<CellExecution>): Promise<HTMLElement> {
  return render(<Notes cell={aCell('c', fields)} trans={trans} />);
}

function headerOf(...unseeded: string[]): Promise<HTMLElement> {
  return render(<Header {...PAGE} row={aRun('a')} unseeded={unseeded} />);
}

function environmentOf(fields: Partial<Environment>): Promise<HTMLElement> {
  return render(<EnvironmentSection {...PAGE} environment={anEnvironment(fields)} />);
}

test('what Python warned of stands below the cell, one line each', async () => {
  const host = await notesOf({
    warnings: ['UserWarning: old (a.py:3)', 'RuntimeWarning']
  });
  const lines = [...one(host, '.ct-Cell-warnings').children];
  expect(lines.map(line => line.textContent)).toEqual([
    'UserWarning: old (a.py:3)',
    'RuntimeWarning'
  ]);
});

test('a quiet cell has no warnings, no files and nothing that was not kept', async () => {
  const host = await notesOf({});
  expect(host.querySelector('ul, dl')).toBeNull();
});

test('seeds are told with their generators, and so are generators without one', async () => {
  const host = await notesOf({ seeds: { random: 7 }, unseeded: ['numpy.random'] });
  expect(host.textContent).toContain('seeds random = 7');
  expect(host.textContent).toContain('nobody seeded numpy.random');
});

test('a file is told with the beginning of its digest, where it has one', async () => {
  const host = await notesOf({
    files_read: ['a.csv', 'gone.csv'],
    file_digests: { 'a.csv': 'abcdef0123456789' }
  });
  const files = [...host.querySelectorAll('.ct-Cell-files li')];
  expect(files.map(file => file.textContent)).toEqual([
    'files read a.csvabcdef01',
    'files read gone.csv'
  ]);
  expect(one(host, '.ct-Digest').title).toContain('abcdef0123456789');
});

test('each name that was not kept says why', async () => {
  const host = await notesOf({
    not_captured: { lock: 'a lock cannot be kept', gen: 'a generator' }
  });
  const lines = [...host.querySelectorAll('.ct-Cell-lost > div')];
  expect(lines.map(line => line.textContent)).toEqual([
    'not kept locka lock cannot be kept',
    'not kept gena generator'
  ]);
});

test('a run that drew unseeded numbers says so at its top, each generator once', async () => {
  const host = await headerOf('numpy.random', 'random');
  expect(one(host, '.ct-Note').textContent).toContain(
    'drew from numpy.random, random, which nobody had seeded'
  );
  expect(one(host, '.ct-Note').textContent).toContain('`%%track --seed 1`');
});

test('a run that comes out the same again has no note', async () => {
  const host = await headerOf();
  expect(host.querySelector('.ct-Note')).toBeNull();
});

test('the environment names the graphics processors, where there are any', async () => {
  const host = await environmentOf({ gpus: ['A100, driver 550, 80 GB'] });
  expect(host.textContent).toContain('GraphicsA100, driver 550, 80 GB');
  expect((await environmentOf({})).textContent).not.toContain('Graphics');
});
