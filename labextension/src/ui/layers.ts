/** A box of a graph. */
export interface IGraphNode {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
}

/** Boxes, and the arrows between them. */
export interface IGraph<N extends IGraphNode> {
  readonly nodes: readonly N[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
}

const SWEEPS = 4;

/** A node with its place: its layer from left to right, and its row in the layer. */
export interface IPlacedNode<N extends IGraphNode = IGraphNode> {
  readonly node: N;
  readonly layer: number;
  readonly row: number;
}

/** Place the nodes of a graph so that each edge leads to the right and few edges cross. */
export function layout<N extends IGraphNode>(
  graph: IGraph<N>
): readonly IPlacedNode<N>[] {
  const layers = Private.group(graph, Private.depths(graph));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    Private.order(graph, layers, sweep % 2 === 0);
  }
  return layers.flatMap((nodes, layer) =>
    nodes.map((node, row) => ({ node, layer, row }))
  );
}

namespace Private {
  /** The length of the longest way to each node. A cycle is cut where it closes. */
  export function depths<N extends IGraphNode>(graph: IGraph<N>): Map<string, number> {
    const sources = new Map<string, string[]>();
    for (const { source, target } of graph.edges) {
      sources.set(target, [...(sources.get(target) ?? []), source]);
    }
    const depths = new Map<string, number>();
    const visiting = new Set<string>();
    const visit = (id: string): number => {
      const known = depths.get(id);
      if (known !== undefined || visiting.has(id)) {
        return known ?? 0;
      }
      visiting.add(id);
      const before = (sources.get(id) ?? []).map(source => visit(source) + 1);
      const depth = Math.max(0, ...before);
      visiting.delete(id);
      depths.set(id, depth);
      return depth;
    };
    graph.nodes.forEach(node => visit(node.id));
    return depths;
  }

  export function group<N extends IGraphNode>(
    graph: IGraph<N>,
    depths: Map<string, number>
  ): N[][] {
    const layers: N[][] = [];
    for (const node of graph.nodes) {
      const depth = depths.get(node.id) ?? 0;
      while (layers.length <= depth) {
        layers.push([]);
      }
      layers[depth]?.push(node);
    }
    return layers.filter(layer => layer.length);
  }

  /** Sort each layer by the mean row of its neighbours on one side. */
  export function order<N extends IGraphNode>(
    graph: IGraph<N>,
    layers: N[][],
    forward: boolean
  ): void {
    const row = new Map(layers.flatMap(layer => layer.map((node, i) => [node.id, i])));
    for (const layer of forward ? layers : [...layers].reverse()) {
      const wish = new Map(
        layer.map(node => {
          const rows = neighbours(graph, node.id, forward).map(id => row.get(id) ?? 0);
          const mean = rows.reduce((sum, r) => sum + r, 0) / rows.length;
          return [node.id, rows.length ? mean : (row.get(node.id) ?? 0)];
        })
      );
      layer.sort((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0));
      layer.forEach((node, i) => row.set(node.id, i));
    }
  }

  function neighbours<N extends IGraphNode>(
    graph: IGraph<N>,
    id: string,
    before: boolean
  ): string[] {
    return graph.edges
      .filter(edge => (before ? edge.target : edge.source) === id)
      .map(edge => (before ? edge.source : edge.target));
  }
}
