import { useState, type ReactNode } from 'react';
import { formatNumber } from '../../format';
import type { ScoreState } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Age } from '../../ui/clock';
import { Part } from '../../ui/part';
import { Progress } from '../../ui/progress';
import { Refusal } from '../../ui/refusal';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { ValueLine } from '../../ui/values';
import { wordFor } from '../../words';
import { ScoreForm } from './scoreform';
import type { IVersionProps } from './services';

/** Tables that the version answered, and a form to have it answer another. */
export function ScoresPart(props: IVersionProps): JSX.Element {
  const { model, trans } = props;
  const [asks, setAsks] = useState(false);
  return (
    <Part className="ct-VersionPage-scores" title={trans.__('Scored tables')}>
      <StateView
        state={model.scores.list()}
        trans={trans}
        onRetry={() => void model.scores.refresh()}
      >
        {scores => <Scores {...props} scores={scores} />}
      </StateView>
      {asks ? (
        <ScoreForm
          {...props}
          onEnd={() => {
            setAsks(false);
          }}
        />
      ) : (
        <Actions label={trans.__('Scored tables')}>
          <Action
            name="score"
            label={trans.__('Score…')}
            title={trans.__('Write its answers to a table of any size')}
            disabled={props.found.version.status === 'retired'}
            onClick={() => {
              setAsks(true);
            }}
          />
        </Actions>
      )}
    </Part>
  );
}

function Scores(props: IVersionProps & { scores: readonly ScoreState[] }): JSX.Element {
  const { scores, trans } = props;
  return scores.length ? (
    <div className="ct-List" role="list" aria-label={trans.__('Scored tables')}>
      {scores.map(score => (
        <Score key={score.run_id} {...props} score={score} />
      ))}
    </div>
  ) : (
    <p className="ct-Quiet">{trans.__('It has answered no table yet.')}</p>
  );
}

function Score(props: IVersionProps & { score: ScoreState }): JSX.Element {
  const { model, onOpenRun, score, trans } = props;
  const { error, output, run_id, status } = score;
  const word = wordFor(status, trans);
  return (
    <Row
      id={run_id}
      label={`${output}, ${word}`}
      mark={<StatusMark status={status} label={word} />}
      title={output.split('/').pop() ?? output}
      aside={<Age at={score.started_at} trans={trans} />}
      onClick={() => {
        onOpenRun(run_id);
      }}
    >
      <div className="ct-Quiet">{story(score, trans)}</div>
      {status === 'running' && (
        <Progress
          done={score.rows}
          total={score.rows_total}
          label={story(score, trans)}
        />
      )}
      {error !== null && <div className="ct-Score-error">{error}</div>}
      <ValueLine kind="metric" values={score.metrics} />
      <Cancel {...props} />
      <Refusal attempts={model.scores.attempts} id={run_id} trans={trans} />
    </Row>
  );
}

function Cancel({
  model,
  score,
  trans
}: IVersionProps & { score: ScoreState }): ReactNode {
  return (
    score.status === 'running' && (
      <Actions label={trans.__('Actions')}>
        <Action
          name="cancel-score"
          label={trans.__('Cancel')}
          disabled={model.scores.attempts.isBusy(score.run_id)}
          onClick={() => void model.scores.cancel(score.run_id)}
        />
      </Actions>
    )
  );
}

/** How far it is, how fast, and what did not fit. */
export function story(score: ScoreState, trans: IVersionProps['trans']): string {
  const { left_s, output, rejected, rows, rows_per_s, rows_total, status } = score;
  const done = formatNumber(rows);
  return [
    status === 'running' && rows_total !== null
      ? trans.__('%1 of %2 rows', done, formatNumber(rows_total))
      : trans._n('%2 row', '%2 rows', rows, done),
    rows_per_s > 0 ? trans.__('%1 a second', formatNumber(Math.round(rows_per_s))) : '',
    status === 'running' && left_s !== null
      ? trans.__('%1 s left', formatNumber(Math.ceil(left_s)))
      : '',
    rejected > 0 ? trans._n('%1 did not fit', '%1 did not fit', rejected) : '',
    status === 'finished' ? output : ''
  ]
    .filter(Boolean)
    .join(' · ');
}
