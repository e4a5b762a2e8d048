import { useEffect, useMemo, useRef } from 'react';
import { layout, type IGraph, type IGraphNode, type IPlacedNode } from './layers';
import { StatusMark } from './status';

const WIDTH = 168;
const HEIGHT = 40;
const GAP_X = 56;
const GAP_Y = 16;
const LETTERS = 21;
const CAPTION_LETTERS = 25;

interface IProps<N extends IGraphNode> {
  graph: IGraph<N>;
  /** The id of the node from which the graph is read; without one it is read from the left. */
  here?: string;
  label: string;
  /** What stands above the label, smaller. */
  captionOf: (node: N) => string;
  /** How a node stands, and the word for it. */
  statusOf?: (node: N) => { status: string; label: string };
  onOpen: (node: N) => void;
}

interface IPoint {
  x: number;
  y: number;
}

/** What comes from what, from left to right. */
export function Graph<N extends IGraphNode>(props: IProps<N>): JSX.Element {
  const { graph } = props;
  const placed = useMemo(() => layout(graph), [graph]);
  const layers = Math.max(0, ...placed.map(p => p.layer)) + 1;
  const rows = Math.max(0, ...placed.map(p => p.row)) + 1;
  const count = (layer: number): number => placed.filter(p => p.layer === layer).length;
  const at = new Map(
    placed.map(p => [
      p.node.id,
      {
        x: p.layer * (WIDTH + GAP_X) + 2,
        // A short layer lies in the middle of the tall ones.
        y: (p.row + (rows - count(p.layer)) / 2) * (HEIGHT + GAP_Y) + 2
      }
    ])
  );
  const host = useRef<HTMLDivElement>(null);
  const start = useRef(props.here === undefined ? undefined : at.get(props.here));
  useEffect(() => {
    // A large graph is read from where one is, outwards.
    const node = start.current;
    if (host.current && node) {
      host.current.scrollTo(
        Math.max(0, node.x + WIDTH / 2 - host.current.clientWidth / 2),
        Math.max(0, node.y + HEIGHT / 2 - host.current.clientHeight / 2)
      );
    }
  }, []);
  const width = layers * (WIDTH + GAP_X) - GAP_X + 4;
  const height = rows * (HEIGHT + GAP_Y) - GAP_Y + 4;
  return (
    <div ref={host} className="ct-Graph">
      <svg width={width} height={height} role="group" aria-label={props.label}>
        {graph.edges.map(edge => (
          <Edge
            key={`${edge.source}>${edge.target}`}
            from={at.get(edge.source)}
            to={at.get(edge.target)}
          />
        ))}
        {placed.map(p => (
          <Node key={p.node.id} {...props} placed={p} at={at.get(p.node.id)} />
        ))}
      </svg>
    </div>
  );
}

function Edge(props: { from?: IPoint; to?: IPoint }): JSX.Element | null {
  const { from, to } = props;
  if (!from || !to) {
    return null;
  }
  const start = { x: from.x + WIDTH, y: from.y + HEIGHT / 2 };
  const end = { x: to.x, y: to.y + HEIGHT / 2 };
  const bend = (end.x - start.x) / 2;
  return (
    <path
      className="ct-Graph-edge"
      d={`M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`}
    />
  );
}

function Node<N extends IGraphNode>(
  props: IProps<N> & { placed: IPlacedNode<N>; at?: IPoint }
): JSX.Element | null {
  const { at, here, onOpen } = props;
  const { node } = props.placed;
  if (!at) {
    return null;
  }
  const standing = props.statusOf?.(node);
  return (
    <g
      className={`ct-Graph-node${node.id === here ? ' ct-mod-here' : ''}`}
      data-id={node.id}
      data-kind={node.kind}
      data-status={standing?.status}
      transform={`translate(${at.x} ${at.y})`}
      role="button"
      aria-label={[node.label, standing?.label].filter(Boolean).join(', ')}
      tabIndex={0}
      onClick={() => {
        onOpen(node);
      }}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          onOpen(node);
        }
      }}
    >
      <title>{node.label}</title>
      <rect className="ct-Graph-box" width={WIDTH} height={HEIGHT} rx={4} />
      <rect className="ct-Graph-kind" width={4} height={HEIGHT} rx={2} />
      <text className="ct-Graph-caption" x={14} y={15}>
        {shortened(props.captionOf(node), CAPTION_LETTERS)}
      </text>
      <text x={14} y={31}>
        {shortened(node.label, standing ? LETTERS - 3 : LETTERS)}
      </text>
      {standing && (
        <foreignObject x={WIDTH - 22} y={13} width={16} height={16}>
          <StatusMark {...standing} />
        </foreignObject>
      )}
    </g>
  );
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
