import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { formatDuration, formatTime } from '../../format';
import type { CellVerdict, Reproduction, RunRow } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Elapsed } from '../../ui/clock';
import { Link } from '../../ui/fact';
import { Part } from '../../ui/part';
import { Refusal } from '../../ui/refusal';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { causeWord, samenessWord } from './sameness';
import type { IPageProps } from './services';

/** Whether the run came out the same a second time, and the button that tries it. */
export function ReproductionsSection(props: IPageProps & { row: RunRow }): ReactNode {
  const { model, row, trans } = props;
  const { kind, status } = row.run;
  if (kind !== 'notebook' || status === 'running') {
    return null;
  }
  return (
    <Part className="ct-RunPage-reproductions" title={trans.__('Reproduction')}>
      <Actions label={trans.__('Actions')}>
        <Action
          name="reproduce"
          label={trans.__('Reproduce')}
          title={trans.__(
            'Run it again with its data, parameters and environment, and compare every output'
          )}
          disabled={model.attempts.isBusy(model.run)}
          onClick={() => void model.reproduce()}
        />
      </Actions>
      <Refusal attempts={model.attempts} id={model.run} trans={trans} />
      <StateView
        state={model.reproductions()}
        trans={trans}
        onRetry={() => void model.refresh()}
      >
        {found =>
          found.length ? (
            found.map(one => <Attempt key={one.id} {...props} found={one} />)
          ) : (
            <p className="ct-Quiet">{trans.__('Nobody has tried it yet.')}</p>
          )
        }
      </StateView>
    </Part>
  );
}

function Attempt(props: IPageProps & { found: Reproduction }): JSX.Element {
  const { found, onOpenRun, trans } = props;
  const { cells, new_run_id: again } = found;
  return (
    <div className="ct-Reproduction" data-id={found.id} data-verdict={found.verdict}>
      <div className="ct-Reproduction-head">
        <Verdict found={found} trans={trans} />
        <span className="ct-Quiet">
          {formatTime(found.started_at)}
          {found.ended_at !== null &&
            `, ${formatDuration(found.ended_at - found.started_at)}`}
        </span>
        {again !== null && (
          <Link
            label={trans.__('the new run')}
            title={again}
            onClick={() => {
              onOpenRun(again);
            }}
          />
        )}
      </div>
      <Cause found={found} trans={trans} />
      {found.notes.map((note, i) => (
        <p className="ct-Note" key={i}>
          {note}
        </p>
      ))}
      {found.error !== null && <pre className="ct-Error">{found.error}</pre>}
      {cells.length > 0 && <Verdicts {...props} cells={cells} />}
    </div>
  );
}

function Verdict(props: { found: Reproduction; trans: TranslationBundle }): JSX.Element {
  const { found, trans } = props;
  const { status, step, verdict } = found;
  if (status === 'running') {
    return (
      <span className="ct-Reproduction-verdict">
        <StatusMark status="running" label={trans.__('running')} />{' '}
        {step || trans.__('running')} <Elapsed since={found.started_at} />
      </span>
    );
  }
  const word =
    verdict === null ? trans.__('it could not be tried') : samenessWord(verdict, trans);
  return (
    <strong className="ct-Reproduction-verdict">
      <StatusMark status={verdict ?? 'failed'} label={word} /> {word}
    </strong>
  );
}

/** The first cell that departs, and why it likely does. */
function Cause(props: { found: Reproduction; trans: TranslationBundle }): ReactNode {
  const { found, trans } = props;
  const { cause, cause_detail: detail, first_different: first } = found;
  return (
    first !== null && (
      <p className="ct-Note">
        {trans.__('Cell %1 is the first that departs.', first + 1)}{' '}
        {cause !== null && trans.__('Likely cause: %1.', causeWord(cause, trans))}{' '}
        {detail}
      </p>
    )
  );
}

function Verdicts(
  props: IPageProps & { found: Reproduction; cells: readonly CellVerdict[] }
): JSX.Element {
  const { cells, found, trans } = props;
  return (
    <table className="ct-Table" aria-label={trans.__('Cells')}>
      <tbody>
        {cells.map(cell => (
          <tr
            key={cell.position}
            data-id={cell.position}
            data-first={cell.position === found.first_different || undefined}
          >
            <th scope="row">
              <StatusMark
                status={cell.sameness}
                label={samenessWord(cell.sameness, trans)}
              />{' '}
              {trans.__('cell %1', cell.position + 1)}
            </th>
            <td>
              {samenessWord(cell.sameness, trans)}
              {cell.detail !== '' && <div className="ct-Quiet">{cell.detail}</div>}
              {cell.volatile.length > 0 && (
                <div className="ct-Quiet">
                  {trans.__('not compared: %1', cell.volatile.join(', '))}
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
