"""A fitted model becomes a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from celltrail import clock
from celltrail.actor import user_name
from celltrail.records import Artifact, Attachment, ModelVersion, Signature
from celltrail.registry.check import Progress, check_gates, read_gates, waiting
from celltrail.registry.reference import check_name
from celltrail.tracking import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What becomes a version."""

    model: str
    artifact: Artifact
    signature: Signature
    run_id: str | None = None
    profile: str | None = None
    """The digest of the reference profile; made by whoever knows how."""
    metrics: Mapping[str, float] = field(default_factory=dict)
    gates: Sequence[str] = ()
    data: Mapping[str, Artifact] = field(default_factory=dict)
    """What its gates are checked with, by role: ``evaluation``, ``evaluation_target``, ``training`` ..."""
    description: str = ""
    framework: str = ""
    """The library that it needs, with its release."""
    unsafe: bool = False
    """Whether loading it runs code that its bytes hold."""


def register(
    workspace: Workspace, draft: Draft, *, progress: Progress | None = None, trusted: Sequence[str] = ()
) -> ModelVersion:
    """Make a version with the next free number, its gates checked, and return it.

    A failed gate does not stop this: that a model was not good enough is worth knowing too. It stops promotion. If
    the process ends before all are checked, those that were not have failed until they are checked again.

    Parameters
    ----------
    progress
        Told the gates' results so far each time one more is known.
    trusted
        The user's word for types whose loading runs code.

    Raises
    ------
    InvalidInputError
        The model's name has characters that names do not have.
    GateError
        A gate is none. Nothing was registered then.
    """
    check_name(draft.model)
    gates = read_gates(draft.gates)
    version = workspace.store.models.add_version(
        ModelVersion(
            model=draft.model,
            number=0,
            artifact=draft.artifact.digest,
            codec=draft.artifact.codec,
            run_id=draft.run_id,
            signature=draft.signature,
            created_at=clock.now(),
            who=user_name(),
            profile=draft.profile,
            metrics=dict(draft.metrics),
            gates=waiting(gates),
            description=draft.description,
            framework=draft.framework,
            unsafe=draft.unsafe,
        )
    )
    version = replace(version, attachments=_attached(workspace, version, draft.data))
    return replace(version, gates=check_gates(workspace, version, progress=progress, trusted=trusted))


def _attached(workspace: Workspace, version: ModelVersion, data: Mapping[str, Artifact]) -> tuple[Attachment, ...]:
    """Keep the data that a version is judged by, so that its gates can be checked again without a notebook."""
    return tuple(
        workspace.store.models.attach(
            Attachment(
                model=version.model, number=version.number, role=role, revision=0, digest=artifact.digest,
                codec=artifact.codec, at=version.created_at, who=version.who,
            )
        )
        for role, artifact in data.items()
    )  # fmt: skip
