import type { TranslationBundle } from '@jupyterlab/translation';
import type { Lineage, LineageNode } from '../nouns';
import type { State } from '../state';
import { Graph } from './graph';
import { Part } from './part';
import { StateView } from './state';

/** What something was made from, and what was made from it. */
export function LineagePart(props: {
  state: State<Lineage>;
  /** The id of the node that it is about. */
  here: string;
  trans: TranslationBundle;
  onRetry: () => void;
  onOpenNode: (node: LineageNode) => void;
}): JSX.Element {
  const { here, onOpenNode, onRetry, state, trans } = props;
  const title = trans.__('Lineage');
  return (
    <Part className="ct-RunPage-lineage" title={title}>
      <StateView state={state} trans={trans} onRetry={onRetry}>
        {graph => (
          <Graph
            graph={graph}
            here={here}
            label={title}
            captionOf={({ kind }) => kindLabel(kind, trans)}
            onOpen={onOpenNode}
          />
        )}
      </StateView>
    </Part>
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
