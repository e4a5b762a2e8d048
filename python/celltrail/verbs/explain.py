"""Explain a model version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celltrail import explaining, registry
from celltrail.drawing.explained import DrawnExplanation, DrawnLocalExplanation, drawn, drawn_local
from celltrail.explaining.explain import REPEATS, ROWS, SECONDS, Method
from celltrail.tracking import workspace


def explain(  # noqa: PLR0913 - each is one thing that a person says
    reference: str,
    *,
    data: Any = None,
    target: Any = None,
    method: Method = "permutation",
    output: str | None = None,
    rows: int = ROWS,
    repeats: int = REPEATS,
    seconds: float = SECONDS,
    seed: int = 0,
    trusted: Sequence[str] = (),
) -> DrawnExplanation:
    """Explain what a version's answers come from, and keep that with it.

    Parameters
    ----------
    reference
        ``churn`` (the newest), ``churn/3`` or ``churn@champion``.
    data, target
        Rows and what is true of them; by default the version's evaluation data, else a table that its run kept.
    method
        ``permutation``: what is lost where a feature's values are shuffled. ``shap`` adds SHAP values.
    output
        The class whose chance is explained; by default the second of two, else the most frequent.
    rows, repeats, seconds
        At most so many rows, shuffles of each feature, and seconds until the last round begins.
    trusted
        Types outside scikit-learn that may be loaded.

    Raises
    ------
    NotFoundError
        There is no such version, or no rows are given and none are kept.
    InvalidInputError
        The rows do not fit.
    MissingDependencyError
        SHAP is asked for and not installed.

    Examples
    --------
    >>> explain("churn@champion", data=X_test, target=y_test).frame()  # doctest: +SKIP
    """
    here = workspace()
    wishes = explaining.Wishes(
        method=method, rows=rows, repeats=repeats, seconds=seconds, seed=seed, output=output, trusted=trusted
    )
    version = registry.resolve(here, reference)
    return drawn(explaining.explain(here, version, wishes, data=data, target=target))


def why(  # noqa: PLR0913 - each is one thing that a person says
    reference: str,
    row: Any,
    *,
    data: Any = None,
    method: str = "shapley",
    output: str | None = None,
    seed: int = 0,
    trusted: Sequence[str] = (),
) -> DrawnLocalExplanation:
    """Explain why a version says what it says to one row, and keep that with the version.

    Parameters
    ----------
    reference
        ``churn`` (the newest), ``churn/3`` or ``churn@champion``.
    row
        A dictionary, a series, or a table with one row.
    data
        What it is compared with; by default the version's evaluation data, else a table that its run kept.
    method
        ``shapley`` (exact for up to ten features, sampled beyond) or ``shap``.
    output
        The class whose chance is explained; by default the second of two, else the one that is said.

    Raises
    ------
    NotFoundError
        There is no such version, or nothing to compare the row with.
    InvalidInputError
        It is not one row, or does not fit.

    Examples
    --------
    >>> why("churn@champion", {"age": 41, "plan": "basic"})  # doctest: +SKIP
    """
    here = workspace()
    version = registry.resolve(here, reference)
    found = explaining.why(here, version, row, data=data, method=method, output=output, trusted=trusted, seed=seed)
    return drawn_local(found)
