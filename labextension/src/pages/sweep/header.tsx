import type { TranslationBundle } from '@jupyterlab/translation';
import {
  baseName,
  formatDuration,
  formatNumber,
  formatTime,
  formatValue
} from '../../format';
import type { Sweep, SweepDetail, Trial } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Elapsed } from '../../ui/clock';
import { Fact } from '../../ui/fact';
import { Progress } from '../../ui/progress';
import { Refusal } from '../../ui/refusal';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { ISweepPageProps } from './services';
import type { ISweepPoint } from './points';

interface IProps extends ISweepPageProps {
  detail: SweepDetail;
  points: readonly ISweepPoint[];
}

const OPEN: readonly Trial['status'][] = ['queued', 'running'];

/** What the sweep searches, how far it is, and the best that it found. */
export function SweepHeader(props: IProps): JSX.Element {
  const { detail, model, trans } = props;
  const { sweep, trials } = detail;
  const status = wordFor(sweep.status, trans);
  const done = trials.filter(trial => !OPEN.includes(trial.status)).length;
  return (
    <header className="ct-RunPage-header">
      <h1>
        <StatusMark status={sweep.status} label={status} />
        {sweep.name}
        <span className="ct-RunPage-status" data-status={sweep.status}>
          {status}
        </span>
      </h1>
      {sweep.status === 'running' && (
        <Progress
          done={done}
          total={sweep.trials_wanted}
          label={trans.__('%1 of %2 trials', done, sweep.trials_wanted)}
        />
      )}
      <Best {...props} />
      <dl className="ct-Facts">
        <Facts sweep={sweep} done={done} trials={trials} trans={trans} />
      </dl>
      <Buttons {...props} isWhole={done >= sweep.trials_wanted} />
      <Refusal attempts={model.attempts} id={sweep.id} trans={trans} />
      {sweep.error !== null && <pre className="ct-Error">{sweep.error}</pre>}
    </header>
  );
}

function Buttons(props: IProps & { isWhole: boolean }): JSX.Element {
  const { detail, isWhole, model, trans } = props;
  const { sweep } = detail;
  const busy = model.attempts.isBusy(sweep.id);
  return (
    <Actions label={trans.__('Actions')}>
      {sweep.status === 'running' && (
        <Action
          name="cancel"
          label={trans.__('Cancel')}
          disabled={busy}
          onClick={() => void model.cancel()}
        />
      )}
      {sweep.status !== 'running' && !(isWhole && sweep.status === 'finished') && (
        <Action
          name="continue"
          label={trans.__('Continue')}
          title={trans.__('Run the trials that are missing')}
          disabled={busy}
          onClick={() => void model.goOn()}
        />
      )}
    </Actions>
  );
}

function Best({ detail, points, trans }: IProps): JSX.Element | null {
  const { metric } = detail.sweep;
  const best = points.find(point => point.isBest);
  const mean = best?.mean ?? null;
  if (!best || mean === null) {
    return null;
  }
  return (
    <div className="ct-Tiles ct-SweepPage-found">
      <div className="ct-Tile ct-mod-best" data-id={metric}>
        <span className="ct-Tile-key">{trans.__('best %1', metric)}</span>
        <span className="ct-Tile-value">{formatNumber(mean)}</span>
      </div>
      {Object.entries(best.parameters).map(([name, value]) => (
        <div className="ct-Tile" key={name} data-id={name}>
          <span className="ct-Tile-key">{name}</span>
          <span className="ct-Tile-value">{formatValue(value)}</span>
        </div>
      ))}
    </div>
  );
}

function Facts(props: {
  sweep: Sweep;
  trials: readonly Trial[];
  done: number;
  trans: TranslationBundle;
}): JSX.Element {
  const { done, sweep, trans, trials } = props;
  const count = (status: Trial['status']): number =>
    trials.filter(trial => trial.status === status).length;
  return (
    <>
      <Fact name={trans.__('Trials')}>
        {sweep.trials_wanted
          ? trans.__('%1 of %2', done, sweep.trials_wanted)
          : String(done)}
      </Fact>
      <Fact name={trans.__('Running')}>{count('running') || null}</Fact>
      <Fact name={trans.__('Pruned')}>{count('pruned') || null}</Fact>
      <Fact name={trans.__('Failed')}>{count('failed') || null}</Fact>
      <Fact name={trans.__('Sampler')}>{samplerWords(sweep, trans)}</Fact>
      <Fact name={trans.__('Seeds')}>{sweep.seeds > 1 && sweep.seeds}</Fact>
      <Fact name={trans.__('At once')}>{sweep.parallel}</Fact>
      <Fact name={trans.__('Started')}>{formatTime(sweep.created_at)}</Fact>
      <Fact name={trans.__('Took')}>
        {sweep.ended_at === null
          ? sweep.status === 'running' && <Elapsed since={sweep.created_at} />
          : formatDuration(sweep.ended_at - sweep.created_at)}
      </Fact>
      <Fact name={trans.__('Notebook')}>{baseName(sweep.notebook)}</Fact>
      <Fact name={trans.__('Sweep')}>
        <code>{sweep.id}</code>
      </Fact>
    </>
  );
}

function samplerWords(sweep: Sweep, trans: TranslationBundle): string {
  return sweep.pruning ? trans.__('%1, with pruning', sweep.sampler) : sweep.sampler;
}
