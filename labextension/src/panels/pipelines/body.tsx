import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { Pipeline, PipelineRun } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Age, Elapsed } from '../../ui/clock';
import { Empty } from '../../ui/empty';
import { Fold } from '../../ui/fold';
import { Progress } from '../../ui/progress';
import { Refusal } from '../../ui/refusal';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { StepsGraph } from '../../ui/steps';
import { wordFor } from '../../words';
import type { PipelinesModel } from './model';

const COMMAND = 'celltrail pipeline';

interface IProps {
  model: PipelinesModel;
  trans: TranslationBundle;
  onOpenRun: (pipelineRun: string) => void;
}

/** The pipelines, each with its newest runs. */
export function PipelinesBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {({ pipelines, runs }) =>
            pipelines.length ? (
              <div className="ct-List" role="list">
                {pipelines.map(pipeline => (
                  <PipelineRow
                    key={pipeline.name}
                    {...props}
                    pipeline={pipeline}
                    runs={runs.filter(run => run.pipeline === pipeline.name)}
                  />
                ))}
              </div>
            ) : (
              <Empty title={trans.__('No pipelines yet')}>
                <p>
                  {trans.__(
                    'A pipeline runs notebooks one after the other, each with what the ones before it made. Define one from a terminal:'
                  )}
                </p>
                <pre>{COMMAND}</pre>
              </Empty>
            )
          }
        </StateView>
      )}
    </UseSignal>
  );
}

type IRowProps = IProps & { pipeline: Pipeline; runs: readonly PipelineRun[] };

function PipelineRow(props: IRowProps): JSX.Element {
  const { pipeline, runs, trans } = props;
  const [newest] = runs;
  return (
    <>
      {newest ? <RanRow {...props} newest={newest} /> : <NewRow {...props} />}
      <Fold label={trans.__('Steps of %1', pipeline.name)}>
        <Steps {...props} newest={newest} />
        {runs.length > 1 && <Earlier {...props} runs={runs.slice(1)} />}
      </Fold>
    </>
  );
}

function NewRow(props: IRowProps): JSX.Element {
  const { pipeline, trans } = props;
  const status = trans.__('never run');
  return (
    <Row
      id={pipeline.name}
      label={`${pipeline.name}, ${status}`}
      mark={<StatusMark status="waiting" label={status} />}
      title={pipeline.name}
    >
      <Foot {...props} story={stepsAnd(pipeline, status, trans)} />
    </Row>
  );
}

function RanRow(props: IRowProps & { newest: PipelineRun }): JSX.Element {
  const { newest, onOpenRun, pipeline, trans } = props;
  const status = wordFor(newest.status, trans);
  return (
    <Row
      id={pipeline.name}
      label={`${pipeline.name}, ${status}`}
      mark={<StatusMark status={newest.status} label={status} />}
      title={pipeline.name}
      aside={<When run={newest} trans={trans} />}
      onClick={() => {
        onOpenRun(newest.id);
      }}
    >
      {newest.error !== null && <div className="ct-Row-error">{newest.error}</div>}
      {newest.status === 'running' && <StepProgress run={newest} trans={trans} />}
      <Foot {...props} story={stepsAnd(pipeline, status, trans)} />
    </Row>
  );
}

function Foot(props: IRowProps & { story: string }): JSX.Element {
  const { model, pipeline, story, trans } = props;
  return (
    <>
      <div className="ct-Job-foot">
        <span className="ct-Job-story">{story}</span>
        <Actions label={trans.__('Actions')}>
          <Action
            name="run"
            label={trans.__('Run now')}
            disabled={model.attempts.isBusy(pipeline.name)}
            onClick={() => void model.run(pipeline.name)}
          />
        </Actions>
      </div>
      <Refusal attempts={model.attempts} id={pipeline.name} trans={trans} />
    </>
  );
}

function stepsAnd({ steps }: Pipeline, status: string, trans: TranslationBundle): string {
  return `${trans._n('%1 step', '%1 steps', steps.length)} · ${status}`;
}

/** The steps as they stand in the newest run; before there is one, as they will run. */
function Steps(props: IRowProps & { newest?: PipelineRun }): JSX.Element {
  const { newest, onOpenRun, pipeline, trans } = props;
  return (
    <div className="ct-Pipeline-graph">
      <StepsGraph
        steps={newest?.steps ?? pipeline.steps}
        states={newest?.states ?? []}
        trans={trans}
        onOpen={() => {
          if (newest) {
            onOpenRun(newest.id);
          }
        }}
      />
    </div>
  );
}

/** The runs before the newest. */
function Earlier(props: IProps & { runs: readonly PipelineRun[] }): JSX.Element {
  const { onOpenRun, runs, trans } = props;
  return (
    <div className="ct-List" role="list" aria-label={trans.__('Earlier runs')}>
      {runs.map(run => (
        <Row
          key={run.id}
          id={run.id}
          depth={1}
          mark={<StatusMark status={run.status} label={wordFor(run.status, trans)} />}
          title={wordFor(run.status, trans)}
          aside={<When run={run} trans={trans} />}
          onClick={() => {
            onOpenRun(run.id);
          }}
        />
      ))}
    </div>
  );
}

function When(props: { run: PipelineRun; trans: TranslationBundle }): JSX.Element {
  const { run, trans } = props;
  return run.status === 'running' ? (
    <Elapsed since={run.started_at} />
  ) : (
    <Age at={run.started_at} trans={trans} />
  );
}

function StepProgress(props: {
  run: PipelineRun;
  trans: TranslationBundle;
}): JSX.Element {
  const { run, trans } = props;
  const done = run.states.filter(state => state.status === 'finished').length;
  return (
    <Progress
      done={done}
      total={run.steps.length}
      label={trans.__('%1 of %2 steps', done, run.steps.length)}
    />
  );
}
