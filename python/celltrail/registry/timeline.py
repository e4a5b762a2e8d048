"""The life of a model, told from the tables that keep it and, for what has no table, from the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from celltrail.records import (
    Approval,
    AuditEntry,
    AuditQuery,
    GateResult,
    ModelVersion,
    TimelineEntry,
    TimelineKind,
)
from celltrail.tracking import Workspace

_MOST = 10_000


def timeline(workspace: Workspace, model: str, number: int | None = None) -> tuple[TimelineEntry, ...]:
    """Return what happened to a model or to one of its versions, newest first.

    Raises
    ------
    NotFoundError
        There is no such model.
    """
    versions = workspace.store.models.get(model).versions
    entries = [
        *map(_registered, versions),
        *_moves(workspace, model),
        *_checks(workspace, model),
        *_approvals(workspace, model),
        *_logged(workspace, model),
        *_served(workspace, model),
    ]
    wanted = [entry for entry in entries if number is None or entry.number in (number, None)]
    return tuple(sorted(wanted, key=lambda entry: -entry.at))


def _registered(version: ModelVersion) -> TimelineEntry:
    return TimelineEntry(
        at=version.created_at, who=version.who, kind="registered", number=version.number,
        text=f"{version.label} was registered; {_gates(version.gates)}", reason=version.description,
    )  # fmt: skip


def _moves(workspace: Workspace, model: str) -> Iterator[TimelineEntry]:
    for change in workspace.store.models.history(model):
        if change.number is None:
            text = f"{change.alias} was taken from {model}/{change.previous}"
        elif change.rolled_back:
            text = f"{change.alias} was rolled back to {model}/{change.number}"
        else:
            text = f"{model}/{change.number} became {change.alias}"
        if change.number is not None and change.previous is not None:
            text += f", instead of {model}/{change.previous}"
        yield TimelineEntry(
            at=change.at, who=change.who, kind="alias", number=change.number or change.previous, text=text,
            reason=change.reason,
        )  # fmt: skip


def _checks(workspace: Workspace, model: str) -> Iterator[TimelineEntry]:
    for check in workspace.store.gate_checks.of(model, None, _MOST):
        text = f"{model}/{check.number} was checked for {check.alias}: {_gates(check.results)}"
        yield TimelineEntry(at=check.at, who=check.who, kind="gates", number=check.number, text=text)


def _gates(results: tuple[GateResult, ...]) -> str:
    failed = [f"{gate.expression} ({gate.reason})" for gate in results if gate.verdict == "failed"]
    if not results:
        return "it has no gates"
    if failed:
        return f"failed {'; '.join(failed)}"
    return "its gate holds" if len(results) == 1 else f"all {len(results)} gates hold"


def _approvals(workspace: Workspace, model: str) -> Iterator[TimelineEntry]:
    for approval in workspace.store.approvals.where(_MOST, model=model):
        name = f"{model}/{approval.number}", f"as {approval.alias}"
        asked = "{} was proposed {}".format(*name)
        yield _said(approval, approval.requested_at, approval.requested_by, asked, approval.comment)
        for vote in approval.votes:
            yield _said(approval, vote.at, vote.who, "{} was approved {}".format(*name), vote.comment)
        if approval.status in ("rejected", "withdrawn") and approval.decided_at is not None:
            text = f"{' '.join(name)} was {approval.status}"
            yield _said(approval, approval.decided_at, approval.decided_by or "", text, approval.decision)


def _said(about: Approval, at: float, who: str, text: str, reason: str) -> TimelineEntry:  # noqa: PLR0917 - as listed
    return TimelineEntry(at=at, who=who, kind="approval", number=about.number, text=text, reason=reason)


def _logged(workspace: Workspace, model: str) -> Iterator[TimelineEntry]:
    """Give what only the audit log keeps, under each name that the model had."""
    audit, name, before = workspace.store.audit, model, None
    while name:
        for entry in audit.find(AuditQuery(model=name, before=before, limit=_MOST)):
            told = _TOLD.get(entry.action)
            if told is not None:
                kind, text = told
                number = entry.noun_id.partition("/")[2]
                yield _entry(entry, kind, int(number) if number.isdecimal() else None, text(entry))
        renamed = audit.find(AuditQuery(noun_id=name, action="model.renamed", before=before, limit=1))
        name, before = (renamed[0].details["from"], renamed[0].seq) if renamed else ("", None)


def _served(workspace: Workspace, model: str) -> Iterator[TimelineEntry]:
    """Give what happened to the endpoints of the model; each entry is of the version that they served then."""
    for deployment in workspace.store.deployments.all():
        if deployment.model != model:
            continue
        number: int | None = None
        query = AuditQuery(noun="deployment", noun_id=deployment.id, limit=_MOST)
        for entry in reversed(workspace.store.audit.find(query)):
            routes = list(entry.details.get("routes") or entry.details.get("to") or [])
            if routes:
                number = routes[0]["version"] if len(routes) == 1 else None
            yield from _of_deployment(entry, deployment.name, [_share(model, route) for route in routes], number)


def _of_deployment(entry: AuditEntry, name: str, shares: list[str], number: int | None) -> Iterator[TimelineEntry]:
    if entry.action == "deployment.stopping":
        return
    served = " and ".join(shares)
    verb = entry.action.partition(".")[2]
    said = {"created": "was made", "routed": "was given other routes"}.get(verb, f"is {verb}")
    text = f"endpoint {name} {said}{f': {served}' if served else ''}"
    yield _entry(entry, "deployment", number, text)


def _share(model: str, route: dict[str, Any]) -> str:
    label = f"{model}/{route['version']}"
    return f"{label} in the shadow" if route["shadow"] else f"{label} with {route['weight']:.0%}"


def _entry(entry: AuditEntry, kind: TimelineKind, number: int | None, text: str) -> TimelineEntry:
    return TimelineEntry(at=entry.at, who=entry.who, kind=kind, number=number, text=text, reason=entry.reason)


def _described(entry: AuditEntry) -> str:
    return f"{' and '.join(sorted(entry.details))} of {entry.noun_id} changed"


def _ruled(entry: AuditEntry) -> str:
    rule = entry.details["to"]
    if rule is None:
        return f"{entry.noun_id} has no policy of its own any more"
    many, by = rule["approvals"], f" by {' or '.join(rule['approvers'])}" if rule["approvers"] else ""
    asked = [f"{many} approval{'s' if many > 1 else ''}{by}"] if many else []
    asked += ["a signature"] if rule["signed"] else []
    return f"{entry.noun_id} asks for {' and '.join(asked) or 'passed gates'}"


def _attached(entry: AuditEntry) -> str:
    role, revision = entry.details["role"], entry.details["revision"]
    what = _ROLES.get(role, role.replace("_", " "))
    return f"{entry.noun_id} has {what}" + (f", revision {revision}" if revision > 1 else "")


_ROLES = {
    "bom": "a bill of materials",
    "card": "a card",
    "evaluation": "evaluation data",
    "evaluation_target": "the target of its evaluation data",
    "example": "an input example",
    "explanation": "an explanation",
    "explanation.row": "an explanation of one row",
    "training": "training data",
    "training_target": "the target of its training data",
}


_TOLD: dict[str, tuple[TimelineKind, Callable[[AuditEntry], str]]] = {
    "version.retired": ("status", lambda entry: f"{entry.noun_id} was retired"),
    "version.reinstated": ("status", lambda entry: f"{entry.noun_id} was reinstated"),
    "version.described": ("description", _described),
    "model.described": ("description", _described),
    "model.renamed": ("description", lambda entry: f"{entry.details['from']} is called {entry.details['to']} now"),
    "version.attached": ("attachment", _attached),
    "policy.set": ("policy", _ruled),
    "policy.removed": ("policy", _ruled),
}
