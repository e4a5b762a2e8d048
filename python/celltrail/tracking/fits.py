"""Estimators that a run fitted: their settings and training scores become those of the run, without a word."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from celltrail.capture.fits import Fit, describe_fit
from celltrail.config import wants_autolog
from celltrail.tracking.run import ActiveRun


def log_fits(run: ActiveRun, values: Mapping[str, Any], cell: str | None = None) -> None:
    """Write down what the fitted estimators among `values` say of themselves.

    What the run has under the same name already stays: it was logged on purpose. Never raises.
    """
    if not wants_autolog():
        return
    seen: set[int] = set()
    for name, value in values.items():
        with suppress(Exception):  # an estimator may be of the user's own making
            fit = None if id(value) in seen else describe_fit(name, value)
            if fit is not None:
                seen.add(id(value))
                _log(run, fit, cell)


def _log(run: ActiveRun, fit: Fit, cell: str | None) -> None:
    run.log_params({key: value for key, value in fit.params.items() if key not in run.params})
    run.log_metrics({key: value for key, value in fit.metrics.items() if key not in run.metrics})
    for key, points in fit.curves.items():
        if key not in run.metrics:
            for step, number in points:
                run.log_metric(key, number, step)
    for key, columns in fit.tables.items():
        run.log_value(key, _table(columns), "output", cell)


def _table(columns: Mapping[str, list[Any]]) -> Any:
    """Return columns as an Arrow table; those of mixed kinds as text."""
    import pyarrow as pa

    def column(values: list[Any]) -> Any:
        try:
            return pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            return pa.array([None if value is None else str(value) for value in values])

    return pa.table({key: column(values) for key, values in columns.items()})
