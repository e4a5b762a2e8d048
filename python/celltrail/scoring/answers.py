"""The answers to a piece, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.scoring.fitting import Fitted, fit, missing_numbers
from celltrail.scoring.inputs import Piece, batches
from celltrail.scoring.plan import Plan
from celltrail.scoring.predictor import PREDICTION, Predictor
from celltrail.scoring.truth import Truth

ROW, REASON = "row", "reason"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Scored:
    """The answers to one batch."""

    table: Any
    """What goes into the output."""
    rejected: Any
    """The rows that do not fit, with number and reason; None where all do."""
    rows: int
    """How many rows were read."""


def answers(plan: Plan, predictor: Predictor, piece: Piece, truth: Truth) -> Iterator[Scored]:
    """Give the answers to a piece, and count in `truth` how good they were.

    Raises
    ------
    InvalidInputError
        Rows do not fit and the plan wants that to be an error, or the model refuses them.
    """
    row = piece.row
    for batch in batches(piece):
        try:
            yield _answered(plan, predictor, batch, (piece, row), truth)
        except InvalidInputError as error:
            raise InvalidInputError(f"{Path(piece.path).name}: {error.message}", hint=error.hint) from error
        row += batch.num_rows  # type: ignore[attr-defined] # a record batch


def _answered(  # noqa: PLR0917 - one batch, and all that it meets
    plan: Plan, predictor: Predictor, batch: Any, place: tuple[Piece, int], truth: Truth
) -> Scored:
    import numpy as np
    import pyarrow as pa

    piece, row = place
    fitted = fit(batch, predictor.columns, is_text=piece.form == "csv")
    faults, asked, said, chances = _asked(plan, predictor, fitted, row)
    good = np.ones(batch.num_rows, dtype=bool)
    good[list(faults)] = False
    rejected = _rejected(batch, faults, row) if faults else None
    source = pa.Table.from_batches([batch])
    if faults and plan.on_bad == "skip":
        source = source.filter(pa.array(good))
    if plan.labels:
        true = _labels(source, plan.labels)
        true = true if len(true) == len(asked) else true.filter(pa.array(good))
        truth.add(true.combine_chunks(), said, chances, predictor.classes if chances is not None else [])
    made = _columns(predictor, said, chances)
    if faults and plan.on_bad == "null":
        places = np.where(good, np.cumsum(good) - 1, -1)
        take = pa.array(places, mask=~good)
        made = {name: values.take(take) for name, values in made.items()}
    return Scored(_joined(plan, source, made), rejected, batch.num_rows)


def _asked(plan: Plan, predictor: Predictor, fitted: Fitted, row: int) -> tuple[dict[int, str], Any, Any, Any]:
    """Return what does not fit, the rows that do, and what the model says to these."""
    faults = dict(fitted.faults)
    _refuse(plan, faults, row)
    asked = _without(fitted.table, faults)
    try:
        return faults, asked, *predictor.answer(asked)
    except InvalidInputError:
        missing = missing_numbers(fitted.table, predictor.columns)
        if not missing.keys() - faults.keys():
            raise
    faults = {**missing, **faults}
    _refuse(plan, faults, row)
    asked = _without(fitted.table, faults)
    return faults, asked, *predictor.answer(asked)


def _refuse(plan: Plan, faults: dict[int, str], row: int) -> None:
    if not faults or plan.on_bad != "error":
        return
    shown = "; ".join(f"row {row + at}: {faults[at]}" for at in sorted(faults)[:_SHOWN])
    more = f"; and {len(faults) - _SHOWN} more in these rows" if len(faults) > _SHOWN else ""
    raise InvalidInputError(
        f"{shown}{more}.",
        hint="Rows are counted from 0. --on-bad skip leaves such rows out, --on-bad null gives them no answer.",
    )


def _without(table: Any, faults: dict[int, str]) -> Any:
    import numpy as np
    import pyarrow as pa

    if not faults:
        return table
    good = np.ones(table.num_rows, dtype=bool)
    good[list(faults)] = False
    return table.filter(pa.array(good))


def _rejected(batch: Any, faults: dict[int, str], row: int) -> Any:
    import pyarrow as pa

    places = sorted(faults)
    rows = pa.Table.from_batches([batch]).take(pa.array(places))
    rows = rows.append_column(_free(ROW, rows), pa.array([row + at for at in places], pa.int64()))
    return rows.append_column(_free(REASON, rows), pa.array([faults[at] for at in places]))


def _free(name: str, table: Any) -> str:
    while name in table.column_names:
        name = f"{name}_"
    return name


def _labels(source: Any, name: str) -> Any:
    if name not in source.column_names:
        raise InvalidInputError(
            f"There is no column {name!r} of labels.", hint=f"Columns are: {', '.join(source.column_names)}."
        )
    return source.column(name)


def _columns(predictor: Predictor, said: Any, chances: Any) -> dict[str, Any]:
    import pyarrow as pa

    made = {PREDICTION: predictor.column(said)}
    if chances is not None:
        for place, name in enumerate(predictor.classes):
            made[f"probability_{name}"] = pa.array(chances[:, place])
    return made


def _joined(plan: Plan, source: Any, made: dict[str, Any]) -> Any:
    """Return the answers beside the columns of the input that are wanted."""
    import pyarrow as pa

    names = source.column_names if plan.columns is None else plan.columns
    if gone := [name for name in names if name not in source.column_names]:
        raise InvalidInputError(
            f"There is no column {', '.join(map(repr, gone))} to keep.",
            hint=f"Columns are: {', '.join(source.column_names)}.",
        )
    if plan.stamp:
        made = {**made, "model_version": pa.array([plan.label] * source.num_rows, pa.string()),
                "run_id": pa.array([plan.run_id] * source.num_rows, pa.string())}  # fmt: skip
    if taken := [name for name in made if name in names]:
        raise InvalidInputError(
            f"The input has a column {taken[0]!r} already.",
            hint="Say with `columns` (--columns) which columns of the input are to be kept.",
        )
    return pa.table({**{name: source.column(name) for name in names}, **made})
