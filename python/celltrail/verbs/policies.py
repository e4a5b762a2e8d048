"""Say what aliases ask for beyond passed gates."""

from __future__ import annotations

from collections.abc import Sequence

from celltrail import registry
from celltrail.records import AliasPolicy
from celltrail.registry.reference import check_name
from celltrail.tracking import workspace


def policy(
    model: str,
    alias: str = "champion",
    *,
    approvals: int | None = None,
    approvers: Sequence[str] | str | None = None,
    signed: bool | None = None,
    reason: str = "",
) -> AliasPolicy | None:
    """Say what an alias of a model asks for, and return what holds; what is not given stays as it was.

    With nothing given it only looks: None where gates are all that counts.

    Parameters
    ----------
    model
        ``*`` for all models that have no policy of their own.
    approvals
        How many others than who registered a version have to approve it.
    approvers
        Who may approve, and who may change this; an empty list means everybody.
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

    Examples
    --------
    >>> policy("churn", "champion", approvals=1, approvers=["ada", "bob"])  # doctest: +SKIP
    """
    here = workspace()
    if approvals is None and approvers is None and signed is None:
        check_name(alias, "alias")
        if model != "*":
            here.store.models.get(model)
        return here.store.policies.effective(model, alias)
    names = [approvers] if isinstance(approvers, str) else approvers
    return registry.set_policy(
        here, model, alias, approvals=approvals, approvers=names, signed=signed, reason=reason
    )


def policies() -> tuple[AliasPolicy, ...]:
    """Return all policies, those for all models first."""
    return workspace().store.policies.all()


def remove_policy(model: str, alias: str = "champion", *, reason: str = "") -> AliasPolicy:
    """Forget the policy of an alias, and return it; that for all models holds for it then.

    Raises
    ------
    NotFoundError
        It has none of its own.
    NotAllowedError
        Who asks is not one of its approvers.
    """
    return registry.remove_policy(workspace(), model, alias, reason=reason)
