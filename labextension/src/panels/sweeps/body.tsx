import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import { baseName, formatNumber } from '../../format';
import type { Sweep, SweepProgress } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Age, Elapsed } from '../../ui/clock';
import { Empty } from '../../ui/empty';
import { Progress } from '../../ui/progress';
import { Refusal } from '../../ui/refusal';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import { isOpenEnded, progressOf, type SweepsModel } from './model';

const COMMAND = 'celltrail sweep train.ipynb';

interface IProps {
  model: SweepsModel;
  trans: TranslationBundle;
  onOpen: (sweep: string) => void;
}

/** The list of sweeps. */
export function SweepsBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {page =>
            page.sweeps.length ? (
              <div className="ct-List" role="list">
                {page.sweeps.map(sweep => (
                  <SweepRow
                    key={sweep.id}
                    {...props}
                    sweep={sweep}
                    progress={progressOf(page, sweep)}
                  />
                ))}
              </div>
            ) : (
              <Empty title={trans.__('No sweeps yet')}>
                <p>
                  {trans.__(
                    'A sweep runs a notebook many times, each time with other parameters, and finds the best. Start one with + above, or from a terminal:'
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

type IRowProps = IProps & { sweep: Sweep; progress: SweepProgress | null };

function SweepRow(props: IRowProps): JSX.Element {
  const { onOpen, sweep, trans } = props;
  const status = wordFor(sweep.status, trans);
  return (
    <Row
      id={sweep.id}
      label={`${sweep.name}, ${status}`}
      mark={<StatusMark status={sweep.status} label={status} />}
      title={<span title={sweep.notebook}>{sweep.name}</span>}
      aside={
        sweep.status === 'running' ? (
          <Elapsed since={sweep.created_at} />
        ) : (
          <Age at={sweep.created_at} trans={trans} />
        )
      }
      onClick={() => {
        onOpen(sweep.id);
      }}
    >
      {sweep.error !== null && (
        <div className="ct-Row-error" title={sweep.error}>
          {sweep.error}
        </div>
      )}
      <div className="ct-Job-story">{storyOf(sweep, trans)}</div>
      <HowFar {...props} />
      <Foot {...props} />
      <Refusal attempts={props.model.attempts} id={sweep.id} trans={trans} />
    </Row>
  );
}

/** A bar while it runs. */
function HowFar({ progress, sweep, trans }: IRowProps): ReactNode {
  const wanted = sweep.trials_wanted;
  return (
    progress !== null &&
    sweep.status === 'running' && (
      <Progress
        done={progress.done}
        total={wanted}
        label={trans.__('%1 of %2 trials', progress.done, wanted)}
      />
    )
  );
}

/** How many trials ended, the best that they found, and what can be done. */
function Foot(props: IRowProps): JSX.Element {
  const { model, progress, sweep, trans } = props;
  const busy = model.attempts.isBusy(sweep.id);
  return (
    <div className="ct-Job-foot">
      <span className="ct-Job-story">{foundOf(props)}</span>
      <Actions label={trans.__('Actions')}>
        {sweep.status === 'running' && (
          <Action
            name="cancel"
            label={trans.__('Cancel')}
            disabled={busy}
            onClick={() => void model.cancel(sweep)}
          />
        )}
        {isOpenEnded(sweep, progress) && (
          <Action
            name="continue"
            label={trans.__('Continue')}
            title={trans.__('Run the trials that are missing')}
            disabled={busy}
            onClick={() => void model.goOn(sweep)}
          />
        )}
      </Actions>
    </div>
  );
}

function foundOf({ progress, sweep, trans }: IRowProps): string {
  if (progress === null) {
    return '';
  }
  const { best, done, failed, running } = progress;
  return [
    trans.__('%1 of %2 trials', done, sweep.trials_wanted),
    running > 0 ? trans.__('%1 running', running) : '',
    failed > 0 ? trans.__('%1 failed', failed) : '',
    best === null ? '' : trans.__('best %1 %2', sweep.metric, formatNumber(best))
  ]
    .filter(Boolean)
    .join(' · ');
}

function storyOf(sweep: Sweep, trans: TranslationBundle): string {
  const names = sweep.space.map(({ name }) => name).join(', ');
  return [
    baseName(sweep.notebook),
    trans.__('%1 over %2', sweep.sampler, names),
    sweep.seeds > 1 ? trans.__('%1 seeds', sweep.seeds) : ''
  ]
    .filter(Boolean)
    .join(' · ');
}
