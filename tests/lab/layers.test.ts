import { describe, expect, it } from 'vitest';
import type { Lineage } from '../../labextension/src/nouns';
import { layout } from '../../labextension/src/ui/layers';

function graph(...edges: [string, string][]): Lineage {
  const ids = [...new Set(edges.flat())];
  return {
    nodes: ids.map(id => ({ id, kind: 'artifact', label: id, ref: id })),
    edges: edges.map(([source, target]) => ({ source, target }))
  };
}

function layers(lineage: Lineage): string[][] {
  const found: string[][] = [];
  for (const { layer, node, row } of layout(lineage)) {
    (found[layer] ??= [])[row] = node.id;
  }
  return found;
}

describe('the layout of a lineage', () => {
  it('puts each thing to the right of everything it was made from', () => {
    expect(layers(graph(['file', 'run'], ['run', 'model'], ['file', 'model']))).toEqual([
      ['file'],
      ['run'],
      ['model']
    ]);
  });

  it('orders a layer so that edges do not cross', () => {
    const crossed = graph(['a', 'y'], ['b', 'x'], ['a', 'y2'], ['b', 'x2']);
    const [sources, targets] = layers(crossed);
    expect(sources).toEqual(['a', 'b']);
    expect(targets).toEqual(['y', 'y2', 'x', 'x2']);
  });

  it('puts a source right beside what was made from it', () => {
    const late = graph(['job', 'notebook'], ['notebook', 'cell'], ['data', 'cell']);
    expect(layers(late)).toEqual([['job'], ['notebook', 'data'], ['cell']]);
  });

  it('comes to an end where the retrain loop closes', () => {
    const loop = graph(['run', 'model'], ['model', 'drift'], ['drift', 'run']);
    expect(layers(loop).flat().sort()).toEqual(['drift', 'model', 'run']);
  });

  it('draws nothing of nothing', () => {
    expect(layout({ nodes: [], edges: [] })).toEqual([]);
  });
});
