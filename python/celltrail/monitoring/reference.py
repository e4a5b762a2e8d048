"""The profile of a table: what is kept of the training data to compare later data with.

Profiles merge: the profile of two parts is that of the whole, exactly in all counts and within the sketch's rank
error in the quantiles. So windows, replicas and days are profiled apart and added up.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import Any

from celltrail.errors import ConflictError, InvalidInputError
from celltrail.monitoring.summary import Summary, from_json, of_categories, of_numbers

FORMAT = 1
PREDICTION = "prediction"
LABEL = "label"


@dataclass(frozen=True, slots=True)
class Profile:
    """The summaries of a table's columns, of what a model says to it, and of the truth."""

    rows: int
    columns: dict[str, Summary]
    outcomes: dict[str, Summary] = field(default_factory=dict)
    """Under ``prediction`` and ``label``, where they are known."""

    def merge(self, other: Profile) -> Profile:
        """Return the profile of both tables, one after the other.

        Raises
        ------
        ConflictError
            They have other columns.
        """
        return Profile(
            rows=self.rows + other.rows,
            columns=_merged(self.columns, other.columns),
            outcomes=_merged(self.outcomes, other.outcomes),
        )

    def to_bytes(self) -> bytes:
        """Return the profile for a file; equal profiles give equal bytes."""
        content = {
            "format": FORMAT,
            "rows": self.rows,
            "columns": {name: summary.to_json() for name, summary in self.columns.items()},
            "outcomes": {name: summary.to_json() for name, summary in self.outcomes.items()},
        }
        return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 6)

    @staticmethod
    def from_bytes(data: bytes) -> Profile:
        """Return the profile that a file holds.

        Raises
        ------
        InvalidInputError
            It is no profile, or one of a newer celltrail.
        """
        try:
            content = json.loads(zlib.decompress(data))
            if content["format"] > FORMAT:
                raise InvalidInputError(
                    f"The profile has format {content['format']}, this celltrail knows {FORMAT}.",
                    hint="Update celltrail.",
                )
            return Profile(
                rows=content["rows"],
                columns={name: from_json(one) for name, one in content["columns"].items()},
                outcomes={name: from_json(one) for name, one in content["outcomes"].items()},
            )
        except (zlib.error, ValueError, KeyError, TypeError) as error:
            raise InvalidInputError(
                f"These bytes are no profile: {error}.", hint="Register the model again with data=."
            ) from error


def profile(frame: Any, *, target: Any = None, prediction: Any = None) -> Profile:
    """Return the profile of a table.

    Parameters
    ----------
    frame
        A pandas or polars frame, an Arrow table, or a two-dimensional array (columns ``x0``, ``x1``, ...).
    target
        The true values: a series, an array or a list.
    prediction
        What the model says to the rows: the probability of the positive class, or the predicted value.

    Raises
    ------
    InvalidInputError
        `frame` is no table.

    Examples
    --------
    >>> import pyarrow as pa
    >>> profile(pa.table({"age": [31.0, None, 28.0]})).columns["age"].missing
    1
    """
    table = to_table(frame)
    outcomes = {LABEL: target, PREDICTION: prediction}
    return Profile(
        rows=table.num_rows,
        columns={name: summarise(table.column(name)) for name in table.column_names},
        outcomes={name: summarise(_outcome(v)) for name, v in outcomes.items() if v is not None},
    )


def to_table(frame: Any) -> Any:
    """Return a frame as an Arrow table.

    Raises
    ------
    InvalidInputError
        It is none.
    """
    import numpy as np
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, np.ndarray) and frame.ndim == 2:  # noqa: PLR2004 - rows and columns
        return pa.table({f"x{i}": frame[:, i] for i in range(frame.shape[1])})
    if hasattr(frame, "to_arrow"):
        return frame.to_arrow()
    if hasattr(frame, "columns") and hasattr(frame, "iloc"):
        plain = frame.rename(columns=str)
        return pa.table({name: pa.array(plain[name], from_pandas=True) for name in plain.columns})
    raise InvalidInputError(
        f"A {type(frame).__name__} is no table.", hint="Give a data frame, an Arrow table or a 2-D array."
    )


def summarise(column: Any) -> Summary:
    """Return the summary of an Arrow column: numbers and times as numbers, everything else as categories."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_temporal(column.type):
        column = _seconds(column)
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return of_numbers(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False))
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    counted = pc.value_counts(column.drop_null())
    counts: dict[str, int] = {}
    for item in counted.to_pylist():
        name = str(item["values"])
        counts[name] = counts.get(name, 0) + item["counts"]
    return of_categories(counts, column.null_count)


def _seconds(column: Any) -> Any:
    """Return a column of times or dates as seconds."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_date(kind):
        column = column.cast(pa.timestamp("s"))
    ticks = {"s": 1, "ms": 1e3, "us": 1e6, "ns": 1e9}[column.type.unit]
    return pc.divide(column.cast(pa.int64()).cast(pa.float64(), safe=False), ticks)


def _outcome(values: Any) -> Any:
    """Return outcomes as an Arrow column; booleans are 0 and 1, as labels are logged."""
    import pyarrow as pa

    if not isinstance(values, pa.Array | pa.ChunkedArray):
        values = values.to_arrow() if hasattr(values, "to_arrow") else pa.array(values, from_pandas=True)
    return values.cast(pa.float64()) if pa.types.is_boolean(values.type) else values


def _merged(some: dict[str, Summary], others: dict[str, Summary]) -> dict[str, Summary]:
    same = some.keys() == others.keys() and all(some[name].kind == others[name].kind for name in some)
    if not same:
        raise ConflictError(
            "Profiles of different columns do not merge.",
            hint=f"They differ in: {', '.join(sorted(some.keys() ^ others.keys())) or 'the kind of a column'}.",
        )
    return {name: _joined(one, others[name]) for name, one in some.items()}


def _joined(one: Any, other: Any) -> Summary:
    merged: Summary = one.merge(other)
    return merged
