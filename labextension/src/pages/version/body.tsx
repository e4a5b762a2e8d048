import { UseSignal } from '@jupyterlab/ui-components';
import { LineagePart } from '../../ui/lineage';
import { StateView } from '../../ui/state';
import { Empty } from '../../ui/empty';
import { CardPart } from './card';
import { ChecklistPart } from './checklist';
import { ExplanationsPart } from './explanations';
import { FilesPart } from './files';
import { Header } from './header';
import { HistoryPart } from './history';
import { MetricsPart } from './metrics';
import { findVersion } from './model';
import { OriginPart } from './origin';
import { PoliciesPart } from './policies';
import { ScoresPart } from './scores';
import { ServingPart } from './serving';
import type { IPageProps, IVersionProps } from './services';
import { SignaturePart } from './signature';

/** The page of one version of a model. */
export function VersionPageBody(props: IPageProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView
          state={model.found()}
          trans={trans}
          onRetry={() => void model.refresh()}
        >
          {of => {
            const found = findVersion(of, model.number);
            return found ? (
              <Version {...props} found={found} />
            ) : (
              <Empty title={trans.__('There is no version %1', model.label)} />
            );
          }}
        </StateView>
      )}
    </UseSignal>
  );
}

function Version(props: IVersionProps): JSX.Element {
  const { model, trans } = props;
  return (
    <article className="ct-RunPage-content">
      <Header {...props} />
      <ChecklistPart {...props} />
      <PoliciesPart {...props} />
      <MetricsPart {...props} />
      <SignaturePart {...props} />
      <ExplanationsPart {...props} />
      <ScoresPart {...props} />
      <OriginPart {...props} />
      <LineagePart
        state={model.lineage()}
        here={`model_version:${model.label}`}
        trans={trans}
        onRetry={() => void model.refresh()}
        onOpenNode={props.onOpenNode}
      />
      <ServingPart {...props} />
      <FilesPart {...props} />
      <CardPart {...props} />
      <HistoryPart {...props} />
    </article>
  );
}
