import { useEffect } from 'react';
import { formatMoment, formatTime } from '../../format';
import type { Firing, Schedule } from '../../nouns';
import { Fold } from '../../ui/fold';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { ISchedulesProps } from './services';

/** What became of the starts of a schedule, once somebody unfolds it. */
export function History(props: ISchedulesProps & { schedule: Schedule }): JSX.Element {
  const { schedule, trans } = props;
  return (
    <Fold label={trans.__('History of %1', schedule.name)}>
      <Firings {...props} />
    </Fold>
  );
}

function Firings(props: ISchedulesProps & { schedule: Schedule }): JSX.Element {
  const { model, schedule, trans } = props;
  useEffect(() => {
    model.watchHistory(schedule);
  }, [model, schedule]);
  return (
    <StateView
      state={model.history(schedule)}
      trans={trans}
      onRetry={() => void model.refresh()}
    >
      {firings =>
        firings.length ? (
          <div
            className="ct-List"
            role="list"
            aria-label={trans.__('Starts of %1', schedule.name)}
          >
            {firings.map(firing => (
              <FiringRow key={firing.id} {...props} firing={firing} />
            ))}
          </div>
        ) : (
          <p className="ct-Hint">{trans.__('It was never due yet.')}</p>
        )
      }
    </StateView>
  );
}

function FiringRow(props: ISchedulesProps & { firing: Firing }): JSX.Element {
  const { firing, onOpenJob, onOpenPipelineRun, trans } = props;
  const { job_id: job, pipeline_run_id: pipelineRun } = firing;
  const word = wordFor(firing.status, trans);
  const open =
    job === null
      ? pipelineRun === null
        ? undefined
        : () => {
            onOpenPipelineRun(pipelineRun);
          }
      : () => {
          onOpenJob(job);
        };
  return (
    <Row
      id={firing.id}
      depth={1}
      mark={<StatusMark status={firing.status} label={word} />}
      title={
        <span
          className="ct-Firing-time"
          title={trans.__(
            'due %1, %2 at %3',
            formatTime(firing.due_at),
            word,
            formatTime(firing.at)
          )}
        >
          {formatMoment(firing.due_at)}
        </span>
      }
      aside={word}
      onClick={open}
    >
      {firing.reason !== '' && <div className="ct-Firing-reason">{firing.reason}</div>}
    </Row>
  );
}
