import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { describe, expect, it, vi } from 'vitest';
import { RequestError } from '../../labextension/src/client';
import type { CellExecution } from '../../labextension/src/nouns';
import { RunPageBody } from '../../labextension/src/pages/run/body';
import { RunPageModel } from '../../labextension/src/pages/run/model';
import { after, click, draw, find, texts } from './draw';
import { fakeServices, settle, trans } from './fakes';
import { aDetail, aRun } from './things';

const lineage = {
  nodes: [
    { id: 'file:train.csv', kind: 'file', label: 'train.csv', ref: 'train.csv' },
    { id: 'run:r1', kind: 'run', label: 'train', ref: 'r1' }
  ],
  edges: [{ source: 'file:train.csv', target: 'run:r1' }]
};

const cell: CellExecution = {
  id: 'c1',
  run_id: 'r1',
  position: 0,
  source: 'depth = 6',
  status: 'finished',
  started_at: 1000,
  cell_id: null,
  reads: ['X'],
  binds: ['depth'],
  outputs: [],
  error: null,
  wall_s: 2.5,
  cpu_s: 2,
  peak_bytes: 2e9,
  files_read: [],
  files_written: [],
  not_captured: { lock: 'cannot be kept' }
};

const metric = {
  run_id: 'r1',
  key: 'auc',
  value: 0.853,
  text: '0.853',
  step: 0,
  at: 0,
  count: 1
};

const artifact = {
  run_id: 'r1',
  cell_execution_id: 'c1',
  name: 'X_train',
  direction: 'input',
  version: 2,
  artifact: {
    digest: 'abc',
    kind: 'frame',
    codec: 'arrow/1',
    size_bytes: 1_500_000,
    summary: { rows: 100, columns: { a: 'int64', b: 'double' } }
  }
} as const;

const environment = {
  digest: 'e',
  python: '3.11.7',
  implementation: 'CPython',
  platform: 'Linux',
  cpu: 'EPYC',
  cpu_count: 2,
  memory_bytes: 8e9,
  packages: { numpy: '2.1', pandas: '2.2' },
  lock: 'l',
  threads: {}
};

async function drawPage(reply: () => unknown): Promise<{
  host: HTMLElement;
  fake: ReturnType<typeof fakeServices>;
  model: RunPageModel;
  onOpenNode: ReturnType<typeof vi.fn>;
}> {
  const fake = fakeServices({
    'runs/{run_id}': reply,
    'runs/{run_id}/lineage': () => lineage,
    'artifacts/{digest}': () => ({ artifact: artifact.artifact, bundle: {} })
  });
  const model = new RunPageModel(fake.services, 'r1');
  const onOpenNode = vi.fn();
  const host = await draw(
    <RunPageBody
      model={model}
      trans={trans}
      rendermime={{} as IRenderMimeRegistry}
      highlight={null}
      onOpenRun={vi.fn()}
      onOpenNode={onOpenNode}
    />
  );
  await after(() => {
    model.visible = true;
  });
  return { fake, host, model, onOpenNode };
}

describe('the model of the page of a run', () => {
  it('fetches each part when it is first asked for, and only while somebody looks', async () => {
    const { client, services } = fakeServices({ 'runs/{run_id}': () => aDetail() });
    const model = new RunPageModel(services, 'r1');
    expect(model.detail()).toEqual({ phase: 'pending' });
    await settle();
    expect(client.calls).toEqual([]);
    model.visible = true;
    await settle();
    expect(client.calls.map(call => call.path)).toEqual(['runs/{run_id}']);
    expect(model.detail()).toEqual({ phase: 'ready', value: aDetail() });
  });

  it('is fetched again for this run and those inside it, not for others', async () => {
    const { client, feed, services } = fakeServices({
      'runs/{run_id}': () => aDetail({ children: [aRun({ id: 'child' })] })
    });
    const model = new RunPageModel(services, 'r1');
    model.detail();
    model.visible = true;
    await settle();
    for (const id of ['stranger', 'child', 'r1']) {
      feed.tell('run', id);
      await settle();
    }
    expect(client.calls).toHaveLength(3);
  });

  it('never asks twice for the content of an artifact', async () => {
    const { client, feed, services } = fakeServices({ 'artifacts/{digest}': () => ({}) });
    const model = new RunPageModel(services, 'r1');
    model.visible = true;
    model.preview('abc');
    await settle();
    feed.tell('run', 'r1');
    model.preview('abc');
    await settle();
    expect(client.asked('artifacts/{digest}')).toEqual([{ path: { digest: 'abc' } }]);
  });
});

describe('the page of a run', () => {
  it('shows the message and the hint of a refusal', async () => {
    const { host } = await drawPage(() =>
      Promise.reject(new RequestError('not_found', 'No run r1.', 'The latest is r0.'))
    );
    expect(texts(host, '.ct-Problem p')).toEqual(['No run r1.', 'The latest is r0.']);
  });

  it('shows every part of a run', async () => {
    const { host } = await drawPage(() =>
      aDetail({
        row: aRun(
          {},
          { params: { depth: 6 }, tags: { team: 'a', 'celltrail.job': 'j' } }
        ),
        metrics: [metric],
        cells: [cell],
        artifacts: [artifact],
        environment
      })
    );
    expect(find(host, 'h1').textContent).toBe('trainfinished');
    expect(texts(host, '.ct-RunPage-header .ct-Chip')).toEqual(['team: a']);
    expect(find(host, '.ct-RunPage-metrics .ct-Tile').textContent).toBe('auc0.853');
    expect(find(host, '.ct-RunPage-params tr').textContent).toBe('depth6');
    expect(find(host, '.ct-RunPage-cells .ct-Code').textContent).toBe('depth = 6');
    expect(texts(host, '.ct-Cell-notes > span')).toEqual([
      '2.5 s',
      '2 GB memory',
      'reads X',
      'binds depth',
      'not kept lock (cannot be kept)'
    ]);
    expect(find(host, '.ct-RunPage-artifacts .ct-Artifact-head').textContent).toBe(
      'inX_train v2frame100 × 2 · a, b1.5 MB'
    );
    expect(texts(host, '.ct-RunPage-environment .ct-Packages th')).toEqual([
      'numpy',
      'pandas'
    ]);
    expect(host.querySelectorAll('.ct-RunPage-lineage .ct-Graph-node')).toHaveLength(2);
  });

  it('leaves out the parts of which there is nothing', async () => {
    const { host } = await drawPage(() => aDetail());
    expect(texts(host, 'h2')).toEqual(['Lineage']);
  });

  it('opens what is clicked in the lineage', async () => {
    const { host, onOpenNode } = await drawPage(() => aDetail());
    await after(() => {
      find(host, '[data-kind=file]').dispatchEvent(
        new MouseEvent('click', { bubbles: true })
      );
    });
    expect(onOpenNode.mock.calls).toEqual([[lineage.nodes[0]]]);
  });

  it('fetches an artifact only when it is unfolded', async () => {
    const { fake, host } = await drawPage(() => aDetail({ artifacts: [artifact] }));
    expect(fake.client.asked('artifacts/{digest}')).toEqual([]);
    await click(host, '.ct-Artifact-head');
    expect(fake.client.asked('artifacts/{digest}')).toEqual([
      { path: { digest: 'abc' } }
    ]);
    expect(find(host, '.ct-Artifact-preview').textContent).toContain(
      'nothing to look at'
    );
  });
});
