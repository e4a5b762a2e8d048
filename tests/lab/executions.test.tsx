import { expect, test, vi } from 'vitest';
import type {
  ExecutedCell,
  ExecutionDiff,
  OutputChange
} from '../../labextension/src/nouns';
import { ExecutionsPageBody } from '../../labextension/src/pages/executions/body';
import { ExecutionsPageModel } from '../../labextension/src/pages/executions/model';
import { deltaOf } from '../../labextension/src/pages/executions/output';
import { fakeServices, settled, trans } from './fakes';
import { doing, one, render } from './render';

function aChangedCell(fields: Partial<ExecutedCell> = {}): ExecutedCell {
  return {
    change: 'changed',
    source_change: 'same',
    before: 0,
    after: 0,
    source: 'print(auc)',
    diff: [],
    outputs: [],
    status_before: 'finished',
    status_after: 'finished',
    wall_s_before: 1,
    wall_s_after: 2,
    cached_from_before: null,
    cached_from_after: null,
    ...fields
  };
}

function anOutput(fields: Partial<OutputChange> = {}): OutputChange {
  return {
    change: 'changed',
    kind: 'text',
    mime: 'text/plain',
    name: 'stdout',
    diff: [],
    numbers: [],
    before: null,
    after: null,
    note: '',
    ...fields
  };
}

const side: ExecutionDiff['before'] = {
  run_id: 'run-before',
  name: 'train',
  status: 'finished',
  started_at: 1_700_000_000,
  ended_at: 1_700_000_010,
  notebook: 'train.ipynb',
  cells: 2
};

async function show(...cells: ExecutedCell[]): Promise<HTMLElement> {
  const services = fakeServices({
    'GET executions/diff': {
      before: side,
      after: { ...side, run_id: 'run-after' },
      cells
    }
  });
  const model = new ExecutionsPageModel(services, 'a', 'b');
  const host = await render(
    <ExecutionsPageBody
      model={model}
      trans={trans}
      highlight={null}
      onOpenRun={vi.fn()}
    />
  );
  await doing(async () => {
    model.visible = true;
    await settled();
  });
  return host;
}

test('a number is told with its difference and the share of it', () => {
  const number = { line: 1, before: 0.5, after: 0.55, difference: 0.05, relative: 0.1 };
  expect(deltaOf(number)).toBe('+0.05 (10%)');
  expect(deltaOf({ ...number, difference: -2, relative: null })).toBe('−2');
  expect(deltaOf({ ...number, difference: null, relative: null })).toBe('');
});

test('cells that are the same are folded away until they are asked for', async () => {
  const host = await show(aChangedCell({ change: 'same' }), aChangedCell({ before: 1 }));
  expect(one(host, '.ct-Part-aside').textContent).toBe('1 of 2 differ');
  expect(host.querySelectorAll('.ct-CellChange').length).toBe(1);
  await doing(() => {
    one(host, 'input[type="checkbox"]').click();
  });
  expect(host.querySelectorAll('.ct-CellChange').length).toBe(2);
});

test('where nothing differs all cells are shown, and it says so', async () => {
  const host = await show(aChangedCell({ change: 'same' }));
  expect(one(host, '.ct-Part-aside').textContent).toBe('1 cell, the same');
  expect(host.querySelectorAll('.ct-CellChange').length).toBe(1);
});

test('a cell that only one side has is counted on that side', async () => {
  const host = await show(aChangedCell({ change: 'added', before: null, after: 2 }));
  expect(one(host, '.ct-Cell-position').textContent).toBe('cell 3');
});

test('code differs by line, and outputs by number, line or picture', async () => {
  const host = await show(
    aChangedCell({
      source_change: 'changed',
      before: 0,
      after: 1,
      diff: ['-a = 1', '+a = 2'],
      status_after: 'failed',
      outputs: [
        anOutput({
          kind: 'numbers',
          numbers: [{ line: 3, before: 1, after: 2, difference: 1, relative: 1 }]
        }),
        anOutput({ diff: ['-x', '+y'], note: 'Only its beginning.' }),
        anOutput({
          kind: 'image',
          mime: 'image/png',
          before: 'data:,a',
          after: 'data:,b'
        }),
        anOutput({ change: 'same' })
      ]
    })
  );
  expect(one(host, '.ct-CellChange-head').textContent).toBe(
    'cell 1 → 2changedfinished → failed, 1.0 s → 2.0 s'
  );
  expect([...host.querySelectorAll('.ct-mod-added')].map(l => l.textContent)).toEqual([
    '+a = 2',
    '+y'
  ]);
  expect(one(host, '[data-kind="numbers"] tr').textContent).toBe('line 31 → 2+1 (100%)');
  expect(host.querySelectorAll('.ct-OutputDiff').length).toBe(3);
  expect(host.querySelectorAll('.ct-OutputDiff-pictures img').length).toBe(2);
});
