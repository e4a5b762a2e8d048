import type { ReactNode } from 'react';
import type { AliasPolicy } from '../../nouns';
import { askPolicy } from '../../registry/policy';
import { Action, Actions } from '../../ui/actions';
import { Part } from '../../ui/part';
import { Refusal } from '../../ui/refusal';
import { StateView } from '../../ui/state';
import { askReason } from './actions';
import { EVERY, NEW_POLICY, type IRule } from './policies.model';
import type { IVersionProps } from './services';

type Trans = IVersionProps['trans'];

/** What aliases of the model ask for beyond passed gates. */
export function PoliciesPart(props: IVersionProps): JSX.Element {
  const { model, trans } = props;
  return (
    <Part
      className="ct-VersionPage-policies"
      title={trans.__('Policies')}
      aside={trans.__('of all versions of %1', model.name)}
    >
      <StateView
        state={model.policies.list()}
        trans={trans}
        onRetry={() => void model.policies.refresh()}
      >
        {rules => <Rules {...props} rules={rules} />}
      </StateView>
      <Actions label={trans.__('Policies')}>
        <Action
          name="add-policy"
          label={trans.__('Ask for more…')}
          title={trans.__('Have an alias ask for approvals or a signature')}
          disabled={model.policies.attempts.isBusy(NEW_POLICY)}
          onClick={() =>
            void askPolicy(model.name, null, trans).then(wish =>
              wish ? model.policies.set(wish, NEW_POLICY) : false
            )
          }
        />
      </Actions>
      <Refusal attempts={model.policies.attempts} id={NEW_POLICY} trans={trans} />
    </Part>
  );
}

function Rules(props: IVersionProps & { rules: readonly IRule[] }): JSX.Element {
  const { rules, trans } = props;
  return rules.length ? (
    <ul className="ct-VersionPage-data">
      {rules.map(rule => (
        <Rule key={`${rule.policy.model}@${rule.policy.alias}`} {...props} rule={rule} />
      ))}
    </ul>
  ) : (
    <p className="ct-Quiet">
      {trans.__('Its aliases ask for nothing beyond passed gates.')}
    </p>
  );
}

function Rule(props: IVersionProps & { rule: IRule }): JSX.Element {
  const { model, rule, trans } = props;
  const { policy } = rule;
  return (
    <li data-id={policy.alias}>
      <span className="ct-Chip">{policy.alias}</span>
      <span>{wordsOf(policy, trans)}</span>
      {policy.model === EVERY && (
        <span className="ct-Quiet">{trans.__('as for all models')}</span>
      )}
      {policy.who !== '' && (
        <span className="ct-Quiet">{trans.__('said by %1', policy.who)}</span>
      )}
      <Changes {...props} />
      <Refusal attempts={model.policies.attempts} id={policy.alias} trans={trans} />
    </li>
  );
}

/** What may be done with a policy by who looks at it. */
function Changes({ model, rule, trans }: IVersionProps & { rule: IRule }): ReactNode {
  const { mayChange, policy } = rule;
  const busy = model.policies.attempts.isBusy(policy.alias);
  if (policy.model === EVERY) {
    return null;
  }
  if (!mayChange) {
    return (
      <span className="ct-Quiet">
        {trans.__('only %1 may change that', policy.approvers.join(', '))}
      </span>
    );
  }
  return (
    <Actions label={trans.__('Actions')}>
      <Action
        name="change-policy"
        label={trans.__('Change…')}
        disabled={busy}
        onClick={() =>
          void askPolicy(model.name, policy, trans).then(wish =>
            wish ? model.policies.set(wish) : false
          )
        }
      />
      <Action
        name="remove-policy"
        label={trans.__('Remove…')}
        disabled={busy}
        onClick={() =>
          void askReason(trans.__('Remove the policy of %1', policy.alias), trans).then(
            reason =>
              reason === null ? false : model.policies.remove(policy.alias, reason)
          )
        }
      />
    </Actions>
  );
}

/** What an alias asks for, in words. */
export function wordsOf(policy: AliasPolicy, trans: Trans): string {
  const { approvals, approvers, signed } = policy;
  const who = approvers.length
    ? approvers.join(trans.__(' or '))
    : trans.__('others than the author');
  return (
    [
      approvals > 0
        ? trans._n('%1 approval by %2', '%1 approvals by %2', approvals, who)
        : '',
      signed ? trans.__('a signature that holds') : ''
    ]
      .filter(Boolean)
      .join(trans.__(' and ')) || trans.__('passed gates')
  );
}
