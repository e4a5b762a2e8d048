"""The usual stages, for those who think in them: Staging and Production are aliases, Archived is retired.

A version is in one stage. An alias has one version, so who comes into a stage takes the place of who was there.
"""

from __future__ import annotations

from typing import Literal, get_args

from celltrail.errors import InvalidInputError
from celltrail.records import ModelVersion
from celltrail.registry.alias import promote, take_away
from celltrail.registry.lifecycle import reinstate, retire
from celltrail.tracking import Workspace

Stage = Literal["None", "Staging", "Production", "Archived"]
ALIASES: dict[Stage, str] = {"Staging": "staging", "Production": "production"}


def stage(name: str) -> Stage:
    """Return the stage of a name, whatever its letters' case.

    Raises
    ------
    InvalidInputError
        There is none.
    """
    for known in get_args(Stage):
        if known.lower() == name.strip().lower():
            return known  # type: ignore[no-any-return] # one of the four
    raise InvalidInputError(f"There is no stage {name!r}.", hint=f"Stages are: {', '.join(get_args(Stage))}.")


def stage_of(version: ModelVersion) -> Stage:
    """Return the stage that a version is in."""
    if version.status == "retired":
        return "Archived"
    return next((name for name, alias in reversed(ALIASES.items()) if alias in version.aliases), "None")


def to_stage(
    workspace: Workspace, model: str, number: int, name: str, *, archive_existing: bool = False, reason: str = ""
) -> ModelVersion:
    """Bring a version to a stage, and return it; gates and policies count as for any alias.

    Parameters
    ----------
    archive_existing
        Whether the version that was in the stage is retired.

    Raises
    ------
    InvalidInputError
        There is no such stage.
    GateFailedError
        A gate does not hold.
    ApprovalNeededError
        The policy of the stage's alias asks for approvals.
    ConflictError
        Another alias or a live deployment keeps it, or the one it replaces, from being archived.
    """
    wanted, version = stage(name), workspace.store.models.version(model, number)
    if version.status == "retired" and wanted != "Archived":
        version = reinstate(workspace, version.label, reason=reason)
    if wanted in ALIASES:
        before = workspace.store.models.get(model).aliases.get(ALIASES[wanted])
        promote(workspace, model, number, ALIASES[wanted], reason=reason)
        if archive_existing and before not in (None, number):
            retire(workspace, f"{model}/{before}", reason=f"replaced by {model}/{number} in {wanted}")
    for other, alias in ALIASES.items():
        if other != wanted and alias in version.aliases:
            take_away(workspace, model, alias, reason=reason or f"now in {wanted}")
    if wanted == "Archived" and version.status != "retired":
        retire(workspace, version.label, reason=reason)
    return workspace.store.models.version(model, number)
