import { expect, test } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import { rangeOf, typeOf } from '../../labextension/src/pages/version/signature';
import { settled } from './fakes';
import { aRequest, CARD, COLUMN, HOSTILE } from './records.registry';
import { aGate } from './records.serving';
import { doing, one } from './render';
import { show, type } from './versions';

test('what people wrote is text and never becomes elements of the page', async () => {
  const { host } = await show();
  expect(one(host, '.ct-VersionPage-description').textContent).toBe(HOSTILE);
  expect(one(host, '.ct-Approval-comment').textContent).toBe(HOSTILE);
  expect(one(host, '.ct-Timeline q').textContent).toBe(HOSTILE);
  expect(host.querySelector('img[onerror], script')).toBeNull();
});

test('gates are a checklist: what failed, what could not run, and the numbers behind it', async () => {
  const { host } = await show({}, [
    {
      ...aGate('auc >= 0.8', 'passed', 'auc = 0.83'),
      numbers: { auc: 0.83 },
      seconds: 2
    },
    aGate('size <= 1MB', 'failed', 'the model has 3 MB'),
    { ...aGate('better(auc)', 'failed', 'There is no test data.'), ran: false }
  ]);
  const gates = one(host, '.ct-VersionPage-gates > .ct-Checklist');
  const words = [...gates.querySelectorAll('.ct-Check-word')];
  expect(words.map(word => word.textContent)).toEqual([
    'passed',
    'failed',
    'could not run'
  ]);
  expect(one(host, '.ct-VersionPage-gates .ct-Part-aside').textContent).toBe(
    '1 of 3 hold'
  );
  await doing(() => {
    gates.querySelector<HTMLElement>('.ct-Check-head')?.click();
  });
  expect(one(gates, '.ct-Check-more dl').textContent).toBe('auc0.83');
  expect(one(gates, '.ct-Check-more').textContent).toContain('took 2.0 s');
  expect(one(host, '.ct-VersionPage-gates > .ct-Fold').textContent).toContain(
    'Checked for champion: 1 of 3 hold'
  );
});

test('it stands beside the champion, says what it takes, and is marked where it is unsafe', async () => {
  const { host } = await show();
  expect(one(host, '.ct-VersionPage-metrics tr[data-id="auc"]').textContent).toBe(
    'auc0.83120.8+0.0312'
  );
  expect(one(host, '.ct-VersionPage-columns tr[data-id="months"]').textContent).toBe(
    'monthsint64no1 … 72'
  );
  expect(one(host, 'h1 .ct-Chip.ct-mod-unsafe').textContent).toBe('unsafe');
  expect(one(host, '.ct-VersionPage-unsafe').textContent).toContain('pickle');
  expect(typeOf({ ...COLUMN, type: 'double', shape: [-1, 3] })).toBe('double[?, 3]');
  expect(rangeOf({ ...COLUMN, categories: ['a', 'b'] })).toBe('a, b');
});

test('a request is approved with a comment, and refusals are read beside it', async () => {
  const { host, services } = await show({
    'POST approvals/{approval_id}/approve': () => {
      throw new RequestError('gate_failed', 'A gate fails now.', 'Train again.');
    }
  });
  const row = one(host, '.ct-Row[data-id="a1"]');
  expect(row.textContent).toContain(
    'asked by ada · 0 of 1 approvals · in the place of version 2'
  );
  expect(row.querySelector('[data-action="withdraw"]')).toBeNull();
  await doing(async () => {
    one(row, '[data-action="approve"]').click();
    await settled();
  });
  expect(services.fake.asked.at(-1)?.question).toEqual({
    path: { approval_id: 'a1' },
    body: { comment: '' }
  });
  expect(one(row, '.ct-Refusal').textContent).toContain('A gate fails now.');
});

test('the author waits and may take it back', async () => {
  const { host } = await show({
    'GET approvals': {
      approvals: [aRequest({ may_approve: false, approvers: ['bob', 'eve'] })],
      who: 'ada'
    }
  });
  const row = one(host, '.ct-Row[data-id="a1"]');
  expect(row.querySelector('[data-action="approve"]')).toBeNull();
  expect(one(row, '[data-action="withdraw"]')).toBeTruthy();
  expect(row.textContent).toContain('waits for bob, eve');
});

test('the card says what is missing, and is saved with the revision that was read', async () => {
  const save = 'POST models/{name}/versions/{number}/card';
  const { host, services } = await show({ [save]: CARD });
  const card = one(host, '.ct-VersionPage-card');
  const missing = [...card.querySelectorAll('.ct-Card-missing')].map(
    one => one.textContent
  );
  expect(missing).toEqual([
    'Missing: What is it for?',
    'Missing: Fairness: no gate of this kind was run.'
  ]);
  expect(one(card, '.ct-ModelCard .ct-Facts dd').textContent).toBe(HOSTILE);
  await doing(() => {
    one(card, '[data-action="edit-card"]').click();
  });
  await type(one(card, 'textarea') as HTMLTextAreaElement, 'Calling customers.');
  await doing(async () => {
    one(card, '[data-action="save-card"]').click();
    await settled();
  });
  const saved = services.fake.asked.find(
    ({ method, path }) => `${method} ${path}` === save
  );
  expect(saved?.question.body).toEqual({
    texts: { uses: 'Calling customers.' },
    comment: '',
    expected: 2
  });
  expect(card.querySelector('textarea')).toBeNull();
});
