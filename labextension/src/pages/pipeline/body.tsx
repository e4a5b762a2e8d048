import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import { formatDuration, formatTime } from '../../format';
import type { PipelineRun, StepState } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Elapsed } from '../../ui/clock';
import { Fact, Link } from '../../ui/fact';
import { Part } from '../../ui/part';
import { Progress } from '../../ui/progress';
import { Refusal } from '../../ui/refusal';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { StepsGraph } from '../../ui/steps';
import { ValueLine } from '../../ui/values';
import { wordFor } from '../../words';
import type { PipelinePageModel } from './model';

interface IProps {
  model: PipelinePageModel;
  trans: TranslationBundle;
  onOpenJob: (job: string) => void;
}

/** The page of one run of a pipeline. */
export function PipelinePageBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {run => <Ran {...props} run={run} />}
        </StateView>
      )}
    </UseSignal>
  );
}

function Ran(props: IProps & { run: PipelineRun }): JSX.Element {
  const { onOpenJob, run, trans } = props;
  return (
    <article className="ct-RunPage-content">
      <Header {...props} />
      <Part
        className="ct-PipelinePage-graph"
        title={trans.__('Steps')}
        aside={run.steps.length}
      >
        <StepsGraph
          steps={run.steps}
          states={run.states}
          trans={trans}
          onOpen={({ state }) => {
            if (state?.job_id) {
              onOpenJob(state.job_id);
            }
          }}
        />
      </Part>
      <Part className="ct-PipelinePage-steps" title={trans.__('What was given to each')}>
        <table className="ct-Table">
          <tbody>
            {run.states.map(state => (
              <StepRow key={state.name} {...props} state={state} />
            ))}
          </tbody>
        </table>
      </Part>
    </article>
  );
}

function Header(props: IProps & { run: PipelineRun }): JSX.Element {
  const { model, run, trans } = props;
  const status = wordFor(run.status, trans);
  const done = run.states.filter(state => state.status === 'finished').length;
  return (
    <header className="ct-RunPage-header">
      <h1>
        <StatusMark status={run.status} label={status} />
        {run.pipeline}
        <span className="ct-RunPage-status" data-status={run.status}>
          {status}
        </span>
      </h1>
      {run.status === 'running' && (
        <Progress
          done={done}
          total={run.steps.length}
          label={trans.__('%1 of %2 steps', done, run.steps.length)}
        />
      )}
      <dl className="ct-Facts">
        <Fact name={trans.__('Started')}>{formatTime(run.started_at)}</Fact>
        <Fact name={trans.__('Took')}>
          {run.ended_at === null
            ? run.status === 'running' && <Elapsed since={run.started_at} />
            : formatDuration(run.ended_at - run.started_at)}
        </Fact>
        <Fact name={trans.__('Steps')}>
          {trans.__('%1 of %2', done, run.steps.length)}
        </Fact>
        <Fact name={trans.__('Who')}>{run.who}</Fact>
        <Fact name={trans.__('Pipeline run')}>
          <code>{run.id}</code>
        </Fact>
      </dl>
      <Buttons {...props} />
      <Refusal attempts={model.attempts} id={run.id} trans={trans} />
      {run.error !== null && <pre className="ct-Error">{run.error}</pre>}
    </header>
  );
}

function Buttons({ model, run, trans }: IProps & { run: PipelineRun }): ReactNode {
  const busy = model.attempts.isBusy(run.id);
  if (run.status === 'finished') {
    return null;
  }
  return (
    <Actions label={trans.__('Actions')}>
      {run.status === 'running' ? (
        <Action
          name="cancel"
          label={trans.__('Cancel')}
          disabled={busy}
          onClick={() => void model.cancel()}
        />
      ) : (
        <Action
          name="resume"
          label={trans.__('Resume')}
          title={trans.__('Go on with the steps that did not finish')}
          disabled={busy}
          onClick={() => void model.resume()}
        />
      )}
    </Actions>
  );
}

function StepRow(props: IProps & { state: StepState }): JSX.Element {
  const { onOpenJob, state, trans } = props;
  const { job_id: job } = state;
  const status = wordFor(state.status, trans);
  return (
    <tr data-id={state.name} data-status={state.status}>
      <th scope="row">
        <StatusMark status={state.status} label={status} />{' '}
        {job === null ? (
          state.name
        ) : (
          <Link
            label={state.name}
            title={job}
            onClick={() => {
              onOpenJob(job);
            }}
          />
        )}
      </th>
      <td>
        <Given state={state} fallback={status} />
      </td>
    </tr>
  );
}

function Given(props: { state: StepState; fallback: string }): ReactNode {
  const { fallback, state } = props;
  const some = Object.keys(state.parameters).length > 0;
  return (
    <>
      {some && <ValueLine kind="param" values={state.parameters} />}
      {state.error !== null && <div className="ct-Row-error">{state.error}</div>}
      {!some && state.error === null && <span className="ct-Quiet">{fallback}</span>}
    </>
  );
}
