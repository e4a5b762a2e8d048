"""A few rows to ask a model with."""

from __future__ import annotations

from typing import Any

from celltrail.registry.gates.answers import inputs_of
from celltrail.registry.gates.kind import CannotRunError
from celltrail.registry.gates.subject import EVALUATION, EXAMPLE, TRAINING, Subject
from celltrail.registry.scorer import wants_names


def some_rows(subject: Subject, count: int) -> Any:
    """Return rows that the model takes: of its evaluation data, else those it was fitted on; repeated where few.

    Raises
    ------
    CannotRunError
        No data is kept with the version.
    """
    import numpy as np

    role = next((role for role in (EVALUATION, TRAINING, EXAMPLE) if subject.has(role)), EVALUATION)
    data = subject.data(role)
    if role == EXAMPLE:  # it is kept as a table of Arrow, whatever the model takes
        data = data.to_pandas() if wants_names(subject.model) else data.to_pandas().to_numpy()
    data = inputs_of(subject.model, data)
    have = data.shape[0]
    if not have:
        raise CannotRunError(f"the {role} data has no rows")
    places = np.arange(count) % have
    return data.iloc[places] if hasattr(data, "iloc") else data[places]
