"""The audit log."""

from __future__ import annotations

from typing import Any

from celltrail.records import AuditAnchor, AuditVerdict
from celltrail.server.messages import AuditPage
from celltrail.verbs.audit import audit as find_entries


def list_audit(question: Any) -> AuditPage:
    """Return entries of the audit log."""
    entries = find_entries(question.query)
    last = entries[-1].seq if len(entries) == question.query.limit else None
    return AuditPage(entries=entries, next=last if last and last > 1 else None)


def verify_audit(question: Any) -> AuditVerdict:
    """Return whether the audit log is what was written."""
    verdict: AuditVerdict = question.workspace.store.audit.verify()
    return verdict


def get_audit_anchor(question: Any) -> AuditAnchor:
    """Return the end of the audit log."""
    anchor: AuditAnchor = question.workspace.store.audit.head()
    return anchor
