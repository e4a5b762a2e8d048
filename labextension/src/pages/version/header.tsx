import { formatTime } from '../../format';
import { Approvals } from '../../registry/approvals';
import { VersionChips } from '../../registry/chips';
import { isPending } from '../../registry/pending';
import { verdictOf } from '../../registry/versions';
import { Chip } from '../../ui/chip';
import { Fact, Link } from '../../ui/fact';
import { Refusal } from '../../ui/refusal';
import { StatusMark } from '../../ui/status';
import { wordFor } from '../../words';
import type { ApprovalState } from '../../nouns';
import { VersionActions } from './actions';
import { WITH } from './model';
import type { IVersionProps } from './services';

/** Which version it is, how it stands, and what can be done with it. */
export function Header(props: IVersionProps): JSX.Element {
  const { found, model, trans } = props;
  const { version } = found;
  const pending = pendingOf(props);
  const verdict = verdictOf(version);
  const said =
    verdict === 'unchecked' ? trans.__('without gates') : wordFor(verdict, trans);
  return (
    <header className="ct-RunPage-header ct-VersionPage-header">
      <h1>
        <StatusMark status={verdict} label={said} />
        {model.label}
        <VersionChips
          version={version}
          awaited={pending.map(({ approval }) => approval.alias)}
          trans={trans}
        />
      </h1>
      {version.description !== '' && (
        <p className="ct-VersionPage-description">{version.description}</p>
      )}
      <dl className="ct-Facts">
        <Facts {...props} />
      </dl>
      <Tags tags={version.tags} />
      <VersionActions {...props} />
      <Refusal attempts={model.attempts} id={WITH.version} trans={trans} />
      <Waiting {...props} pending={pending} />
    </header>
  );
}

/** The requests for this version that wait. */
function pendingOf({ found, model }: IVersionProps): readonly ApprovalState[] {
  const state = model.approvals();
  return state.phase === 'ready'
    ? state.value.approvals.filter(
        one => isPending(one) && one.approval.number === found.version.number
      )
    : [];
}

function Waiting(
  props: IVersionProps & { pending: readonly ApprovalState[] }
): JSX.Element | null {
  const { model, pending, trans } = props;
  const state = model.approvals();
  if (!pending.length || state.phase !== 'ready') {
    return null;
  }
  return (
    <Approvals
      approvals={pending}
      attempts={model.attempts}
      who={state.value.who}
      trans={trans}
      onDecide={(id, decision, comment) => void model.decide(id, decision, comment)}
    />
  );
}

function Facts({ found, onOpenAudit, trans }: IVersionProps): JSX.Element {
  const { of, version } = found;
  return (
    <>
      <Fact name={trans.__('Status')}>
        {version.status === 'retired' ? trans.__('retired') : trans.__('active')}
      </Fact>
      <Fact name={trans.__('Owner')}>
        {version.owner || of.owner || trans.__('nobody yet')}
      </Fact>
      <Fact name={trans.__('Registered')}>
        {[formatTime(version.created_at), version.who].filter(Boolean).join(', ')}
      </Fact>
      <Fact name={trans.__('Framework')}>{version.framework}</Fact>
      <Fact name={trans.__('Versions')}>{of.versions.length}</Fact>
      <Fact name={trans.__('Audit')}>
        <Link
          label={trans.__('log of %1', of.name)}
          onClick={() => {
            onOpenAudit(of.name);
          }}
        />
      </Fact>
    </>
  );
}

function Tags(props: { tags: Readonly<Record<string, string>> }): JSX.Element | null {
  const entries = Object.entries(props.tags);
  return entries.length ? (
    <div className="ct-Chips">
      {entries.map(([key, value]) => (
        <Chip key={key} label={value ? `${key}: ${value}` : key} />
      ))}
    </div>
  ) : null;
}
