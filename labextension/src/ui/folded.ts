import type { IGraph, IGraphNode } from './layers';

/** How many boxes that are alike are drawn each by itself. */
export const MOST_ALIKE = 6;
/** How many of them are left where there are more. */
const LEFT = 3;

/** A box that stands for some that are alike: of one kind, and made from the same, or into the same. */
export interface IFold<N extends IGraphNode> extends IGraphNode {
  readonly folded: readonly N[];
}

/** Whether a box stands for many. */
export function isFold<N extends IGraphNode>(node: N | IFold<N>): node is IFold<N> {
  return 'folded' in node;
}

/** How a graph is folded. */
export interface IFolding<N extends IGraphNode> {
  /** The id of the box from which one looks. */
  readonly here: string;
  /** The folds that are to stay unfolded. */
  readonly open: ReadonlySet<string>;
  /** What stands in a box that stands for so many of a kind. */
  readonly labelOf: (kind: N['kind'], count: number) => string;
}

/**
 * Fold what is alike in a graph, seen from one of its boxes, so that it can be read.
 *
 * One walks away from there, step by step, against the arrows and along them. Of many boxes of one kind that were
 * reached from the same ones, those that lead to most are left, and one stands for the rest and what only they lead to.
 */
export function folded<N extends IGraphNode>(
  graph: IGraph<N>,
  folding: IFolding<N>
): IGraph<N | IFold<N>> {
  const shown = new Set([folding.here]);
  const walks = [true, false].flatMap(forward =>
    Private.walk(graph, { ...folding, forward, shown })
  );
  const folds = walks.flatMap(({ id, kind, rest }) => {
    // What is folded on one side may be seen on the other.
    const hidden = rest.filter(node => !shown.has(node.id));
    const label = folding.labelOf(kind, hidden.length);
    return hidden.length ? [{ id, kind, label, folded: hidden }] : [];
  });
  if (!folds.length) {
    return graph;
  }
  return {
    nodes: [...graph.nodes.filter(({ id }) => shown.has(id)), ...folds],
    edges: Private.edgesBetween(graph, shown, folds)
  };
}

/** The boxes on the ways between two of a graph, both included; only themselves where none leads there. */
export function between(
  graph: IGraph<IGraphNode>,
  one: string,
  other: string
): ReadonlySet<string> {
  const ways = [true, false].flatMap(forward => {
    const from = Private.reach(graph, one, forward);
    const to = Private.reach(graph, other, !forward);
    return [...from].filter(id => to.has(id));
  });
  return new Set([...ways, one, other]);
}

namespace Private {
  interface IWalk<N extends IGraphNode> extends IFolding<N> {
    readonly forward: boolean;
    /** What is drawn by itself; the walk adds to it. */
    readonly shown: Set<string>;
  }

  /** Boxes that are alike, and are not drawn each by itself. */
  interface IRest<N extends IGraphNode> {
    readonly id: string;
    readonly kind: N['kind'];
    readonly rest: readonly N[];
  }

  /** Walk away from here; returns what is folded on the way. */
  export function walk<N extends IGraphNode>(graph: IGraph<N>, to: IWalk<N>): IRest<N>[] {
    const { forward, here, open, shown } = to;
    const [next, back] = [steps(graph, forward), steps(graph, !forward)];
    const nodes = new Map(graph.nodes.map(node => [node.id, node]));
    const passed = new Set([here]);
    const found: IRest<N>[] = [];
    for (let front = [here]; front.length;) {
      const reached = [...new Set(front.flatMap(id => next.get(id) ?? []))]
        .filter(id => !passed.has(id))
        .flatMap(id => nodes.get(id) ?? []);
      const groups = grouped(reached, ({ id, kind }) => {
        const from = (back.get(id) ?? []).filter(other => passed.has(other));
        return [forward ? 'to' : 'from', kind, ...from.sort()].join(' ');
      });
      reached.forEach(({ id }) => passed.add(id));
      front = [];
      for (const [id, group] of groups) {
        const isFolded = group.length > MOST_ALIKE && !open.has(id);
        const left = isFolded ? foremost(group, next) : group;
        const rest = group.filter(node => !left.includes(node));
        found.push(...rest.slice(0, 1).map(({ kind }) => ({ id, kind, rest })));
        left.forEach(node => shown.add(node.id));
        front.push(...left.map(node => node.id));
      }
    }
    return found;
  }

  /** The arrows between what is drawn; those of what is folded begin and end at its fold. */
  export function edgesBetween<N extends IGraphNode>(
    { edges }: IGraph<N>,
    shown: ReadonlySet<string>,
    folds: readonly IFold<N>[]
  ): { source: string; target: string }[] {
    const stands = new Map(folds.flatMap(fold => fold.folded.map(n => [n.id, fold.id])));
    const drawn = (id: string): string | undefined =>
      shown.has(id) ? id : stands.get(id);
    const found = new Map<string, { source: string; target: string }>();
    for (const edge of edges) {
      const [source, target] = [drawn(edge.source), drawn(edge.target)];
      if (source !== undefined && target !== undefined && source !== target) {
        found.set(`${source}>${target}`, { source, target });
      }
    }
    return [...found.values()];
  }

  function grouped<N>(
    items: readonly N[],
    keyOf: (item: N) => string
  ): ReadonlyMap<string, readonly N[]> {
    const groups = new Map<string, N[]>();
    for (const item of items) {
      const key = keyOf(item);
      groups.set(key, [...(groups.get(key) ?? []), item]);
    }
    return groups;
  }

  /** Those that lead to most; of equals the last ones, which are the newest. */
  function foremost<N extends IGraphNode>(
    group: readonly N[],
    next: ReadonlyMap<string, readonly string[]>
  ): N[] {
    const sizes = new Map(group.map(({ id }) => [id, reached(next, id).size]));
    return [...group]
      .reverse()
      .sort((a, b) => (sizes.get(b.id) ?? 0) - (sizes.get(a.id) ?? 0))
      .slice(0, LEFT);
  }

  export function reach(
    graph: IGraph<IGraphNode>,
    from: string,
    forward: boolean
  ): ReadonlySet<string> {
    return reached(steps(graph, forward), from);
  }

  function reached(
    next: ReadonlyMap<string, readonly string[]>,
    from: string
  ): ReadonlySet<string> {
    const found = new Set([from]);
    for (const id of found) {
      next.get(id)?.forEach(other => found.add(other));
    }
    return found;
  }

  /** Where one comes from each box in one step. */
  function steps(
    { edges }: IGraph<IGraphNode>,
    forward: boolean
  ): ReadonlyMap<string, readonly string[]> {
    const next = new Map<string, string[]>();
    for (const { source, target } of edges) {
      const [from, to] = forward ? [source, target] : [target, source];
      next.set(from, [...(next.get(from) ?? []), to]);
    }
    return next;
  }
}
