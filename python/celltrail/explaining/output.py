"""One number of what a model says to a row: the chance of a class, or what it predicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.registry.scorer import wants_names

_BINARY = 2
_MOST_ROWS = 20_000
"""How many rows a model is asked about at once."""


@dataclass(frozen=True, slots=True)
class Output:
    """What is explained."""

    name: str
    ask: Callable[[Any], Any]
    """Takes a pandas frame and returns an array with one number a row."""
    kind: str
    """``probability``, ``number`` or ``label``."""
    positive: Any = None
    """The class whose chance it is."""


def output_of(model: Any, sample: Any, wanted: str | None = None) -> Output:
    """Return what is explained of a model: of a classifier the chance of a class, else the number it predicts.

    Parameters
    ----------
    sample
        Rows that decide which class it is where several are possible: the one that is said most often.
    wanted
        The class, as text.

    Raises
    ------
    InvalidInputError
        The model does not know the class, or cannot answer the rows.
    """
    said = predictions(model, sample)
    classes = [plain(one) for one in getattr(model, "classes_", ())]
    if not classes and said.dtype.kind in "fiub":
        if wanted:
            raise InvalidInputError(
                f"The model predicts numbers, no class {wanted!r}.", hint="Leave the class out."
            )
        return Output("prediction", lambda frame: predictions(model, frame).astype(float), "number")
    place = _place(classes or sorted({plain(one) for one in said}, key=str), said, wanted)
    label = (classes or sorted({plain(one) for one in said}, key=str))[place]
    if classes and hasattr(model, "predict_proba"):
        return Output(
            f"probability of {label}", lambda frame: _chances(model, frame)[:, place], "probability", label
        )
    return Output(
        f"share that is called {label}",
        lambda frame: (predictions(model, frame) == label).astype(float),
        "label",
        label,
    )


def predictions(model: Any, frame: Any) -> Any:
    """Return what a model predicts for a pandas frame, as a flat array.

    Raises
    ------
    InvalidInputError
        It cannot answer.
    """
    import numpy as np

    return np.asarray(_asked(model.predict, model, frame)).reshape(len(frame), -1)[:, 0]


def plain(label: Any) -> Any:
    """Return a class as Python's own value."""
    return label.item() if hasattr(label, "item") else label


def _chances(model: Any, frame: Any) -> Any:
    import numpy as np

    return np.asarray(_asked(model.predict_proba, model, frame))


def _asked(method: Callable[[Any], Any], model: Any, frame: Any) -> Any:
    import numpy as np

    content = frame if wants_names(model) or not _all_numbers(frame) else frame.to_numpy()
    pieces = range(0, max(1, len(frame)), _MOST_ROWS)
    try:
        return np.concatenate([np.asarray(method(content[start : start + _MOST_ROWS])) for start in pieces])
    except Exception as error:
        raise InvalidInputError(
            f"The model cannot answer these rows: {type(error).__name__}: {error}",
            hint="Give rows with the columns that it was trained on.",
        ) from error


def _all_numbers(frame: Any) -> bool:
    return all(getattr(kind, "kind", "O") in "fiub" for kind in frame.dtypes)


def _place(classes: list[Any], said: Any, wanted: str | None) -> int:
    if wanted is not None:
        names = [str(one) for one in classes]
        if wanted not in names:
            raise InvalidInputError(
                f"The model knows no class {wanted!r}.", hint=f"Its classes are: {', '.join(names)}."
            )
        return names.index(wanted)
    if len(classes) == _BINARY:
        return 1
    counts = [int((said == one).sum()) for one in classes]
    return counts.index(max(counts))
