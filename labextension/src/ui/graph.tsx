import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
  type SVGProps
} from 'react';
import { between, isFold } from './folded';
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

/** Where each box lies, and how much room all take. */
interface IPlaces<N extends IGraphNode> {
  readonly placed: readonly IPlacedNode<N>[];
  readonly at: ReadonlyMap<string, IPoint>;
  readonly width: number;
  readonly height: number;
}

/** What comes from what, from left to right. */
export function Graph<N extends IGraphNode>(props: IProps<N>): JSX.Element {
  const { graph, here } = props;
  const { at, height, placed, width } = useMemo(() => placesOf(graph), [graph]);
  const [hot, setHot] = useState<string | null>(null);
  const way = useMemo(
    () => (hot === null || here === undefined ? null : between(graph, here, hot)),
    [graph, here, hot]
  );
  const host = useScrolled(here === undefined ? undefined : at.get(here));
  return (
    <div ref={host} className="ct-Graph">
      <svg width={width} height={height} role="group" aria-label={props.label}>
        {graph.edges.map(({ source, target }) => (
          <Edge
            key={`${source}>${target}`}
            from={at.get(source)}
            to={at.get(target)}
            onWay={way ? way.has(source) && way.has(target) : undefined}
          />
        ))}
        {placed.map(({ node }) => (
          <Node
            key={node.id}
            {...props}
            node={node}
            at={at.get(node.id)}
            onWay={way?.has(node.id)}
            onPoint={setHot}
          />
        ))}
      </svg>
    </div>
  );
}

function placesOf<N extends IGraphNode>(graph: IGraph<N>): IPlaces<N> {
  const placed = layout(graph);
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
  return {
    placed,
    at,
    width: layers * (WIDTH + GAP_X) - GAP_X + 4,
    height: rows * (HEIGHT + GAP_Y) - GAP_Y + 4
  };
}

/** A large graph is read from where one is, outwards. */
function useScrolled(here: IPoint | undefined): RefObject<HTMLDivElement> {
  const host = useRef<HTMLDivElement>(null);
  const start = useRef(here);
  useEffect(() => {
    const node = start.current;
    if (host.current && node) {
      const { clientHeight, clientWidth } = host.current;
      host.current.scrollLeft = Math.max(0, node.x + (WIDTH - clientWidth) / 2);
      host.current.scrollTop = Math.max(0, node.y + (HEIGHT - clientHeight) / 2);
    }
  }, []);
  return host;
}

interface IOnWay {
  /** Whether it lies on the way to the box that is pointed at; undefined where none is. */
  onWay?: boolean;
}

function Edge(props: IOnWay & { from?: IPoint; to?: IPoint }): JSX.Element | null {
  const { from, onWay, to } = props;
  if (!from || !to) {
    return null;
  }
  const start = { x: from.x + WIDTH, y: from.y + HEIGHT / 2 };
  const end = { x: to.x, y: to.y + HEIGHT / 2 };
  const bend = (end.x - start.x) / 2;
  return (
    <path
      className="ct-Graph-edge"
      data-way={onWay}
      d={`M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`}
    />
  );
}

interface INodeProps<N extends IGraphNode> extends IProps<N>, IOnWay {
  node: N;
  at?: IPoint;
  onPoint: (id: string | null) => void;
}

function Node<N extends IGraphNode>(props: INodeProps<N>): ReactNode {
  const { at, here, node, onOpen, onWay } = props;
  const standing = props.statusOf?.(node);
  return (
    at !== undefined && (
      <g
        className={`ct-Graph-node${node.id === here ? ' ct-mod-here' : ''}`}
        data-id={node.id}
        data-kind={node.kind}
        data-fold={isFold(node) || undefined}
        data-status={standing?.status}
        data-way={onWay}
        transform={`translate(${at.x} ${at.y})`}
        role="button"
        aria-label={[node.label, standing?.label].filter(Boolean).join(', ')}
        tabIndex={0}
        {...pointing(props)}
        onClick={() => {
          onOpen(node);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            onOpen(node);
          }
        }}
      >
        <Box {...props} standing={standing} />
      </g>
    )
  );
}

/** Tell of the box that one points at, with the mouse or by the keyboard. */
function pointing<N extends IGraphNode>({
  node,
  onPoint
}: INodeProps<N>): SVGProps<SVGGElement> {
  const come = (): void => {
    onPoint(node.id);
  };
  const go = (): void => {
    onPoint(null);
  };
  return { onMouseEnter: come, onMouseLeave: go, onFocus: come, onBlur: go };
}

function Box<N extends IGraphNode>(
  props: INodeProps<N> & { standing?: { status: string; label: string } }
): JSX.Element {
  const { captionOf, node, standing } = props;
  return (
    <>
      <title>{node.label}</title>
      <rect className="ct-Graph-box" width={WIDTH} height={HEIGHT} rx={4} />
      <rect className="ct-Graph-kind" width={4} height={HEIGHT} rx={2} />
      <text className="ct-Graph-caption" x={14} y={15}>
        {shortened(captionOf(node), CAPTION_LETTERS)}
      </text>
      <text x={14} y={31}>
        {shortened(node.label, standing ? LETTERS - 3 : LETTERS)}
      </text>
      {standing && (
        <foreignObject x={WIDTH - 22} y={13} width={16} height={16}>
          <StatusMark {...standing} />
        </foreignObject>
      )}
    </>
  );
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
