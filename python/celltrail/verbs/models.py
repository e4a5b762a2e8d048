"""Look at models, move their aliases, describe them, retire versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from celltrail import registry
from celltrail.errors import InvalidInputError
from celltrail.records import Model, ModelVersion, TimelineEntry
from celltrail.registry import loading
from celltrail.registry.timeline import timeline
from celltrail.tracking import workspace


def models() -> tuple[Model, ...]:
    """Return all models with their versions, newest first."""
    return workspace().store.models.all()


def model_version(reference: str) -> ModelVersion:
    """Return a version: ``churn`` (the newest), ``churn/3`` or ``churn@champion``.

    Raises
    ------
    NotFoundError
        There is no such version.
    """
    return registry.resolve(workspace(), reference)


def load_model(reference: str, *, trusted: Sequence[str] = ()) -> Any:
    """Return the model of a version, as it was registered; an ONNX model as one that can predict.

    Parameters
    ----------
    trusted
        Types, or kinds such as ``pickle`` and ``function``, whose loading may run code.

    Raises
    ------
    UntrustedError
        Loading it runs code of something that is not in `trusted`; the message names all that is missing.
    NotLoadableError
        A class that it needs is gone.
    """
    return loading.load(workspace(), model_version(reference), trusted=trusted)


def promote(reference: str, alias: str = "champion", *, reason: str = "") -> ModelVersion:
    """Give an alias to a version that has the approvals it needs and whose gates hold today.

    Raises
    ------
    ApprovalNeededError
        The alias' policy asks for approvals that the version does not have: see `request_approval`.
    GateFailedError
        A gate does not hold.
    ConflictError
        Somebody else moved the alias meanwhile, or the version is retired.
    """
    version = model_version(reference)
    return registry.promote(workspace(), version.model, version.number, alias, reason=reason)


def roll_back(model: str, alias: str = "champion", *, reason: str = "") -> ModelVersion:
    """Give an alias back to the version that had it before; once more goes back once further.

    Raises
    ------
    ConflictError
        The alias never was anywhere else.
    """
    return registry.roll_back(workspace(), model, alias, reason=reason)


def remove_alias(model: str, alias: str, *, reason: str = "") -> Model:
    """Let an alias be nobody's; a roll-back gives it back.

    Raises
    ------
    NotFoundError
        There is no such model, or it has no such alias.
    """
    registry.take_away(workspace(), model, alias, reason=reason)
    return workspace().store.models.get(model)


def retire(reference: str, *, reason: str = "") -> ModelVersion:
    """Let a version count no more: it gets no alias and serves nobody. It stays, and can be reinstated.

    Raises
    ------
    ConflictError
        An alias or a live deployment points at it, or it is retired already.
    """
    return registry.retire(workspace(), reference, reason=reason)


def reinstate(reference: str, *, reason: str = "") -> ModelVersion:
    """Let a retired version count again.

    Raises
    ------
    ConflictError
        It is not retired.
    """
    return registry.reinstate(workspace(), reference, reason=reason)


def describe_model(
    reference: str,
    *,
    description: str | None = None,
    owner: str | None = None,
    tags: Mapping[str, str | None] | None = None,
    name: str | None = None,
    reason: str = "",
) -> Model | ModelVersion:
    """Set description, owner and tags of a model, or of a version; what is not given stays.

    Parameters
    ----------
    reference
        ``churn`` for the model as a whole; ``churn/3`` or ``churn@champion`` for a version.
    tags
        Those to set; None takes one away.
    name
        Another name for the model: its versions, aliases and history go with it.

    Raises
    ------
    NotFoundError
        There is no such model or version.
    NameTakenError
        Another model has the name.
    InvalidInputError
        Something cannot be kept, or a version was to be renamed.
    ConflictError
        The model was to be renamed while a live deployment serves it.

    Examples
    --------
    >>> describe_model("churn", owner="ada", tags={"team": "growth"})  # doctest: +SKIP
    """
    here = workspace()
    if "/" not in reference and "@" not in reference:
        model = registry.describe_model(
            here, reference, description=description, owner=owner, tags=tags, reason=reason
        )
        return registry.rename(here, reference, name, reason=reason) if name is not None else model
    if name is not None:
        raise InvalidInputError("A version has a number, no name.", hint="Rename the model, or tag the version.")
    version = model_version(reference)
    return registry.describe_version(
        here, version.model, version.number, description=description, owner=owner, tags=tags, reason=reason
    )


def model_history(reference: str) -> tuple[TimelineEntry, ...]:
    """Return what happened to a model, or to one version, newest first.

    Registrations, moves of aliases, gate checks, requests and approvals, policies, descriptions, retirements and
    deployments, each with who and why.

    Parameters
    ----------
    reference
        ``churn`` for the model with all of its versions; ``churn/3`` or ``churn@champion`` for one.

    Raises
    ------
    NotFoundError
        There is no such model or version.
    """
    here = workspace()
    if "/" not in reference and "@" not in reference:
        return timeline(here, reference)
    version = model_version(reference)
    return timeline(here, version.model, version.number)
