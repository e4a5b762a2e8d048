"""Score tables with a model version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from celltrail import registry, scoring
from celltrail.errors import InvalidInputError
from celltrail.scoring.plan import OnBad
from celltrail.tracking import workspace


def score(  # noqa: PLR0913 - each is one thing that a person says
    reference: str,
    data: Any,
    output: str | Path | None = None,
    *,
    columns: Sequence[str] | None = None,
    probabilities: bool = True,
    stamp: bool = False,
    on_bad: OnBad = "error",
    labels: str = "",
    processes: int = 1,
    on: str = "",
    overwrite: bool = False,
    trusted: Sequence[str] = (),
    progress: Callable[[scoring.Progress], None] | None = None,
) -> scoring.Score:
    """Write a version's answers to a table of any size, and return where they are.

    Parameters
    ----------
    reference
        ``churn`` (the newest), ``churn/3`` or ``churn@champion``.
    data
        A file (Parquet, CSV, Arrow), a folder, a pattern such as ``2026-*.parquet``, several of them, or a frame.
    output
        Where the answers go, as its ending says; by default ``NAME.scored.parquet`` beside a single file.
    columns
        The columns of the input that the output has too; by default all.
    probabilities
        Whether a classifier's chances are written too.
    stamp
        Whether each row carries the version and the run; the metadata of Parquet and Arrow always do.
    on_bad
        What becomes of rows that do not fit: ``error`` writes nothing, ``skip`` leaves them out, ``null`` gives
        them no answer. The latter write them to ``NAME.rejected`` with their number and the reason.
    labels
        A column that says what is true: the run gets metrics.
    processes
        How many processes of this machine work at it.
    on
        The address of a Dask cluster that works at it.
    overwrite
        Whether an output that is there is replaced.
    progress
        Called about twice a second.

    Raises
    ------
    NotFoundError
        There is no such version or file.
    InvalidInputError
        Rows do not fit the model.
    NameTakenError
        The output is there already.
    StoreError
        The output cannot be written. Nothing is left of it then.

    Examples
    --------
    >>> score("churn@champion", "customers.parquet", columns=["id"]).output  # doctest: +SKIP
    """
    here = workspace()
    if isinstance(columns, str):
        raise InvalidInputError(f"columns is the text {columns!r}.", hint="Give a list of names.")
    wishes = scoring.Wishes(
        output=Path(output) if output is not None else None,
        columns=tuple(columns) if columns is not None else None,
        probabilities=probabilities,
        stamp=stamp,
        on_bad=on_bad,
        labels=labels,
        processes=processes,
        on=on,
        overwrite=overwrite,
        trusted=tuple(trusted),
    )
    return scoring.score(here, registry.resolve(here, reference), data, wishes, progress)
