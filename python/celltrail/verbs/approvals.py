"""Ask for approval, and say yes or no."""

from __future__ import annotations

from celltrail import registry
from celltrail.records import ApprovalOutcome, ApprovalState
from celltrail.registry import approvals as requests
from celltrail.tracking import workspace


def request_approval(
    reference: str, alias: str = "champion", *, comment: str = "", promote: bool = True
) -> ApprovalState:
    """Ask others to approve that a version gets an alias; its gates are checked first, and have to hold.

    Parameters
    ----------
    reference
        The version: ``churn/3``, ``churn@challenger``, or ``churn`` for the newest.
    comment
        What those who decide should know.
    promote
        Whether the approval that completes it also gives the alias.

    Raises
    ------
    GateFailedError
        A gate does not hold: there is nothing to approve.
    ConflictError
        It has the alias, is asked for or approved already, or is retired.

    Examples
    --------
    >>> request_approval("churn/3", comment="trained on May")  # doctest: +SKIP
    """
    here = workspace()
    version = registry.resolve(here, reference)
    return requests.request(here, version, alias, comment=comment, promote=promote)


def approve(reference: str, alias: str | None = None, *, comment: str = "") -> ApprovalOutcome:
    """Approve a request; where that completes it, the version gets the alias at once, if its gates still hold.

    Parameters
    ----------
    reference
        The request's id, or the version: ``churn/3``.
    alias
        Of several requests of a version, which.

    Raises
    ------
    NotAllowedError
        You made the version, or are not one of the approvers.
    ConflictError
        It was decided already, or is void.
    NotFoundError
        There is no such request.
    """
    here = workspace()
    return requests.approve(here, requests.find(here, reference, alias), comment)


def reject(reference: str, alias: str | None = None, *, comment: str) -> ApprovalOutcome:
    """Reject a request, and say why.

    Raises
    ------
    InvalidInputError
        The comment is empty.
    NotAllowedError
        You made the version, or are not one of the approvers.
    ConflictError
        It was decided already.
    """
    here = workspace()
    return requests.reject(here, requests.find(here, reference, alias), comment)


def withdraw(reference: str, alias: str | None = None, *, comment: str = "") -> ApprovalOutcome:
    """Take a request back that you made.

    Raises
    ------
    NotAllowedError
        Somebody else made it.
    ConflictError
        It was decided already.
    """
    here = workspace()
    return requests.withdraw(here, requests.find(here, reference, alias), comment)


def approvals(model: str | None = None, *, status: str | None = None) -> tuple[ApprovalState, ...]:
    """Return how requests for approval stand, newest first: all, those of a model, or those with a status."""
    return requests.requests(workspace(), model=model, status=status)
