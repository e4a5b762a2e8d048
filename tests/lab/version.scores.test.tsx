import { expect, test, vi } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import type { ScoreState } from '../../labextension/src/nouns';
import { outputFor, requestOf } from '../../labextension/src/pages/version/scoreform';
import { settled } from './fakes';
import { doing, one } from './render';
import { show, type } from './versions';

const START = 'POST models/{name}/versions/{number}/score';

function aScore(fields: Partial<ScoreState> = {}): ScoreState {
  return {
    run_id: 's1',
    model: 'churn',
    number: 3,
    status: 'running',
    input: 'new.parquet',
    output: 'data/new.scored.parquet',
    rows: 500,
    rows_total: 2000,
    rows_per_s: 250,
    left_s: 6,
    rejected: 0,
    error: null,
    started_at: 1,
    ended_at: null,
    metrics: {},
    ...fields
  };
}

async function click(host: ParentNode, action: string): Promise<void> {
  await doing(async () => {
    one(host, `[data-action="${action}"]`).click();
    await settled();
  });
}

test('a table is answered from the page, and how far it is can be seen there', async () => {
  let scores: readonly ScoreState[] = [aScore({ run_id: 'other', number: 2 })];
  const { host, services } = await show({
    'GET scores': () => ({ scores }),
    [START]: () => {
      scores = [aScore(), ...scores];
      return aScore();
    }
  });
  const part = one(host, '.ct-VersionPage-scores');
  expect(part.textContent).toContain('It has answered no table yet.');
  await click(part, 'score');
  await type(
    one(part, '[data-option="data"] input') as HTMLInputElement,
    'data/new.parquet'
  );
  await click(part, 'start-score');
  const { question } = services.fake.asked.find(
    ({ method, path }) => `${method} ${path}` === START
  ) ?? { question: {} };
  expect(question).toEqual({
    path: { name: 'churn', number: '3' },
    body: {
      data: ['data/new.parquet'],
      output: 'data/new.scored.parquet',
      columns: null,
      labels: '',
      on_bad: 'error',
      overwrite: false
    }
  });
  expect(part.querySelector('.ct-ScoreForm')).toBeNull();
  expect(one(part, '.ct-Row').textContent).toContain(
    '500 of 2,000 rows · 250 a second · 6 s left'
  );
  expect(one(part, '[role="progressbar"]').getAttribute('aria-valuenow')).toBe('500');

  scores = [aScore({ status: 'finished', rows: 2000, left_s: null, rejected: 3 })];
  services.feed.tell('run', 's1');
  await vi.waitFor(async () => {
    await doing(settled);
    expect(one(part, '.ct-Row').textContent).toContain('3 did not fit');
  });
  expect(one(part, '.ct-Row').textContent).toContain('data/new.scored.parquet');
  expect(part.querySelector('[data-action="cancel-score"]')).toBeNull();
});

test('why no table was answered is read at the form, which stays', async () => {
  const { host } = await show({
    [START]: () => {
      throw new RequestError(
        'not_found',
        'There is no file nix.csv.',
        'Did you mean n.csv?'
      );
    }
  });
  const part = one(host, '.ct-VersionPage-scores');
  await click(part, 'score');
  expect((one(part, '[data-action="start-score"]') as HTMLButtonElement).disabled).toBe(
    true
  );
  await type(one(part, '[data-option="data"] input') as HTMLInputElement, 'nix.csv');
  await click(part, 'start-score');
  expect(one(part, '.ct-ScoreForm .ct-Refusal').textContent).toContain(
    'There is no file nix.csv.Did you mean n.csv?'
  );
});

test('one that runs is stopped from its row', async () => {
  const stop = 'POST scores/{run_id}/cancel';
  const { host, services } = await show({
    'GET scores': { scores: [aScore()] },
    [stop]: aScore({ status: 'killed' })
  });
  await click(one(host, '.ct-VersionPage-scores'), 'cancel-score');
  const asked = services.fake.asked.filter(
    ({ method, path }) => `${method} ${path}` === stop
  );
  expect(asked.map(({ question }) => question.path)).toEqual([{ run_id: 's1' }]);
});

test('the answers lie beside the table unless it is said where', () => {
  expect(outputFor('data/new.csv')).toBe('data/new.scored.csv');
  expect(outputFor('new.tsv')).toBe('new.scored.csv');
  expect(outputFor('2026-*.parquet')).toBe('scored.parquet');
  expect(outputFor(' ')).toBe('');
  expect(
    requestOf({
      data: ' new.csv ',
      output: 'answers.arrow',
      columns: 'id, region,',
      labels: 'churned',
      onBad: 'skip',
      overwrite: 'true'
    })
  ).toEqual({
    data: ['new.csv'],
    output: 'answers.arrow',
    columns: ['id', 'region'],
    labels: 'churned',
    on_bad: 'skip',
    overwrite: true
  });
});
