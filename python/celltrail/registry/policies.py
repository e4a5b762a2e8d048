"""Policies: what an alias asks for beyond passed gates, and who may change that."""

from __future__ import annotations

from collections.abc import Sequence

from celltrail import clock
from celltrail.actor import user_name
from celltrail.errors import InvalidInputError, NotAllowedError, NotFoundError
from celltrail.records import AliasPolicy
from celltrail.registry.reference import check_name, check_words
from celltrail.tracking import Workspace

EVERY = "*"
"""The name that stands for all models without a policy of their own."""
_MOST = 100
_LONGEST_NAME = 200


def set_policy(  # noqa: PLR0913 - each is one thing that a person says
    workspace: Workspace,
    model: str,
    alias: str,
    *,
    approvals: int | None = None,
    approvers: Sequence[str] | None = None,
    signed: bool | None = None,
    reason: str = "",
) -> AliasPolicy:
    """Say what an alias of a model asks for, and return that; what is None stays as it was.

    Who is listed as an approver may change a policy; where nobody is listed, anybody may. A model's first policy
    of its own takes the place of that for all models, so it is for those who may change that one.

    Parameters
    ----------
    model
        ``*`` for all models that have no policy of their own.
    approvals
        How many others than who registered a version have to approve it.
    approvers
        Who may approve; nobody listed means everybody.
    signed
        Whether a version must have a signature that holds.

    Raises
    ------
    NotAllowedError
        Who asks is not one of the approvers.
    InvalidInputError
        The alias cannot be one, or more approvals are asked for than there are approvers.
    NotFoundError
        There is no such model.
    ConflictError
        Somebody changed the policy meanwhile.
    """
    check_name(alias, "alias")
    if model != EVERY:
        workspace.store.models.get(model)
    who, now = user_name(), workspace.store.policies.effective(model, alias)
    _refuse_without_right(now, who, f"{model}@{alias}")
    old = now or AliasPolicy(model=model, alias=alias)
    policy = AliasPolicy(
        model=model,
        alias=alias,
        approvers=old.approvers if approvers is None else _checked_approvers(approvers),
        approvals=old.approvals if approvals is None else approvals,
        signed=old.signed if signed is None else signed,
        changed_at=clock.now(),
        who=who,
    )
    _check_number(policy)
    return workspace.store.policies.set(policy, expected=now, reason=check_words(reason, "reason"))


def remove_policy(workspace: Workspace, model: str, alias: str, *, reason: str = "") -> AliasPolicy:
    """Forget the policy of an alias, and return it; that for all models holds for it then.

    Raises
    ------
    NotFoundError
        It has none of its own.
    NotAllowedError
        Who asks is not one of its approvers.
    ConflictError
        Somebody changed it meanwhile.
    """
    policy = workspace.store.policies.effective(model, alias)
    if policy is None or policy.model != model:
        raise NotFoundError(
            f"{model}@{alias} has no policy of its own.", hint="`celltrail policy` lists those that there are."
        )
    who = user_name()
    _refuse_without_right(policy, who, f"{model}@{alias}")
    workspace.store.policies.remove(policy, who=who, reason=check_words(reason, "reason"))
    return policy


def _refuse_without_right(policy: AliasPolicy | None, who: str, name: str) -> None:
    if policy is not None and policy.approvers and who not in policy.approvers:
        raise NotAllowedError(
            f"{who or 'Nobody'} may not change the policy of {name}.",
            hint=f"Its approvers may: {', '.join(policy.approvers)}.",
        )


def _checked_approvers(given: Sequence[str]) -> tuple[str, ...]:
    names = [check_words(name, "name of an approver", longest=_LONGEST_NAME, required=True) for name in given]
    return tuple(dict.fromkeys(names))


def _check_number(policy: AliasPolicy) -> None:
    if not 0 <= policy.approvals <= _MOST:
        raise InvalidInputError(
            f"{policy.approvals} approvals cannot be asked for.", hint=f"Give a number from 0 to {_MOST}."
        )
    if policy.approvers and policy.approvals > len(policy.approvers):
        raise InvalidInputError(
            f"{policy.approvals} approvals cannot come from {len(policy.approvers)} people.",
            hint="Name more approvers, or ask for fewer approvals.",
        )
