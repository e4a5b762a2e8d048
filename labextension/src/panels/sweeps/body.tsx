import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import { baseName } from '../../format';
import type { Sweep } from '../../nouns';
import { Age, Elapsed } from '../../ui/clock';
import { Empty } from '../../ui/empty';
import { Row } from '../../ui/row';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { SweepsModel } from './model';

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
          {sweeps =>
            sweeps.length ? (
              <div className="ct-List" role="list">
                {sweeps.map(sweep => (
                  <SweepRow key={sweep.id} {...props} sweep={sweep} />
                ))}
              </div>
            ) : (
              <Empty title={trans.__('No sweeps yet')}>
                <p>
                  {trans.__(
                    'A sweep runs a notebook many times, each time with other parameters, and finds the best. Start one from a terminal:'
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

function SweepRow(props: IProps & { sweep: Sweep }): JSX.Element {
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
      <div className="ct-Job-foot">
        <span className="ct-Job-story">{storyOf(sweep, trans)}</span>
      </div>
    </Row>
  );
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
