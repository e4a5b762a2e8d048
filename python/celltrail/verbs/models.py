"""Look at models and move their aliases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celltrail import registry
from celltrail.records import Model, ModelVersion
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
    """Return the fitted model of a version.

    Raises
    ------
    UntrustedError
        It holds types outside scikit-learn that are not in `trusted`.
    """
    version = model_version(reference)
    return workspace().artifacts.get(version.artifact, version.codec, trusted=trusted)


def promote(reference: str, alias: str = "champion", *, reason: str = "") -> ModelVersion:
    """Give an alias to a version, if its gates hold against the champion of today.

    Raises
    ------
    GateFailedError
        A gate does not hold.
    """
    version = model_version(reference)
    return registry.promote(workspace(), version.model, version.number, alias, reason=reason)


def roll_back(model: str, alias: str = "champion", *, reason: str = "") -> ModelVersion:
    """Give an alias back to the version that had it before.

    Raises
    ------
    ConflictError
        The alias never was anywhere else.
    """
    return registry.roll_back(workspace(), model, alias, reason=reason)
