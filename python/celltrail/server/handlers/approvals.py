"""Policies of aliases, and approval."""

from __future__ import annotations

from typing import Any

from celltrail import registry
from celltrail.actor import user_name
from celltrail.errors import InvalidInputError
from celltrail.records import AliasPolicy, ApprovalOutcome, ApprovalState
from celltrail.registry import approvals as requests
from celltrail.server.messages import ApprovalsPage, PoliciesPage, PolicyState

_MOST = 1000


def list_policies(question: Any) -> PoliciesPage:
    """Return all policies."""
    return PoliciesPage(policies=question.workspace.store.policies.all())


def get_policy(question: Any) -> PolicyState:
    """Return what holds for an alias."""
    store, name = question.workspace.store, question.path["name"]
    if name != registry.EVERY:
        store.models.get(name)
    policy = store.policies.effective(name, question.path["alias"])
    listed = policy.approvers if policy else ()
    return PolicyState(policy=policy, may_change=not listed or user_name() in listed)


def set_policy(question: Any) -> AliasPolicy:
    """Say what an alias asks for."""
    path, body = question.path, question.body
    return registry.set_policy(
        question.workspace,
        path["name"],
        path["alias"],
        approvals=body.approvals,
        approvers=body.approvers,
        signed=body.signed,
        reason=body.reason,
    )


def remove_policy(question: Any) -> AliasPolicy:
    """Forget what an alias asks for."""
    path = question.path
    return registry.remove_policy(question.workspace, path["name"], path["alias"], reason=question.body.reason)


def list_approvals(question: Any) -> ApprovalsPage:
    """Return how requests for approval stand."""
    asked = question.query
    if not 1 <= asked.limit <= _MOST:
        raise InvalidInputError(f"{asked.limit} requests cannot be listed.", hint=f"Ask for 1 to {_MOST}.")
    found = requests.requests(question.workspace, model=asked.model, status=asked.status, limit=asked.limit)
    return ApprovalsPage(approvals=found, who=user_name())


def request_approval(question: Any) -> ApprovalState:
    """Ask others to approve that a version gets an alias."""
    here, body = question.workspace, question.body
    version = registry.resolve(here, body.version)
    return requests.request(here, version, body.alias, comment=body.comment, promote=body.promote)


def approve(question: Any) -> ApprovalOutcome:
    """Approve a request."""
    here = question.workspace
    asked = here.store.approvals.get(question.path["approval_id"])
    return requests.approve(here, asked, question.body.comment)


def reject(question: Any) -> ApprovalOutcome:
    """Reject a request."""
    here = question.workspace
    asked = here.store.approvals.get(question.path["approval_id"])
    return requests.reject(here, asked, question.body.comment)


def withdraw(question: Any) -> ApprovalOutcome:
    """Take a request back."""
    here = question.workspace
    asked = here.store.approvals.get(question.path["approval_id"])
    return requests.withdraw(here, asked, question.body.comment)
