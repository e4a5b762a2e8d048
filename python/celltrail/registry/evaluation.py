"""The data that a version is judged by, kept with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.records import Artifact
from celltrail.registry.gates import KINDS, Gate
from celltrail.registry.gates.subject import EVALUATION, EVALUATION_TARGET, TRAINING
from celltrail.tracking import Workspace

_TABLE = 2


def kept_data(workspace: Workspace, gates: Sequence[Gate], given: Mapping[str, Any]) -> dict[str, Artifact]:
    """Keep data by role and return the artifacts; the training data only where a gate looks at it.

    Parameters
    ----------
    given
        Values by role: ``evaluation``, ``evaluation_target``, ``training``, ``training_target``; None for what is
        not there.

    Raises
    ------
    InvalidInputError
        The evaluation data and its target do not belong together.
    NotStorableError
        They cannot be kept.
    """
    wanted = {role for gate in gates for role in KINDS[gate.kind].inputs}
    if TRAINING not in wanted:
        given = {role: value for role, value in given.items() if not role.startswith(TRAINING)}
    values = {role: as_stored(value) for role, value in given.items() if value is not None}
    _check_rows(values)
    return {role: workspace.artifacts.put(value, pickles=False) for role, value in values.items()}


def as_stored(value: Any) -> Any:
    """Return data as something that can be kept: frames, series, sparse matrices and arrays as they are."""
    import numpy as np

    array = np.asarray(value) if isinstance(value, list | tuple) else value
    if isinstance(array, np.ndarray) and array.dtype.hasobject:
        import pandas as pd

        return pd.DataFrame(array) if array.ndim == _TABLE else pd.Series(array)
    return array


def _check_rows(values: Mapping[str, Any]) -> None:
    if EVALUATION_TARGET in values and EVALUATION not in values:
        raise InvalidInputError(
            "There is a target of the evaluation data, and no such data.",
            hint="Give both: test= and test_target=.",
        )
    if EVALUATION_TARGET in values:
        rows, targets = _length(values[EVALUATION]), _length(values[EVALUATION_TARGET])
        if rows != targets:
            raise InvalidInputError(
                f"The evaluation data has {rows} rows, and its target {targets}.",
                hint="Give both from the same split, such as X_test and y_test.",
            )


def _length(value: Any) -> int:
    return int(value.shape[0]) if hasattr(value, "shape") else len(value)
