import { expect, test, vi } from 'vitest';
import type { AuditEntry } from '../../labextension/src/nouns';
import { AuditPageBody } from '../../labextension/src/pages/audit/body';
import { AuditPageModel } from '../../labextension/src/pages/audit/model';
import { fakeServices, settled, trans, type IAsked } from './fakes';
import { doing, one, render } from './render';

function anEntry(seq: number): AuditEntry {
  return {
    seq,
    at: 1_700_000_000,
    who: 'ada',
    action: 'alias.promoted',
    noun: 'model',
    noun_id: 'churn',
    reason: 'better on spring',
    details: { alias: 'champion' },
    previous: 'aa',
    digest: 'bb'
  };
}

const HEAD = { seq: 2, digest: 'bbccddeeff001122', at: 0 };

async function show(
  verdict: unknown
): Promise<{ host: HTMLElement; model: AuditPageModel }> {
  const services = fakeServices({
    'GET audit': ({ question }: IAsked) =>
      question.query?.before
        ? { entries: [anEntry(1)], next: null }
        : { entries: [anEntry(2)], next: 2 },
    'GET audit/verify': verdict
  });
  const model = new AuditPageModel(services, 'churn');
  const host = await render(
    <AuditPageBody model={model} trans={trans} onExport={vi.fn()} />
  );
  await doing(async () => {
    await model.refresh();
    await settled();
  });
  expect(services.fake.asked[0]?.question.query).toMatchObject({
    model: 'churn',
    limit: 100
  });
  return { host, model };
}

test('the log is a table whose entries unfold, and all pages are exported, the oldest first', async () => {
  const { host, model } = await show({ entries: 2, problems: [], head: HEAD });
  const row = one(host, 'tr[data-id="2"]');
  expect(row.textContent).toContain('alias.promotedchurnbetter on spring');
  await doing(() => {
    one(row, 'button').click();
  });
  expect(one(host, '.ct-Audit-more').textContent).toContain('aliaschampion');
  const lines = (await model.lines())?.trimEnd().split('\n') ?? [];
  expect(lines.map(line => (JSON.parse(line) as AuditEntry).seq)).toEqual([1, 2]);
});

test('a log that is intact says so', async () => {
  const { host } = await show({ entries: 2, problems: [], head: HEAD });
  await doing(async () => {
    one(host, '[data-action="verify"]').click();
    await settled();
  });
  expect(one(host, '.ct-Audit-verdict').textContent).toContain('Intact: all 2 entries');
});

test('a broken log says where and how', async () => {
  const problems = [{ seq: 7, fault: 'edited', message: 'It is not what was written.' }];
  const { host } = await show({ entries: 9, problems, head: HEAD });
  await doing(async () => {
    one(host, '[data-action="verify"]').click();
    await settled();
  });
  expect(one(host, '[role="alert"] [data-fault="edited"]').textContent).toBe(
    'Broken at entry 7. It is not what was written.'
  );
});
