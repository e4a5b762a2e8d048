import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, UseSignal } from '@jupyterlab/ui-components';
import { useState, type ReactNode } from 'react';
import { formatTime, formatValue } from '../../format';
import type { AuditEntry } from '../../nouns';
import { Action, Actions } from '../../ui/actions';
import { Empty } from '../../ui/empty';
import { Refusal } from '../../ui/refusal';
import { StateView } from '../../ui/state';
import { StatusMark } from '../../ui/status';
import { VERIFY, type AuditPageModel, type IAuditFilter } from './model';

interface IProps {
  model: AuditPageModel;
  trans: TranslationBundle;
  onExport: () => void;
}

/** Who changed what, when and why. */
export function AuditPageBody(props: IProps): JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <article className="ct-RunPage-content">
          <header className="ct-RunPage-header">
            <h1>{trans.__('Audit log')}</h1>
            <Buttons {...props} />
            <Verdict {...props} />
            <Refusal attempts={model.attempts} id={VERIFY} trans={trans} />
          </header>
          <Filter {...props} />
          <StateView
            state={model.state}
            trans={trans}
            onRetry={() => void model.refresh()}
          >
            {entries => <Entries {...props} entries={entries} />}
          </StateView>
        </article>
      )}
    </UseSignal>
  );
}

function Buttons({ model, onExport, trans }: IProps): JSX.Element {
  const busy = model.attempts.isBusy(VERIFY);
  return (
    <Actions label={trans.__('Actions')}>
      <Action
        name="verify"
        label={trans.__('Verify')}
        title={trans.__('Look whether any entry was edited, dropped or put elsewhere')}
        disabled={busy}
        onClick={() => void model.verify()}
      />
      <Action
        name="export"
        label={trans.__('Export as JSON lines')}
        title={trans.__('Save all entries that are shown, and the older ones')}
        onClick={onExport}
      />
      {busy && <span className="ct-Actions-busy">{trans.__('Under way…')}</span>}
    </Actions>
  );
}

/** What came of the check. */
function Verdict({ model, trans }: IProps): ReactNode {
  const { verdict } = model;
  if (verdict === null) {
    return null;
  }
  const { entries, head, problems } = verdict;
  if (!problems.length) {
    return (
      <p className="ct-Audit-verdict ct-mod-good" role="status">
        <StatusMark status="passed" label={trans.__('intact')} />
        {trans._n('Intact: %1 entry', 'Intact: all %1 entries', entries)}{' '}
        {head.digest !== '' && (
          <code className="ct-Quiet" title={head.digest}>
            {trans.__('head %1', head.digest.slice(0, 12))}
          </code>
        )}
      </p>
    );
  }
  return (
    <div className="ct-Problem ct-Audit-verdict" role="alert">
      {problems.map((problem, i) => (
        <p key={i} data-fault={problem.fault}>
          <strong>{trans.__('Broken at entry %1.', problem.seq)}</strong>{' '}
          {problem.message}
        </p>
      ))}
    </div>
  );
}

function Filter({ model, trans }: IProps): JSX.Element {
  const labels: Readonly<Record<keyof IAuditFilter, string>> = {
    model: trans.__('Model'),
    action: trans.__('Action'),
    who: trans.__('Who')
  };
  return (
    <div className="ct-Audit-filter" role="search" aria-label={trans.__('Which entries')}>
      {(Object.keys(labels) as (keyof IAuditFilter)[]).map(name => (
        <label key={name}>
          <span className="ct-Quiet">{labels[name]}</span>
          <input
            className="jp-mod-styled"
            type="search"
            data-id={name}
            value={model.filter[name]}
            onChange={event => void model.set(name, event.currentTarget.value)}
          />
        </label>
      ))}
    </div>
  );
}

function Entries(props: IProps & { entries: readonly AuditEntry[] }): JSX.Element {
  const { entries, model, trans } = props;
  if (!entries.length) {
    return (
      <Empty title={trans.__('No entries')}>
        <p>
          {trans.__(
            'Each change of a model, alias, approval, policy, deployment and schedule is written here. Nothing that is asked for has changed yet.'
          )}
        </p>
      </Empty>
    );
  }
  return (
    <>
      <table className="ct-Table ct-Audit">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{trans.__('when')}</th>
            <th scope="col">{trans.__('who')}</th>
            <th scope="col">{trans.__('what')}</th>
            <th scope="col">{trans.__('of')}</th>
            <th scope="col">{trans.__('why')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(entry => (
            <Entry key={entry.seq} entry={entry} trans={trans} />
          ))}
        </tbody>
      </table>
      {model.hasMore && (
        <Button minimal small onClick={() => void model.more()}>
          {trans.__('Show older entries')}
        </Button>
      )}
    </>
  );
}

/** What was changed; of a version, what was put with it. */
function nameOf({ details, noun_id }: AuditEntry): string {
  return typeof details.role === 'string' ? `${noun_id} ${details.role}` : noun_id;
}

function Entry(props: { entry: AuditEntry; trans: TranslationBundle }): JSX.Element {
  const { entry, trans } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr data-id={entry.seq}>
        <td>
          <button
            className="ct-Link"
            aria-expanded={open}
            title={trans.__('Show all of entry %1', entry.seq)}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {entry.seq}
          </button>
        </td>
        <td className="ct-Audit-when">{formatTime(entry.at)}</td>
        <td>{entry.who}</td>
        <td>
          <code>{entry.action}</code>
        </td>
        <td>{nameOf(entry)}</td>
        <td>{entry.reason}</td>
      </tr>
      {open && (
        <tr className="ct-Audit-more">
          <td />
          <td colSpan={5}>
            <dl className="ct-Facts">
              {Object.entries(entry.details).map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{formatValue(value)}</dd>
                </div>
              ))}
              <div>
                <dt>{trans.__('digest')}</dt>
                <dd>
                  <code>{entry.digest}</code>
                </dd>
              </div>
            </dl>
          </td>
        </tr>
      )}
    </>
  );
}
