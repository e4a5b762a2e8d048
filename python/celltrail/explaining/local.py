"""Why a version says what it says to one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from celltrail import clock
from celltrail.artifacts import to_arrow
from celltrail.errors import InvalidInputError
from celltrail.explaining import shaps
from celltrail.explaining.data import Rows, features_of, rows_from, rows_of
from celltrail.explaining.kept import LOCAL, keep
from celltrail.explaining.output import output_of
from celltrail.explaining.shapley import Shapley, shapley
from celltrail.explaining.subject import loaded
from celltrail.records import Contribution, LocalExplanation, ModelVersion
from celltrail.tracking import Workspace
from celltrail.tracking.run import plain_scalar

BACKGROUND = 100
PAIRS = 50
SECONDS = 20.0
_SHOWN = 6
METHODS = ("shapley", "shap")


def why(  # noqa: PLR0913 - each is one thing that a person says
    here: Workspace,
    version: ModelVersion,
    row: Any,
    *,
    data: Any = None,
    method: str = "shapley",
    output: str | None = None,
    trusted: Sequence[str] = (),
    seed: int = 0,
) -> LocalExplanation:
    """Explain what a version says to one row, keep that with the version, and return it.

    Parameters
    ----------
    row
        A dictionary, a series, or a table with one row.
    data
        The background: rows that the row is compared with; by default the version's evaluation data, else what its
        run kept. At most 100 of them are drawn.
    method
        ``shapley`` needs nothing else; ``shap`` needs the library of this name.

    Raises
    ------
    InvalidInputError
        It is not one row, or it does not fit the model.
    NotFoundError
        No background is given, and none is kept.
    """
    if method not in METHODS:
        raise InvalidInputError(f"There is no method {method!r}.", hint=f"Methods are: {', '.join(METHODS)}.")
    if method == "shap":
        shaps.require_shap()
    model = loaded(here, version, trusted)
    features = features_of(version, model)
    whole = (
        rows_of(here, version, features)
        if data is None
        else rows_from(data, None, features, "rows that were given")
    )
    background = whole.sampled(BACKGROUND, seed)
    asked = _one_row(row, background)
    explained = output_of(model, asked, output)
    if method == "shap":
        found = shaps.local(explained, asked, background.frame, seed=seed)
    else:
        until = clock.elapsed() + SECONDS
        found = shapley(explained.ask, asked, background.frame, pairs=PAIRS, seed=seed, until=until)
    made = LocalExplanation(
        model=version.model,
        number=version.number,
        method=found.method,
        output=explained.name,
        prediction=found.prediction,
        base=found.base,
        contributions=_contributions(found, asked),
        background=background.origin,
        background_rows=len(background.frame),
        seed=seed,
    )
    keep(here, LOCAL, made)
    return made


def _contributions(found: Shapley, asked: Any) -> tuple[Contribution, ...]:
    values = asked.iloc[0]
    made = [
        Contribution(
            feature=str(name),
            value=plain_scalar(values[name]),
            contribution=float(value),
            error=float(error),
        )
        for name, value, error in zip(asked.columns, found.contributions, found.errors, strict=True)
    ]
    return tuple(sorted(made, key=lambda one: (-abs(one.contribution), one.feature)))


def _few(names: Sequence[str]) -> str:
    """Name some of many columns."""
    left = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {left} more" if left > 0 else "")


def _one_row(row: Any, background: Rows) -> Any:
    """Return the row as a frame of the background's columns and types.

    Raises
    ------
    InvalidInputError
        It is not one row, or a column is missing or of another type.
    """
    import pandas as pd

    named = _named(row)
    kinds = background.frame.dtypes
    if missing := [str(name) for name in kinds.index if name not in named]:
        raise InvalidInputError(
            f"The row has no {_few(missing)}.", hint=f"The model takes: {_few(list(map(str, kinds.index)))}."
        )
    columns = {}
    for name, kind in kinds.items():
        value = named[name]
        missing_number = value is None and getattr(kind, "kind", "O") in "iub"
        try:
            columns[name] = pd.Series([value], dtype=float if missing_number else kind)
        except (ValueError, TypeError, OverflowError) as error:
            raise InvalidInputError(
                f"Column {str(name)!r} of the row is {value!r}, which is no {kind}.",
                hint="Give a value of the type that the model was trained with.",
            ) from error
    return pd.DataFrame(columns)


def _named(row: Any) -> Mapping[Any, Any]:
    if isinstance(row, Mapping):
        return row
    if hasattr(row, "to_dict") and not hasattr(row, "columns"):  # a series
        return dict(row.to_dict())
    if hasattr(row, "columns"):
        rows = to_arrow(row.reset_index(drop=True) if hasattr(row, "reset_index") else row).to_pylist()
        if len(rows) == 1:
            return dict(rows[0])
        raise InvalidInputError(f"There are {len(rows)} rows.", hint="Give one: X_test.iloc[[0]].")
    raise InvalidInputError(
        f"A {type(row).__name__} is no row with named columns.", hint='Give {"age": 41, "plan": "basic"}.'
    )
