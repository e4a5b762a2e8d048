import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, useState } from 'react';
import type { Lineage, LineageNode } from '../nouns';
import type { State } from '../state';
import { Link } from './fact';
import { folded, isFold } from './folded';
import { Graph } from './graph';
import { Part } from './part';
import { StateView } from './state';

interface IProps {
  /** The id of the node that it is about. */
  here: string;
  trans: TranslationBundle;
  onOpenNode: (node: LineageNode) => void;
}

/** What something was made from, and what was made from it. */
export function LineagePart(
  props: IProps & { state: State<Lineage>; onRetry: () => void }
): JSX.Element {
  const { onRetry, state, trans } = props;
  return (
    <Part className="ct-RunPage-lineage" title={trans.__('Lineage')}>
      <StateView state={state} trans={trans} onRetry={onRetry}>
        {graph => <Drawn {...props} graph={graph} />}
      </StateView>
    </Part>
  );
}

/** The graph, where much is alike with one box for many; such a box unfolds. */
function Drawn(props: IProps & { graph: Lineage }): JSX.Element {
  const { graph, here, onOpenNode, trans } = props;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const drawn = useMemo(
    () =>
      folded(graph, {
        here,
        open,
        labelOf: (kind, count) => moreLabel(kind, count, trans)
      }),
    [graph, here, open, trans]
  );
  return (
    <>
      {open.size > 0 && (
        <p className="ct-Graph-fold">
          <Link
            label={trans.__('Fold again')}
            title={trans.__('Put together what is alike')}
            onClick={() => {
              setOpen(new Set());
            }}
          />
        </p>
      )}
      <Graph
        graph={drawn}
        here={here}
        label={trans.__('Lineage')}
        captionOf={node =>
          isFold(node) ? trans.__('alike: click to unfold') : kindLabel(node.kind, trans)
        }
        onOpen={node => {
          if (isFold(node)) {
            setOpen(new Set([...open, node.id]));
          } else {
            onOpenNode(node);
          }
        }}
      />
    </>
  );
}

function kindLabel(kind: LineageNode['kind'], trans: TranslationBundle): string {
  const labels: Readonly<Record<LineageNode['kind'], string>> = {
    artifact: trans.__('artifact'),
    decision: trans.__('decision'),
    deployment: trans.__('deployment'),
    drift_report: trans.__('drift report'),
    file: trans.__('file'),
    job: trans.__('job'),
    model_version: trans.__('model'),
    run: trans.__('run')
  };
  return labels[kind];
}

function moreLabel(
  kind: LineageNode['kind'],
  count: number,
  trans: TranslationBundle
): string {
  const labels: Readonly<Record<LineageNode['kind'], string>> = {
    artifact: trans.__('%1 more artifacts', count),
    decision: trans.__('%1 more decisions', count),
    deployment: trans.__('%1 more deployments', count),
    drift_report: trans.__('%1 more drift reports', count),
    file: trans.__('%1 more files', count),
    job: trans.__('%1 more jobs', count),
    model_version: trans.__('%1 more models', count),
    run: trans.__('%1 more runs', count)
  };
  return labels[kind];
}
