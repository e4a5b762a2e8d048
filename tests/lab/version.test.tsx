import { RenderMimeRegistry } from '@jupyterlab/rendermime';
import { expect, test, vi } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import type { GateResult } from '../../labextension/src/nouns';
import { VersionPageBody } from '../../labextension/src/pages/version/body';
import { VersionPageModel } from '../../labextension/src/pages/version/model';
import { rangeOf, typeOf } from '../../labextension/src/pages/version/signature';
import { fakeServices, settled, trans, type IFakeServices } from './fakes';
import { aRequest, CARD, COLUMN, HOSTILE } from './records.registry';
import { aGate, aModel, aVersion } from './records.serving';
import { doing, one, render } from './render';

async function show(
  answers: Record<string, unknown> = {},
  gates: readonly GateResult[] = aVersion(3).gates
): Promise<{ host: HTMLElement; model: VersionPageModel; services: IFakeServices }> {
  const version = aVersion(3, {
    gates: [...gates],
    aliases: ['challenger'],
    description: HOSTILE,
    unsafe: true,
    signature: { inputs: [COLUMN], outputs: [] }
  });
  const champion = aVersion(2, { aliases: ['champion'], metrics: { auc: 0.8 } });
  const services = fakeServices({
    'GET models/{name}': aModel([version, champion]),
    'GET models/{name}/versions/{number}/checks': {
      checks: [
        {
          model: 'churn',
          number: 3,
          alias: 'champion',
          at: 1_700_000_100,
          who: 'bob',
          results: gates
        }
      ]
    },
    'GET approvals': { approvals: [aRequest()], who: 'bob' },
    'GET models/{name}/timeline': {
      entries: [
        {
          at: 1,
          who: 'ada',
          kind: 'registered',
          number: 3,
          text: 'Registered.',
          reason: HOSTILE
        }
      ]
    },
    'GET runs/{run_id}/lineage': { nodes: [], edges: [] },
    'GET deployments': { deployments: [] },
    'GET models/{name}/versions/{number}/card': CARD,
    'GET models/{name}/versions/{number}/explanations': {
      explanation: null,
      plots: [],
      rows: []
    },
    ...answers
  });
  const model = new VersionPageModel(services, 'churn', 3);
  const none = vi.fn();
  const host = await render(
    <VersionPageBody
      model={model}
      trans={trans}
      rendermime={new RenderMimeRegistry()}
      highlight={null}
      bytesUrl={digest => digest}
      onOpenRun={none}
      onOpenNode={none}
      onOpenVersion={none}
      onOpenAudit={none}
    />
  );
  await doing(async () => {
    model.visible = true;
    await model.refresh();
    await settled();
  });
  return { host, model, services };
}

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
  const area = one(card, 'textarea') as HTMLTextAreaElement;
  await doing(() => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(
      area,
      'Calling customers.'
    );
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
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
