"""Policies, requests and histories in words, the same in notebooks and terminals."""

from __future__ import annotations

from datetime import datetime

from celltrail.records import AliasPolicy, ApprovalState, ApprovalStatus, TimelineEntry


def rule(policy: AliasPolicy | None) -> str:
    """Return what an alias asks for.

    >>> rule(AliasPolicy(model="churn", alias="champion", approvals=1, approvers=("ada", "bob")))
    '1 approval by ada or bob'
    """
    if policy is None:
        return "passed gates"
    parts = []
    if policy.approvals:
        many = "1 approval" if policy.approvals == 1 else f"{policy.approvals} approvals"
        parts.append(f"{many} by {' or '.join(policy.approvers) or 'others than the author'}")
    if policy.signed:
        parts.append("a signature that holds")
    said = " and ".join(parts) or "passed gates"
    if policy.approvers and not policy.approvals:
        said += f"; {' or '.join(policy.approvers)} may change that"
    return said


def standing(state: ApprovalState) -> str:
    """Return how a request stands."""
    status: ApprovalStatus = state.approval.status
    if state.void:
        return f"void: {state.void}"
    if status == "requested":
        return f"waits, {state.given} of {state.needed} approvals"
    return f"{status} by {state.approval.decided_by}"


def told(entry: TimelineEntry) -> str:
    """Return an entry of a model's history as a line: when, what, who, why."""
    at = datetime.fromtimestamp(entry.at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    by = f" ({entry.who})" if entry.who else ""
    return f"{at}  {entry.text}{by}{f': {one_line(entry.reason)}' if entry.reason else ''}"


def one_line(text: str) -> str:
    """Return what a person wrote without its line breaks and other control characters: a terminal obeys those."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
