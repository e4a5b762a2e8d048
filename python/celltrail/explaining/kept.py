"""Explanations as they are kept: JSON under a role of the version."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from celltrail import clock
from celltrail.artifacts.store import BYTES
from celltrail.records import Attachment, Explanation, LocalExplanation, ModelVersion
from celltrail.tracking import Workspace
from celltrail.tracking.run import user_name

GLOBAL = "explanation"
"""The role of what explains a version over many rows."""
LOCAL = "explanation.row"
"""The role of what explains one answer; each is a revision of its own."""
_MOST = 50
Kept = TypeVar("Kept")


def keep(here: Workspace, role: str, explanation: Explanation | LocalExplanation, comment: str = "") -> Attachment:
    """Keep an explanation as the next revision of a role."""
    content = msgspec.json.encode(explanation, order="deterministic")
    return here.store.models.attach(
        Attachment(
            model=explanation.model,
            number=explanation.number,
            role=role,
            revision=0,
            digest=here.artifacts.put_bytes(content),
            codec=BYTES,
            at=clock.now(),
            who=user_name(),
            comment=comment,
        )
    )


def explanation_of(here: Workspace, version: ModelVersion) -> Explanation | None:
    """Return what explains a version over many rows, if it was made."""
    kept = version.attachment(GLOBAL)
    return _read(here, kept, Explanation) if kept else None


def local_explanations(here: Workspace, version: ModelVersion) -> tuple[LocalExplanation, ...]:
    """Return the newest explanations of single answers, the newest first."""
    kept = [one for one in here.store.models.attached(version.model, version.number) if one.role == LOCAL]
    return tuple(_read(here, one, LocalExplanation) for one in kept[:_MOST])


def _read(here: Workspace, kept: Attachment, kind: type[Kept]) -> Kept:
    data: Any = here.artifacts.get_bytes(kept.digest)
    return msgspec.json.decode(data, type=kind)
