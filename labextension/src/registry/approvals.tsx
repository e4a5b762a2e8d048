import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import type { Attempts } from '../attempts';
import type { ApprovalState } from '../nouns';
import { Action, Actions } from '../ui/actions';
import { Age } from '../ui/clock';
import { Refusal } from '../ui/refusal';
import { Row } from '../ui/row';
import { StatusMark } from '../ui/status';
import type { Decision } from './acts';

interface IProps {
  trans: TranslationBundle;
  attempts: Attempts;
  /** Who looks at it, by the name under which approvals are kept. */
  who: string;
  onDecide: (id: string, decision: Decision, comment: string) => void;
  onOpen?: (version: string) => void;
}

/** Requests that wait for somebody's word. */
export function Approvals(
  props: IProps & { approvals: readonly ApprovalState[] }
): JSX.Element {
  const { approvals, trans } = props;
  return (
    <div
      className="ct-List ct-Approvals"
      role="list"
      aria-label={trans.__('Requests for approval')}
    >
      {approvals.map(state => (
        <ApprovalRow key={state.approval.id} {...props} state={state} />
      ))}
    </div>
  );
}

type IRowProps = IProps & { state: ApprovalState };

function ApprovalRow(props: IRowProps): JSX.Element {
  const { onOpen, state, trans } = props;
  const { approval, given, needed } = state;
  const version = `${approval.model}/${approval.number}`;
  return (
    <Row
      id={approval.id}
      label={trans.__(
        '%1 for %2, asked by %3',
        version,
        approval.alias,
        approval.requested_by
      )}
      mark={
        <StatusMark
          status="waiting"
          label={trans.__('waits for approval')}
          tone="warning"
        />
      }
      title={trans.__('%1 → %2', version, approval.alias)}
      aside={<Age at={approval.requested_at} trans={trans} />}
      onClick={
        onOpen &&
        (() => {
          onOpen(version);
        })
      }
    >
      <div className="ct-Approval-line">
        {[
          trans.__('asked by %1', approval.requested_by),
          trans.__('%1 of %2 approvals', given, needed),
          approval.replaces === null
            ? ''
            : trans.__('in the place of version %1', approval.replaces)
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
      {approval.comment !== '' && (
        <div className="ct-Approval-comment">{approval.comment}</div>
      )}
      {state.void !== '' && <div className="ct-Row-error">{state.void}</div>}
      <Decide {...props} />
      <Refusal attempts={props.attempts} id={approval.id} trans={trans} />
    </Row>
  );
}

/** What can be said to it, with a comment. */
function Decide(props: IRowProps): JSX.Element {
  const { attempts, onDecide, state, trans, who } = props;
  const { approval } = state;
  const [comment, setComment] = useState('');
  const busy = attempts.isBusy(approval.id);
  const ways: (readonly [Decision, string])[] = [
    ...(state.may_approve
      ? [
          ['approve', trans.__('Approve')] as const,
          ['reject', trans.__('Reject')] as const
        ]
      : []),
    ...(approval.requested_by === who
      ? [['withdraw', trans.__('Withdraw')] as const]
      : [])
  ];
  return (
    <Actions label={trans.__('What can be said to it')}>
      <input
        className="jp-mod-styled ct-Approval-input"
        type="text"
        aria-label={trans.__('Comment')}
        placeholder={trans.__('Comment…')}
        value={comment}
        disabled={busy}
        onChange={event => {
          setComment(event.currentTarget.value);
        }}
      />
      {ways.map(([decision, label]) => (
        <Action
          key={decision}
          name={decision}
          label={label}
          disabled={busy}
          onClick={() => {
            onDecide(approval.id, decision, comment.trim());
          }}
        />
      ))}
      {!state.may_approve && (
        <span className="ct-Quiet">
          {state.approvers.length
            ? trans.__('waits for %1', state.approvers.join(', '))
            : trans.__('waits for somebody else')}
        </span>
      )}
    </Actions>
  );
}
