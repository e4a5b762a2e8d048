import type { ReactNode } from 'react';
import { formatDuration, formatNumber, formatTime, signed } from '../../format';
import { Action, Actions } from '../../ui/actions';
import { Elapsed } from '../../ui/clock';
import { Fact, Link } from '../../ui/fact';
import { Progress } from '../../ui/progress';
import { Refusal } from '../../ui/refusal';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { IPartProps } from './services';

/** What is to be explained, how far the search is, and what it has found. */
export function BisectionHeader(props: IPartProps): JSX.Element {
  const { model, search, trans } = props;
  const { at_most: most, error, experiments, metric, status } = search;
  const word = wordFor(status, trans);
  return (
    <header className="ct-RunPage-header">
      <h1>
        <StatusMark status={status} label={word} />
        {metric === ''
          ? trans.__('Why did a metric change?')
          : trans.__('Why did %1 change?', metric)}
        <span className="ct-RunPage-status" data-status={status}>
          {word}
        </span>
      </h1>
      {status === 'running' && (
        <Progress
          done={experiments}
          total={most || null}
          label={trans.__('%1 of at most %2 experiments', experiments, most)}
        />
      )}
      <Found {...props} />
      <dl className="ct-Facts">
        <Facts {...props} />
      </dl>
      <Buttons {...props} />
      <Refusal attempts={model.attempts} id={search.id} trans={trans} />
      {error !== null && <pre className="ct-Error">{error}</pre>}
    </header>
  );
}

/** The verdict, or what the search is at. It is read aloud when it changes. */
function Found({ search, trans }: IPartProps): JSX.Element {
  const { causes, status, step, verdict } = search;
  const waiting = status === 'running' ? step || trans.__('It is about to begin.') : '';
  return (
    <p
      className="ct-BisectionPage-verdict"
      role="status"
      data-found={causes.length > 0}
      hidden={!verdict && !waiting}
    >
      {verdict || waiting}
    </p>
  );
}

function Facts(props: IPartProps): JSX.Element {
  const { search, trans } = props;
  const { after, at_most, before, ended_at, experiments, noise, started_at } = search;
  return (
    <>
      <Side {...props} name="A" run={search.run_id} value={before} />
      <Side {...props} name="B" run={search.other_id} value={after} />
      <Fact name={trans.__('Change')}>
        {before !== null && after !== null && signed(after - before)}
      </Fact>
      <Fact name={trans.__('Noise')}>{noise > 0 && `± ${formatNumber(noise)}`}</Fact>
      <Fact name={trans.__('Experiments')}>
        {at_most ? trans.__('%1 of at most %2', experiments, at_most) : experiments}
      </Fact>
      <Fact name={trans.__('Started')}>{formatTime(started_at)}</Fact>
      <Fact name={trans.__('Took')}>
        {ended_at === null ? (
          <Elapsed since={started_at} />
        ) : (
          formatDuration(ended_at - started_at)
        )}
      </Fact>
      <Fact name={trans.__('Who')}>{search.who}</Fact>
    </>
  );
}

/** One of the two runs, with what it measured. */
function Side(
  props: IPartProps & { name: string; run: string; value: number | null }
): JSX.Element {
  const { name, onOpenRun, run, trans, value } = props;
  return (
    <Fact name={name}>
      {value !== null && <strong>{formatNumber(value)}</strong>}{' '}
      <Link
        label={trans.__('run %1', run.slice(-6))}
        title={run}
        onClick={() => {
          onOpenRun(run);
        }}
      />
    </Fact>
  );
}

function Buttons(props: IPartProps): ReactNode {
  const { model, onCompare, onOpenSearch, search, trans } = props;
  const busy = model.attempts.isBusy(search.id);
  return (
    <Actions label={trans.__('Actions')}>
      {search.status === 'running' ? (
        <Action
          name="cancel"
          label={trans.__('Stop')}
          title={trans.__('Stop the search and the experiment that is going on')}
          disabled={busy}
          onClick={() => void model.cancel()}
        />
      ) : (
        <Action
          name="again"
          label={trans.__('Search again')}
          title={trans.__('Do the experiments again, from the first one')}
          disabled={busy}
          onClick={() =>
            void model.again(search).then(begun => {
              if (begun) {
                onOpenSearch(begun.id);
              }
            })
          }
        />
      )}
      <Action
        name="compare"
        label={trans.__('Compare A and B')}
        onClick={() => {
          onCompare([search.run_id, search.other_id]);
        }}
      />
    </Actions>
  );
}
