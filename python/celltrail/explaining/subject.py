"""What is explained: a version, its model, and the rows that are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.records import ModelVersion
from celltrail.tracking import Workspace


def loaded(here: Workspace, version: ModelVersion, trusted: Sequence[str] = ()) -> Any:
    """Return the model of a version.

    Raises
    ------
    UntrustedError
        It holds types that are not in `trusted`.
    InvalidInputError
        It does not predict.
    """
    model = here.artifacts.get(version.artifact, version.codec, trusted=trusted)
    if not hasattr(model, "predict"):
        raise InvalidInputError(
            f"{version.label} is a {type(model).__name__}, which does not predict.",
            hint="Explain a version that does.",
        )
    return model
