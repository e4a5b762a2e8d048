import { UseSignal } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import type { RunDetail, RunRow } from '../../nouns';
import { KeyValueTable } from '../../ui/values';
import { StateView } from '../../ui/state';
import { ArtifactsSection } from './artifacts';
import { CellsSection } from '../../ui/cells';
import { ChildrenSection } from './children';
import { EnvironmentSection } from './environment';
import { Header } from './header';
import { MetricsSection } from './metrics';
import { Missing } from './missing';
import { LineagePart } from '../../ui/lineage';
import { Part } from '../../ui/part';
import { ReproductionsSection } from './reproductions';
import { SearchesSection } from './searches';
import type { IPageProps } from './services';

/** The page of one run. */
export function RunPageBody(props: IPageProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() =>
        model.isMissing ? (
          <Missing {...props} />
        ) : (
          <StateView
            state={model.detail()}
            trans={trans}
            onRetry={() => void model.refresh()}
          >
            {detail => <Detail {...props} detail={detail} />}
          </StateView>
        )
      }
    </UseSignal>
  );
}

function Detail(props: IPageProps & { detail: RunDetail }): JSX.Element {
  const { detail, model, trans } = props;
  const { artifacts, cells, children, environment, metrics, row } = detail;
  return (
    <article className="ct-RunPage-content">
      <Header {...props} row={row} unseeded={detail.unseeded} />
      {metrics.length > 0 && <MetricsSection {...props} metrics={metrics} />}
      <Params row={row} title={trans.__('Parameters')} />
      {children.length > 0 && <ChildrenSection {...props} runs={children} />}
      {cells.length > 0 && <CellsSection {...props} detail={detail} />}
      {artifacts.length > 0 && <ArtifactsSection {...props} artifacts={artifacts} />}
      <ReproductionsSection {...props} row={row} />
      <SearchesSection {...props} />
      <LineagePart
        state={model.lineage()}
        here={`run:${model.run}`}
        trans={trans}
        onRetry={() => void model.refresh()}
        onOpenNode={props.onOpenNode}
      />
      {environment && <EnvironmentSection {...props} environment={environment} />}
    </article>
  );
}

function Params(props: { row: RunRow; title: string }): ReactNode {
  const { params } = props.row;
  return (
    Object.keys(params).length > 0 && (
      <Part className="ct-RunPage-params" title={props.title}>
        <KeyValueTable values={params} />
      </Part>
    )
  );
}
