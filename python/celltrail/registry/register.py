"""A fitted model becomes a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from celltrail import clock
from celltrail.records import Artifact, GateResult, ModelVersion, Signature
from celltrail.registry import gates
from celltrail.registry.reference import check_name
from celltrail.tracking import Workspace
from celltrail.tracking.run import user_name


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
    description: str = ""


def register(workspace: Workspace, draft: Draft) -> ModelVersion:
    """Make a version with the next free number, its gates checked, and return it.

    A failed gate does not stop this: that a model was not good enough is worth knowing too. It stops promotion.

    Raises
    ------
    InvalidInputError
        The model's name has characters that names do not have.
    GateError
        A gate is no comparison of metrics. Nothing was registered then.
    """
    check_name(draft.model)
    results = check_gates(workspace, draft.model, draft.gates, draft.metrics)
    return workspace.store.models.add_version(
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
            gates=results,
            description=draft.description,
        )
    )


def check_gates(
    workspace: Workspace, model: str, expressions: Sequence[str], metrics: Mapping[str, float]
) -> tuple[GateResult, ...]:
    """Check gates against the champion of today.

    Raises
    ------
    GateError
        One is no gate.
    """
    for expression in expressions:
        gates.parse(expression)
    champion = champion_of(workspace, model)
    against = champion.metrics if champion else None
    return tuple(gates.check(expression, metrics, against) for expression in expressions)


def champion_of(workspace: Workspace, model: str) -> ModelVersion | None:
    """Return the version that is champion, if one is."""
    found = [known for known in workspace.store.models.all() if known.name == model]
    if not found or gates.CHAMPION not in found[0].aliases:
        return None
    return workspace.store.models.version(model, found[0].aliases[gates.CHAMPION])
