"""Approval: others look at a version before it gets an alias. When what was said holds: `standing`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from celltrail import clock, ids
from celltrail.actor import user_name
from celltrail.errors import CelltrailError, ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from celltrail.records import Approval, ApprovalOutcome, ApprovalState, ApprovalVote, ModelVersion
from celltrail.registry.alias import promote as promote_version
from celltrail.registry.readiness import check_again, refuse_retired
from celltrail.registry.reference import check_name, check_words, resolve
from celltrail.registry.standing import OPEN, Sight, gates_digest
from celltrail.tracking import Workspace

_ID = re.compile(r"[0-9a-f]{6,32}")


def request(
    workspace: Workspace, version: ModelVersion, alias: str, *, comment: str = "", promote: bool = True
) -> ApprovalState:
    """Ask others to approve that a version gets an alias; its gates are checked first, and have to hold.

    Parameters
    ----------
    promote
        Whether the approval that completes it also gives the alias.

    Raises
    ------
    GateFailedError
        A gate does not hold: there is nothing to approve.
    ConflictError
        It has the alias, it is retired, it is asked for already, or it is approved.
    NotAllowedError
        Nobody knows who asks.
    """
    check_name(alias, "alias")
    comment, who = check_words(comment, "comment"), _known(user_name(), "ask for approval")
    refuse_retired(version, alias)
    replaces = workspace.store.models.get(version.model).aliases.get(alias)
    if replaces == version.number:
        raise ConflictError(f"{version.label} is {alias} already.", hint="There is nothing to approve.")
    moves = workspace.store.models.moves(version.model, alias)
    version = check_again(workspace, version, alias)
    _close_void(workspace, version, alias)
    asked = Approval(
        id=ids.new_id(), model=version.model, number=version.number, alias=alias, status="requested",
        requested_by=who, requested_at=clock.now(), comment=comment, promote=promote, replaces=replaces,
        moves=moves, gates=gates_digest(version.gates),
    )  # fmt: skip
    return Sight(workspace).state(workspace.store.approvals.add(asked))


def approve(workspace: Workspace, approval: Approval, comment: str = "") -> ApprovalOutcome:
    """Be for a request, as who acts; where that completes it, the version gets the alias at once.

    Not at once where the request says so. Who was for it already changes nothing. Where the version cannot be
    promoted any more, the approval stays and the outcome says why.

    Raises
    ------
    NotAllowedError
        Who acts is the author, or not one of the approvers.
    ConflictError
        It was decided already, or is void.
    """
    comment, who = check_words(comment, "comment"), _known(user_name(), "approve")
    sight = Sight(workspace)
    sight.refuse_stranger(approval, who)
    if approval.status == "requested" and (void := sight.void(approval)):
        raise ConflictError(
            f"The request for {_name(approval)} is void: {void}.",
            hint="Ask for approval again where it is still wanted.",
        )
    vote = ApprovalVote(who=who, at=clock.now(), comment=comment)
    after = workspace.store.approvals.vote(
        approval.id, vote, lambda one: sight.needed(one) - len(sight.counted(one))
    )
    given, needed = len(sight.counted(after)), sight.needed(after)
    if after.status != "approved":
        again = "You have approved it before, and count once: " if vote not in after.votes else ""
        return _outcome(workspace, after, f"{again}{given} of {needed} approvals.")
    if after.promote:
        return _outcome(workspace, after, _promoted(workspace, after))
    label = f"{after.model}/{after.number}"
    return _outcome(workspace, after, f"Approved. To promote it: `celltrail promote {label} {after.alias}`.")


def reject(workspace: Workspace, approval: Approval, comment: str) -> ApprovalOutcome:
    """Be against a request, as who acts: it is decided then. What was approved and not yet used is taken back so.

    Raises
    ------
    InvalidInputError
        The comment is empty.
    NotAllowedError
        Who acts is the author, or not one of the approvers.
    ConflictError
        It was rejected or withdrawn already, or was approved and used.
    """
    comment, who = check_words(comment, "comment", required=True), _known(user_name(), "reject")
    sight = Sight(workspace)
    sight.refuse_stranger(approval, who)
    if approval.status == "approved" and (void := sight.void(approval)):
        raise ConflictError(
            f"The approval of {_name(approval)} is over: {void}.",
            hint="Roll back what it has allowed, if need be.",
        )
    decided = replace(approval, status="rejected", decided_by=who, decided_at=clock.now(), decision=comment)
    return _outcome(workspace, workspace.store.approvals.close(decided), "Rejected.")


def withdraw(workspace: Workspace, approval: Approval, comment: str = "") -> ApprovalOutcome:
    """Take a request back, as who asked for it or as the version's author.

    Raises
    ------
    NotAllowedError
        Who acts is neither.
    ConflictError
        It was rejected or withdrawn already.
    """
    comment, who = check_words(comment, "comment"), user_name()
    if who not in {approval.requested_by} | Sight(workspace).authors(approval):
        raise NotAllowedError(
            f"{who or 'Nobody'} may not withdraw what {approval.requested_by} asked for.",
            hint="An approver may reject it.",
        )
    decided = replace(approval, status="withdrawn", decided_by=who, decided_at=clock.now(), decision=comment)
    return _outcome(workspace, workspace.store.approvals.close(decided), "Withdrawn.")


def find(workspace: Workspace, reference: str, alias: str | None = None) -> Approval:
    """Return the request that is meant: by its id (the end of it is enough), or the newest of a version.

    Parameters
    ----------
    alias
        Of several requests of a version, the one for this alias.

    Raises
    ------
    NotFoundError
        There is none.
    InvalidInputError
        Requests for several aliases wait, and none is named.
    """
    if _ID.fullmatch(reference):
        return workspace.store.approvals.get(reference)
    version = resolve(workspace, reference)
    of: dict[str, Any] = {"model": version.model, "number": version.number} | ({"alias": alias} if alias else {})
    found = workspace.store.approvals.where(**of)
    waiting = [one for one in found if one.status == "requested"]
    if len(waiting) > 1:
        aliases = ", ".join(one.alias for one in waiting)
        raise InvalidInputError(f"{version.label} waits for several aliases: {aliases}.", hint="Name one of them.")
    if not found:
        raise NotFoundError(
            f"Nobody has asked for approval of {version.label}{f' as {alias}' if alias else ''}.",
            hint=f"Ask for it: `celltrail request {version.label} {alias or 'champion'}`.",
        )
    return waiting[0] if waiting else found[0]


def requests(
    workspace: Workspace, *, model: str | None = None, status: str | None = None, limit: int = 200
) -> tuple[ApprovalState, ...]:
    """Return how requests stand, newest first; those of a model or with a status where one is given."""
    equal = {name: value for name, value in (("model", model), ("status", status)) if value}
    return tuple(map(Sight(workspace).state, workspace.store.approvals.where(limit, **equal)))


def _outcome(workspace: Workspace, approval: Approval, message: str) -> ApprovalOutcome:
    version = workspace.store.models.version(approval.model, approval.number)
    return ApprovalOutcome(state=Sight(workspace).state(approval), version=version, message=message)


def _promoted(workspace: Workspace, approval: Approval) -> str:
    voters = ", ".join(vote.who for vote in approval.votes)
    why = f": {approval.comment}" if approval.comment else ""
    reason = f"approved by {voters}; asked for by {approval.requested_by}{why}"
    label = f"{approval.model}/{approval.number}"
    try:
        promote_version(
            workspace, approval.model, approval.number, approval.alias, reason=reason, expected=approval.replaces
        )
    except CelltrailError as error:
        return f"Approved, but {label} is not {approval.alias}: {error}"
    return f"Approved, and {label} is {approval.alias} now."


def _close_void(workspace: Workspace, version: ModelVersion, alias: str) -> None:
    """Make room for a new request: end those that hold no longer, and refuse where one does."""
    sight = Sight(workspace)
    asked = workspace.store.approvals.where(model=version.model, number=version.number, alias=alias)
    for state in map(sight.state, (one for one in asked if one.status in OPEN)):
        if state.void and state.approval.status == "requested":
            workspace.store.approvals.close(
                replace(
                    state.approval, status="withdrawn", decided_by=user_name(), decided_at=clock.now(),
                    decision=f"void: {state.void}",
                )
            )  # fmt: skip
        elif not state.void and state.approval.status == "approved" and state.given >= state.needed:
            raise ConflictError(
                f"{version.label} is approved as {alias} already.",
                hint=f"Promote it: `celltrail promote {version.label} {alias}`.",
            )


def _name(approval: Approval) -> str:
    return f"{approval.model}/{approval.number} as {approval.alias}"


def _known(who: str, what: str) -> str:
    if not who:
        raise NotAllowedError(
            f"Nobody knows who you are, so you cannot {what}.",
            hint="Work as a user with a name: of JupyterHub, of a Jupyter identity provider, or of this machine.",
        )
    return who
