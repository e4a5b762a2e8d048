"""Rows against a signature: what fits becomes what the model takes, what does not is told by its row.

Casts lose nothing: whole numbers to floats, whole floats to integers, other widths and units. Only the text of CSV
is read as numbers, since it has nothing else. A missing number of a float column is NaN, as at an endpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.records import Column
from celltrail.serving.rows import kind_of

_LOSSLESS = {("int", "float"), ("float", "int"), ("date", "datetime")}
_KINDS = ("float", "int", "str", "bool", "datetime", "date")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A batch, looked at."""

    table: Any
    """The model's columns, in its order and types; rows that do not fit have anything in them."""
    faults: dict[int, str]
    """For each row of the batch that does not fit: why."""


def fit(batch: Any, columns: Sequence[Column], *, is_text: bool) -> Fitted:
    """Return a batch as a model with these columns takes it.

    Raises
    ------
    InvalidInputError
        A column is missing or there twice, or is of another type in all rows.
    """
    import pyarrow as pa

    names = batch.schema.names
    if wrong := [column.name for column in columns if names.count(column.name) != 1]:
        raise InvalidInputError(
            f"There is no column {', '.join(map(repr, wrong))}, or it is there twice.",
            hint=f"The model takes: {', '.join(column.name for column in columns)}.",
        )
    if not columns:
        return Fitted(pa.Table.from_batches([batch]), {})
    faults: dict[int, str] = {}
    fitting = {}
    for column in columns:
        values, wrong_rows = _column(batch.column(column.name), column, is_text=is_text)
        fitting[column.name] = values
        for row, why in wrong_rows:
            faults.setdefault(row, f"column {column.name!r} {why}")
    return Fitted(pa.table(fitting), faults)


def missing_numbers(table: Any, columns: Sequence[Column]) -> dict[int, str]:
    """Return the rows where a float is missing that never was in training: some models refuse them."""
    found: dict[int, str] = {}
    for column in columns:
        if not column.nullable and kind_of(column.type) == "float":
            for row in _places(_is_missing(table.column(column.name))):
                found.setdefault(row, f"column {column.name!r} has no value")
    return found


Wrong = Iterable[tuple[int, str]]


def _column(values: Any, column: Column, *, is_text: bool) -> tuple[Any, Wrong]:
    import pyarrow as pa

    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    wanted = kind_of(column.type)
    if wanted not in _KINDS or column.shape:
        return values, ()
    found = kind_of(str(values.type))
    as_text = is_text and found == "str" and wanted != "str"
    if not (pa.types.is_null(values.type) or as_text or found == wanted or (found, wanted) in _LOSSLESS):
        raise InvalidInputError(
            f"Column {column.name!r} holds {values.type}, the model was trained with {column.type}.",
            hint="Write the column in that type.",
        )
    gaps = () if column.nullable or wanted == "float" else _places(values.is_null())
    cast, unfit = _cast(values, _target(column, wanted), trim=as_text)
    said = values.to_pylist() if unfit else []
    return cast, [
        *((row, "has no value") for row in gaps),
        *((row, f"is {str(said[row])[:40]!r}, which is no {column.type}") for row in unfit),
    ]


def _cast(values: Any, kind: Any, *, trim: bool) -> tuple[Any, list[int]]:
    """Return values as a type, with nothing where they are none, and the places of these."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if trim:
        values = pc.utf8_trim_whitespace(values)
    unfit: list[int] = []
    whole = trim and pa.types.is_integer(kind)

    def pieces(part: Any, start: int) -> list[Any]:
        try:
            return [part.cast(kind)]
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            if len(part) > 1:
                middle = len(part) // 2
                return [*pieces(part[:middle], start), *pieces(part[middle:], start + middle)]
        found = _as_float(part, kind) if whole else None
        if found is None:
            unfit.append(start)
        return [pa.nulls(1, kind) if found is None else found]

    return pa.concat_arrays(pieces(values, 0)), unfit


def _as_float(text: Any, kind: Any) -> Any:
    """Return text such as ``33.0``, as many programs write whole numbers, as one; None where it is none."""
    import pyarrow as pa

    try:
        return text.cast(pa.float64()).cast(kind)
    except pa.ArrowInvalid:
        return None


def _target(column: Column, kind: str) -> Any:
    import pyarrow as pa

    kinds: dict[str, Callable[[], Any]] = {
        "float": pa.float64, "int": pa.int64, "str": pa.string, "bool": pa.bool_, "date": pa.date32,
        "datetime": lambda: pa.timestamp("us"),
    }  # fmt: skip
    try:
        return pa.type_for_alias(column.type)
    except ValueError:  # types with parameters, and categories
        return kinds[kind]()


def _is_missing(values: Any) -> Any:
    import pyarrow.compute as pc

    return pc.is_null(values.combine_chunks() if hasattr(values, "combine_chunks") else values, nan_is_null=True)


def _places(flags: Any) -> list[int]:
    import numpy as np

    return [int(place) for place in np.flatnonzero(flags.to_numpy(zero_copy_only=False))]
