"""Aliases: which version is the champion, the challenger, or anything else that has a name."""

from __future__ import annotations

from celltrail import clock
from celltrail.actor import user_name
from celltrail.errors import ConflictError, NotFoundError
from celltrail.records import AliasChange, ModelVersion
from celltrail.registry.gates import CHAMPION
from celltrail.registry.readiness import check_again, refuse_retired
from celltrail.registry.reference import check_name, check_words
from celltrail.registry.signing import require_signature
from celltrail.registry.standing import grounds, refuse_other_gates
from celltrail.tracking import Workspace

ANYWHERE = -1
"""Stands for: wherever the alias is now."""


def promote(
    workspace: Workspace, model: str, number: int, alias: str, *, reason: str = "", expected: int | None = ANYWHERE
) -> ModelVersion:
    """Give an alias to a version that has the approvals it needs and whose gates hold today, and return it.

    Of two that promote at once, one wins and the other one is told so: the alias must still be where it was when
    the gates were checked.

    Parameters
    ----------
    expected
        The version that has the alias now, as far as the caller knows (None for nobody).

    Raises
    ------
    ApprovalNeededError
        The alias' policy asks for approvals that the version does not have.
    SignatureError
        It asks for a signature, and the version has none that holds.
    GateFailedError
        A gate does not hold, against the champion of today.
    ConflictError
        The alias is not at `expected`, or somebody moved it meanwhile; or the version is retired.
    NotFoundError
        There is no such version.
    """
    check_name(alias, "alias")
    reason = check_words(reason, "reason")
    version = workspace.store.models.version(model, number)
    refuse_retired(version, alias)
    holder = workspace.store.models.get(model).aliases.get(alias)
    expected = holder if expected == ANYWHERE else expected
    if holder == number and expected == number:
        return version  # it has it: a move from itself to itself would be what a roll-back goes back to
    require_signature(workspace, version, [alias])
    found = grounds(workspace, version, alias)
    version = check_again(workspace, version, alias)
    refuse_other_gates(found, version)
    change = AliasChange(
        model=model, alias=alias, number=number, previous=None, at=clock.now(), who=user_name(), reason=reason
    )
    workspace.store.models.set_alias(change, expected=expected, grounds=found)
    return workspace.store.models.version(model, number)


def roll_back(workspace: Workspace, model: str, alias: str = CHAMPION, *, reason: str = "") -> ModelVersion:
    """Give an alias back to the version that had it before, and return that version.

    Once more goes back once further. Gates and approvals are not asked: that version had them, and who rolls back
    is in a hurry.

    Raises
    ------
    ConflictError
        The alias never was anywhere else, or the version that had it is retired.
    NotFoundError
        There is no such model.
    """
    reason = check_words(reason, "reason")
    held = _held(workspace, model, alias)
    if len(held) < 2 or held[-2] is None:  # noqa: PLR2004 - the one that has it and the one before
        raise ConflictError(
            f"{model}@{alias} has no earlier version to go back to.", hint=f"Promote a version to {alias} instead."
        )
    now, number = held[-1], held[-2]
    change = AliasChange(
        model=model, alias=alias, number=number, previous=None, at=clock.now(), who=user_name(), rolled_back=True,
        reason=reason or (f"rolled back from version {now}" if now is not None else "given back"),
    )  # fmt: skip
    workspace.store.models.set_alias(change, expected=now)
    return workspace.store.models.version(model, number)


def take_away(workspace: Workspace, model: str, alias: str, *, reason: str = "") -> None:
    """Let an alias be nobody's; a roll-back gives it back.

    Raises
    ------
    NotFoundError
        There is no such model, or it has no such alias.
    ConflictError
        Somebody moved it meanwhile.
    """
    reason = check_words(reason, "reason")
    known = workspace.store.models.get(model).aliases
    if alias not in known:
        hint = f"Its aliases are: {', '.join(sorted(known)) or 'none yet'}."
        raise NotFoundError(f"{model} has no alias {alias!r}.", hint=hint)
    change = AliasChange(
        model=model, alias=alias, number=None, previous=None, at=clock.now(), who=user_name(), reason=reason
    )
    workspace.store.models.set_alias(change, expected=known[alias])


def _held(workspace: Workspace, model: str, alias: str) -> list[int | None]:
    """Return which versions had an alias, in the order in which one would go back: a roll-back undoes a move."""
    workspace.store.models.get(model)
    held: list[int | None] = []
    for change in reversed(workspace.store.models.history(model)):
        if change.alias != alias:
            continue
        if change.rolled_back and len(held) > 1:
            held.pop()
        else:
            held.append(change.number)
    return held
