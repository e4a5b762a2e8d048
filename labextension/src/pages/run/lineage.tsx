import type { TranslationBundle } from '@jupyterlab/translation';
import type { LineageNode } from '../../nouns';
import { Graph } from '../../ui/graph';
import { StateView } from '../../ui/state';
import { Part } from '../../ui/part';
import type { IPageProps } from './services';

/** What the run was made from, and what was made from it. */
export function LineageSection(props: IPageProps): JSX.Element {
  const { model, trans } = props;
  const title = trans.__('Lineage');
  return (
    <Part className="ct-RunPage-lineage" title={title}>
      <StateView
        state={model.lineage()}
        trans={trans}
        onRetry={() => void model.refresh()}
      >
        {graph => (
          <Graph
            graph={graph}
            here={`run:${model.run}`}
            label={title}
            captionOf={({ kind }) => kindLabel(kind, trans)}
            onOpen={props.onOpenNode}
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
