"""What is explained: a version, its model, and the rows that are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celltrail.records import ModelVersion
from celltrail.registry import loading
from celltrail.registry.scorer import scorer
from celltrail.tracking import Workspace


def loaded(here: Workspace, version: ModelVersion, trusted: Sequence[str] = ()) -> Any:
    """Return the model of a version.

    Raises
    ------
    UntrustedError
        Loading it runs code of something that is not in `trusted`.
    NotLoadableError
        It cannot be built here, or does not predict.
    """
    return scorer(loading.load(here, version, trusted=trusted))
