import { expect, test, vi } from 'vitest';
import type { Lineage, LineageNode } from '../../labextension/src/nouns';
import { between, folded, isFold } from '../../labextension/src/ui/folded';
import { LineagePart } from '../../labextension/src/ui/lineage';
import { ready } from '../../labextension/src/state';
import { trans } from './fakes';
import { doing, one, render } from './render';

const HERE = 'run:prepare';

function aNode(id: string): LineageNode {
  const [kind, ref] = id.split(':');
  return {
    id,
    kind: kind as LineageNode['kind'],
    label: ref ?? '',
    ref: ref ?? ''
  };
}

/** A graph of the arrows `a>b`. */
function aGraph(...arrows: string[]): Lineage {
  const edges = arrows.map(arrow => {
    const [source = '', target = ''] = arrow.split('>');
    return { source, target };
  });
  const ids = new Set(edges.flatMap(({ source, target }) => [source, target]));
  return { nodes: [...ids].map(aNode), edges };
}

/** One run whose two frames were read by many, each of which made something; the second one's was deployed. */
function many(count: number): Lineage {
  const frames = ['artifact:train', 'artifact:test'];
  const fits = Array.from({ length: count }, (_, i) => i);
  return aGraph(
    'file:data>run:prepare',
    ...frames.map(frame => `${HERE}>${frame}`),
    ...fits.flatMap(i => frames.map(frame => `${frame}>run:fit${i}`)),
    ...fits.map(i => `run:fit${i}>artifact:model${i}`),
    'artifact:model1>model_version:churn',
    'model_version:churn>deployment:live'
  );
}

function fold(
  graph: Lineage,
  open: ReadonlySet<string> = new Set(),
  here = HERE
): { ids: string[]; arrows: string[]; folds: string[]; foldIds: string[] } {
  const found = folded(graph, {
    here,
    open,
    labelOf: (kind, count) => `${count} more ${kind}`
  });
  const name = new Map(found.nodes.map(n => [n.id, isFold(n) ? n.label : n.id]));
  return {
    ids: found.nodes.filter(n => !isFold(n)).map(n => n.id),
    arrows: found.edges.map(
      ({ source, target }) => `${name.get(source)}>${name.get(target)}`
    ),
    folds: found.nodes.filter(isFold).map(n => n.label),
    foldIds: found.nodes.filter(isFold).map(n => n.id)
  };
}

test('a graph in which little is alike is drawn as it is', () => {
  const graph = many(6);
  expect(folded(graph, { here: HERE, open: new Set(), labelOf: () => '' })).toBe(graph);
});

test('many runs of the same data are one box beside those that led to most', () => {
  const { arrows, folds, ids } = fold(many(30));
  expect(folds).toEqual(['27 more run']);
  expect(ids.filter(id => id.startsWith('run:fit'))).toEqual([
    'run:fit1', // what was deployed is seen
    'run:fit28', // else the newest
    'run:fit29'
  ]);
  expect(ids).toContain('deployment:live');
  expect(ids).toContain('file:data');
  expect(ids).not.toContain('artifact:model7');
  expect(arrows.filter(arrow => arrow.endsWith('27 more run'))).toEqual([
    'artifact:train>27 more run',
    'artifact:test>27 more run'
  ]);
});

test('a fold that is opened shows all that is in it', () => {
  const graph = many(30);
  const { foldIds } = fold(graph);
  const { folds, ids } = fold(graph, new Set(foldIds));
  expect(folds).toEqual([]);
  expect(ids.length).toBe(graph.nodes.length);
});

test('many inputs of a run are folded too, and what it made stays', () => {
  const inputs = Array.from({ length: 10 }, (_, i) => `file:${i}>${HERE}`);
  const { arrows, folds } = fold(aGraph(...inputs, `${HERE}>artifact:train`));
  expect(folds).toEqual(['7 more file']);
  expect(arrows).toContain(`7 more file>${HERE}`);
  expect(arrows).toContain(`${HERE}>artifact:train`);
});

test('what is folded and leads to what is seen keeps its arrow, drawn once', () => {
  const runs = Array.from({ length: 9 }, (_, i) => `run:${i}`);
  const { arrows } = fold(
    aGraph(
      `${HERE}>artifact:a`,
      ...runs.map(run => `artifact:a>${run}`),
      ...runs.map(run => `${run}>artifact:report`)
    )
  );
  expect(arrows.filter(arrow => arrow === '6 more run>artifact:report').length).toBe(1);
});

test('a circle of retraining ends where it began', () => {
  const { folds, ids } = fold(
    aGraph(
      `${HERE}>model_version:1`,
      'model_version:1>decision:retrain',
      `decision:retrain>${HERE}`
    )
  );
  expect([folds, ids.length]).toEqual([[], 3]);
});

test('what lies between two boxes is every way, and nothing else', () => {
  const graph = aGraph('a:1>b:1', 'a:1>b:2', 'b:1>c:1', 'b:2>c:1', 'b:2>c:2', 'z:1>a:1');
  expect([...between(graph, 'a:1', 'c:1')].sort()).toEqual(['a:1', 'b:1', 'b:2', 'c:1']);
  expect([...between(graph, 'c:2', 'z:1')].sort()).toEqual(['a:1', 'b:2', 'c:2', 'z:1']);
  expect([...between(graph, 'b:1', 'c:2')].sort()).toEqual(['b:1', 'c:2']);
});

async function show(
  graph: Lineage
): Promise<{ host: HTMLElement; onOpenNode: ReturnType<typeof vi.fn> }> {
  const onOpenNode = vi.fn();
  const host = await render(
    <LineagePart
      state={ready(graph)}
      here={HERE}
      trans={trans}
      onRetry={() => undefined}
      onOpenNode={onOpenNode}
    />
  );
  return { host, onOpenNode };
}

function press(element: Element): Promise<void> {
  return doing(() =>
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  );
}

test('a fold is unfolded by a key and folded again by a link; a box is opened', async () => {
  const { host, onOpenNode } = await show(many(30));
  const more = one(host, '.ct-Graph-node[data-fold="true"]');
  expect(more.getAttribute('aria-label')).toBe('27 more runs');
  const before = host.querySelectorAll('.ct-Graph-node').length;
  await press(more);
  expect(onOpenNode).not.toHaveBeenCalled();
  expect(host.querySelectorAll('.ct-Graph-node[data-kind="run"]').length).toBe(31);
  await doing(() => {
    one(host, '.ct-Graph-fold .ct-Link').click();
  });
  expect(host.querySelectorAll('.ct-Graph-node').length).toBe(before);
  await press(one(host, '[data-id="deployment:live"]'));
  expect(onOpenNode).toHaveBeenCalledWith(aNode('deployment:live'));
});

test('the way from here to the box that one points at stands out', async () => {
  const { host } = await show(many(3));
  expect(host.querySelector('[data-way]')).toBeNull();
  const box = one(host, '[data-id="model_version:churn"]');
  await doing(() => box.dispatchEvent(new FocusEvent('focusin', { bubbles: true })));
  const on = [...host.querySelectorAll<SVGElement>('.ct-Graph-node[data-way="true"]')];
  expect(on.map(node => node.dataset.id).sort()).toEqual([
    'artifact:model1',
    'artifact:test',
    'artifact:train',
    'model_version:churn',
    'run:fit1',
    'run:prepare'
  ]);
  expect(host.querySelectorAll('.ct-Graph-edge[data-way="true"]').length).toBe(6);
  await doing(() => box.dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
  expect(host.querySelector('[data-way]')).toBeNull();
});
