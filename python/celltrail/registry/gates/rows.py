"""A few rows to ask a model with."""

from __future__ import annotations

from typing import Any

from celltrail.registry.gates.answers import inputs_of
from celltrail.registry.gates.kind import CannotRunError
from celltrail.registry.gates.subject import EVALUATION, TRAINING, Subject


def some_rows(subject: Subject, count: int) -> Any:
    """Return rows that the model takes: of its evaluation data, else of its training data, again and again if few.

    Raises
    ------
    CannotRunError
        No data is kept with the version.
    """
    import numpy as np

    role = EVALUATION if subject.has(EVALUATION) or not subject.has(TRAINING) else TRAINING
    data = inputs_of(subject.model, subject.data(role))
    have = data.shape[0]
    if not have:
        raise CannotRunError(f"the {role} data has no rows")
    places = np.arange(count) % have
    return data.iloc[places] if hasattr(data, "iloc") else data[places]
