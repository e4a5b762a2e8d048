"""Aliases: which version is the champion, the challenger, or anything else that has a name."""

from __future__ import annotations

from dataclasses import replace

from celltrail import clock
from celltrail.errors import ConflictError, GateFailedError
from celltrail.records import AliasChange, ModelVersion
from celltrail.registry.check import champion_of, check_gates
from celltrail.registry.gates import CHAMPION
from celltrail.registry.reference import check_name
from celltrail.tracking import Workspace
from celltrail.tracking.run import user_name

ANYWHERE = -1
"""Stands for: wherever the alias is now."""


def promote(
    workspace: Workspace, model: str, number: int, alias: str, *, reason: str = "", expected: int | None = ANYWHERE
) -> ModelVersion:
    """Give an alias to a version whose gates hold today, and return it.

    Parameters
    ----------
    expected
        The version that has the alias now, as far as the caller knows (None for nobody).

    Raises
    ------
    GateFailedError
        A gate does not hold, against the champion of today.
    ConflictError
        The alias is not at `expected`: somebody moved it meanwhile.
    NotFoundError
        There is no such version.
    """
    check_name(alias, "alias")
    version = workspace.store.models.version(model, number)
    champion = champion_of(workspace, model)
    if champion is None or champion.number != number:
        version = replace(version, gates=check_gates(workspace, version, alias))
        _refuse_failed(version, alias)
        if alias == CHAMPION and expected == ANYWHERE:
            # The gates were checked against this champion, so it must still be the one that is replaced.
            expected = champion.number if champion else None
    if alias in version.aliases and expected in (ANYWHERE, number):
        return version  # it has it: a move from itself to itself would be what a roll-back goes back to
    change = AliasChange(
        model=model, alias=alias, number=number, previous=None, at=clock.now(), who=user_name(), reason=reason
    )
    workspace.store.models.set_alias(change, expected=expected)
    return workspace.store.models.version(model, number)


def roll_back(workspace: Workspace, model: str, alias: str = CHAMPION, *, reason: str = "") -> ModelVersion:
    """Give an alias back to the version that had it before, and return that version.

    Raises
    ------
    ConflictError
        The alias never was anywhere else.
    NotFoundError
        There is no such model.
    """
    workspace.store.models.get(model)
    moves = [change for change in workspace.store.models.history(model) if change.alias == alias]
    if not moves or moves[0].previous is None:
        raise ConflictError(
            f"{model}@{alias} has no earlier version to go back to.", hint=f"Promote a version to {alias} instead."
        )
    number = moves[0].previous
    change = AliasChange(
        model=model,
        alias=alias,
        number=number,
        previous=None,
        at=clock.now(),
        who=user_name(),
        reason=reason or f"rolled back from version {moves[0].number}",
    )
    workspace.store.models.set_alias(change, expected=moves[0].number)
    return workspace.store.models.version(model, number)


def _refuse_failed(version: ModelVersion, alias: str) -> None:
    failed = [gate for gate in version.gates if gate.verdict == "failed"]
    if failed:
        reasons = "; ".join(f"{gate.expression} ({gate.reason})" for gate in failed)
        raise GateFailedError(
            f"{version.label} does not pass its gates and cannot become {alias}: {reasons}.",
            hint="Train a better version, or register it again with other gates.",
        )
