import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, InputGroup, UseSignal } from '@jupyterlab/ui-components';
import { Debouncer } from '@lumino/polling';
import { useEffect, useMemo } from 'react';
import type { RunsPage } from '../../nouns';
import { Age, Elapsed } from '../../ui/clock';
import { Empty } from '../../ui/empty';
import { Lamp } from '../../ui/lamp';
import { Progress } from '../../ui/progress';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { ValueLine } from '../../ui/values';
import { wordFor } from '../../words';
import { place, type IPlacedRun, type RunsModel } from './model';
import { Pick, PickedBar } from './pick';

const TYPING_PAUSE_MS = 120;
const LOAD = '%load_ext celltrail';
const TRACK = '%%track';

interface IProps {
  model: RunsModel;
  trans: TranslationBundle;
  onOpen: (run: string) => void;
  onCompare: (runs: readonly string[]) => void;
  onDiff: (runs: readonly string[]) => void;
}

/** The list of runs, with a search box above. */
export function RunsBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <>
      <div className="ct-RunsPanel-top">
        <Search model={model} trans={trans} />
        <PickedBar
          picks={model.picks}
          trans={trans}
          onCompare={props.onCompare}
          onDiff={props.onDiff}
        />
      </div>
      <UseSignal signal={model.changed}>
        {() =>
          model.complaint ? (
            <p className="ct-Hint" role="status">
              {model.complaint}
            </p>
          ) : (
            <StateView
              state={model.state}
              trans={trans}
              onRetry={() => void model.refresh()}
            >
              {page => <Runs {...props} page={page} />}
            </StateView>
          )
        }
      </UseSignal>
    </>
  );
}

function Search(props: { model: RunsModel; trans: TranslationBundle }): JSX.Element {
  const { model, trans } = props;
  const search = useMemo(
    () =>
      new Debouncer<void, void, [string]>((text: string) => {
        model.search = text;
      }, TYPING_PAUSE_MS),
    [model]
  );
  useEffect(
    () => () => {
      search.dispose();
    },
    [search]
  );
  return (
    <div className="ct-Search">
      <InputGroup
        type="search"
        rightIcon="ui-components:search"
        placeholder={trans.__('Words, or auc > 0.8')}
        aria-label={trans.__('Search runs')}
        title={trans.__(
          'Words in the name, status, parameters or tags; or a condition such as `auc > 0.8 and not stale`'
        )}
        onChange={event => {
          void search.invoke(event.currentTarget.value);
        }}
      />
    </div>
  );
}

function Runs(props: IProps & { page: RunsPage }): JSX.Element {
  const { model, page, trans } = props;
  if (!page.rows.length) {
    return <NoRuns searched={model.search !== ''} trans={trans} />;
  }
  return (
    <div className="ct-List" role="list">
      {place(page.rows).map(placed => (
        <RunItem key={placed.row.run.id} {...props} {...placed} />
      ))}
      {page.next !== null && (
        <Button className="ct-More" minimal small onClick={() => void model.loadMore()}>
          {trans.__('Show older runs')}
        </Button>
      )}
    </div>
  );
}

function RunItem(props: IProps & IPlacedRun): JSX.Element {
  const { depth, model, row, trans } = props;
  const { run } = row;
  const running = run.status === 'running';
  const status = wordFor(run.status, trans);
  const stale = run.stale ? trans.__('an input has changed since') : null;
  return (
    <Row
      id={run.id}
      depth={depth}
      label={[run.name, status, stale].filter(Boolean).join(', ')}
      mark={
        <Pick picks={model.picks} run={run.id} label={trans.__('Pick %1', run.name)}>
          <StatusMark status={run.status} label={status} />
        </Pick>
      }
      title={
        <>
          {run.name}
          {stale !== null && <Lamp label={stale} />}
        </>
      }
      aside={
        running ? (
          <Elapsed since={run.started_at} />
        ) : (
          <Age at={run.started_at} trans={trans} />
        )
      }
      onClick={() => {
        props.onOpen(run.id);
      }}
    >
      <ValueLine kind="metric" values={row.metrics} most={model.valuesPerRow} />
      <ValueLine kind="param" values={row.params} most={model.valuesPerRow} />
      {run.error !== null && <div className="ct-Row-error">{run.error}</div>}
      {running && (
        <Progress
          done={row.cells_done}
          total={row.cells_total}
          label={trans.__('%1 of %2 cells', row.cells_done, row.cells_total ?? '?')}
        />
      )}
    </Row>
  );
}

function NoRuns(props: { searched: boolean; trans: TranslationBundle }): JSX.Element {
  const { searched, trans } = props;
  if (searched) {
    return (
      <Empty title={trans.__('No run matches')}>
        <p>{trans.__('Try fewer words.')}</p>
      </Empty>
    );
  }
  return (
    <Empty title={trans.__('No runs yet')}>
      <p>{trans.__('Start a cell with this line and run it:')}</p>
      <pre>{TRACK}</pre>
      <p>{trans.__('In a new kernel, load it first:')}</p>
      <pre>{LOAD}</pre>
    </Empty>
  );
}
