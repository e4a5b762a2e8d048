import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import { baseName } from '../../format';
import type { Schedule, SchedulesPage } from '../../nouns';
import { triggerWords } from '../../schedules';
import { Action, Actions } from '../../ui/actions';
import { Chip } from '../../ui/chip';
import { Age } from '../../ui/clock';
import { Empty } from '../../ui/empty';
import { Refusal } from '../../ui/refusal';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { ValueLine } from '../../ui/values';
import { Wait } from '../../ui/wait';
import { History } from './history';
import type { ISchedulesProps } from './services';
import { Workers } from './workers';

const COMMAND = "celltrail schedule train.ipynb --cron '0 6 * * *'";

/** The list of schedules, below who starts them. */
export function SchedulesBody(props: ISchedulesProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <StateView state={model.state} trans={trans} onRetry={() => void model.refresh()}>
          {page =>
            page.schedules.length ? (
              <Listed {...props} page={page} />
            ) : (
              <Empty title={trans.__('No schedules yet')}>
                <p>
                  {trans.__(
                    'A schedule runs a notebook by itself: at a time, when data changes, or after another job. Make one with + above, or from a terminal:'
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

function Listed(props: ISchedulesProps & { page: SchedulesPage }): JSX.Element {
  const { page, trans } = props;
  return (
    <>
      <Workers workers={page.workers} advice={page.advice} trans={trans} />
      <div className="ct-List" role="list">
        {page.schedules.map(schedule => (
          <ScheduleRow key={schedule.id} {...props} schedule={schedule} />
        ))}
      </div>
    </>
  );
}

type IRowProps = ISchedulesProps & { schedule: Schedule };

function ScheduleRow(props: IRowProps): JSX.Element {
  const { schedule, trans } = props;
  const { error, paused } = schedule;
  const standing = standingOf(schedule, trans);
  return (
    <>
      <Row
        id={schedule.id}
        label={`${schedule.name}, ${standing.label}`}
        mark={<StatusMark {...standing} />}
        title={
          <>
            {schedule.name}
            {paused && <Chip label={trans.__('paused')} />}
          </>
        }
        aside={<Next {...props} />}
      >
        <div className="ct-Job-story">
          {[
            baseName(schedule.notebook ?? schedule.pipeline ?? ''),
            triggerWords(schedule.trigger, trans)
          ].join(' · ')}
        </div>
        <ValueLine kind="param" values={schedule.parameters} most={4} />
        {error !== null && (
          <div className="ct-Row-error" title={error}>
            {error}
          </div>
        )}
        <Foot {...props} />
      </Row>
      <History {...props} />
    </>
  );
}

/** How a schedule stands, and the words for it. */
function standingOf(
  { error, paused }: Schedule,
  trans: TranslationBundle
): { status: string; label: string } {
  if (paused) {
    return { status: 'paused', label: trans.__('paused') };
  }
  return error === null
    ? { status: 'active', label: trans.__('active') }
    : { status: 'failed', label: trans.__('its last start failed') };
}

function Next({ schedule, trans }: IRowProps): ReactNode {
  const { next_at, paused, trigger } = schedule;
  return (
    !paused &&
    next_at !== null && <Wait at={next_at} timezone={trigger.timezone} trans={trans} />
  );
}

function Foot(props: IRowProps): JSX.Element {
  const { model, onRemove, schedule, trans } = props;
  const { last_at: last, paused } = schedule;
  const busy = model.attempts.isBusy(schedule.id);
  return (
    <>
      <div className="ct-Job-story">
        {last === null ? (
          trans.__('never started')
        ) : (
          <>
            {trans.__('last start')} <Age at={last} trans={trans} />
          </>
        )}
      </div>
      <Actions label={trans.__('Actions')}>
        <Action
          name="run"
          label={trans.__('Run now')}
          disabled={busy}
          onClick={() => void model.run(schedule)}
        />
        <Action
          name={paused ? 'resume' : 'pause'}
          label={paused ? trans.__('Resume') : trans.__('Pause')}
          disabled={busy}
          onClick={() => void model.setPaused(schedule, !paused)}
        />
        <Action
          name="remove"
          label={trans.__('Remove…')}
          disabled={busy}
          onClick={() => {
            onRemove(schedule);
          }}
        />
      </Actions>
      <Refusal attempts={model.attempts} id={schedule.id} trans={trans} />
    </>
  );
}
