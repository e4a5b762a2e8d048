"""A table against a signature: what a model is asked with has its columns, types and order, or the reason is said.

Casts are those that lose nothing: integers to floats, whole floats to integers, another width or unit, dates to
times. Text is never read as a number. What is wrong is all said at once; what is only unusual (numbers outside the
range of the training data, categories that it did not have) comes back as notices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from celltrail.artifacts import to_arrow
from celltrail.errors import BadRowsError, InvalidInputError, NotStorableError
from celltrail.records import Column, Signature
from celltrail.registry.kinds import is_categorical, kind_of
from celltrail.registry.modeltable import ModelTable
from celltrail.registry.signature import as_frame, column_of

Unseen = Literal["warn", "error", "ignore"]
"""What to do about a category that the training data did not have."""
_LOSSLESS = {("int", "float"), ("float", "int"), ("date", "datetime")}
_SHOWN = 5
_SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Enforced:
    """A table that fits."""

    table: Any
    """What the model takes: a frame with its columns in its order, or an array where it knows no names."""
    notices: tuple[str, ...]
    """What is unusual about it, a sentence each."""


def enforce(
    data: Any,
    signature: Signature,
    *,
    unseen: Unseen = "warn",
    drop_unknown: bool = False,
    by_name: bool = True,
) -> Enforced:
    """Return data as a model with this signature takes them.

    Parameters
    ----------
    data
        A pandas or polars frame, an Arrow table, a two-dimensional array (columns by position), a mapping (one
        row), or a list of mappings.
    signature
        Of the model. One without inputs takes everything as it is.
    unseen
        What to do about a category that the training data did not have.
    drop_unknown
        Leave out columns that the model does not know, in the place of refusing them.
    by_name
        Whether the model takes a frame; an array otherwise.

    Raises
    ------
    BadRowsError
        A column is missing, unknown, of another type, or has a gap where none may be; all such problems are said.
    InvalidInputError
        `data` is no table.

    Examples
    --------
    >>> from celltrail.records import Column
    >>> signature = Signature(inputs=(Column(name="age", type="double", minimum=18.0, maximum=90.0),))
    >>> enforce([{"age": 17}], signature).notices
    ('Column age: 1 value is outside of 18 to 90, where the training data lie.',)
    """
    if not signature.inputs:
        return Enforced(data, ())
    table = _named(_table(data), signature, positional=_is_array(data))
    problems = list(_wrong_columns(table.column_names, signature, drop_unknown=drop_unknown))
    fitting = {}
    for column in signature.inputs:
        if column.name in table.column_names:
            values, fault = _fitted(table.column(column.name), column)
            fitting[column.name] = values
            problems += [fault] if fault else []
    notices = [] if problems else list(_notices(fitting, signature, unseen))
    if unseen == "error":
        problems += [one for one in notices if _UNSEEN in one]
    if problems:
        raise _refused(problems, signature)
    import pyarrow as pa

    whole = ModelTable(signature.inputs, by_name=by_name).from_arrow(pa.table(fitting))
    return Enforced(whole, tuple(notices))


def _is_array(data: Any) -> bool:
    return getattr(data, "ndim", 0) == 2 and not hasattr(data, "columns")  # noqa: PLR2004 - rows and columns


def _table(data: Any) -> Any:
    import pyarrow as pa

    if isinstance(data, Mapping):
        data = [data]
    try:
        if isinstance(data, Sequence) and not isinstance(data, str | bytes):
            return _of_rows(data)
        if getattr(data, "ndim", 0) == 1 and hasattr(data, "to_dict"):  # a row of a frame
            return _of_rows([data.to_dict()])
        return to_arrow(as_frame(data))
    except (NotStorableError, pa.ArrowException) as error:
        raise BadRowsError(
            f"A column holds values of several types: {error}", hint="Give each column one type."
        ) from None


def _of_rows(rows: Sequence[Any]) -> Any:
    import pyarrow as pa

    strange = next((number for number, row in enumerate(rows) if not isinstance(row, Mapping)), None)
    if strange is not None or not rows:
        what = "There are no rows." if strange is None else f"Row {strange} is no mapping of columns to values."
        raise InvalidInputError(what, hint="Give a frame, or a list of {column: value, ...}.")
    names = list(dict.fromkeys(str(name) for row in rows for name in row))
    for number, row in enumerate(rows):
        if gone := [name for name in names if name not in row]:
            raise BadRowsError(
                f"Row {number} has no {', '.join(gone[:_SHOWN])}, which others have.",
                hint="Give all rows the same columns; None where a value is missing.",
            )
    return pa.table({name: _array_of([row[name] for row in rows], name) for name in names})


def _array_of(values: list[Any], name: str) -> Any:
    import pyarrow as pa

    try:
        return pa.array(values, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise BadRowsError(
            f"Column {name!r} holds values of several types: {error}.", hint="Give each column one type."
        ) from None


def _named(table: Any, signature: Signature, *, positional: bool) -> Any:
    """Return an array's table under the model's names, where it has as many columns."""
    same = table.num_columns == len(signature.inputs)
    return table.rename_columns([column.name for column in signature.inputs]) if positional and same else table


def _wrong_columns(names: Sequence[str], signature: Signature, *, drop_unknown: bool) -> Iterator[str]:
    known = [column.name for column in signature.inputs]
    for name in known:
        if (count := names.count(name)) != 1:
            yield f"Column {name!r} is {'there twice' if count else 'missing'}."
    if not drop_unknown:
        yield from (f"Column {name!r} is unknown." for name in names if name not in known)


def _fitted(values: Any, column: Column) -> tuple[Any, str]:
    """Return the values in the type of the column, and what is wrong with them, if something is."""
    import pyarrow as pa

    if (kind_of(column.type) == "any" and not column.shape) or column.type == "any":
        return values, ""
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    found = kind_of(str(values.type))
    fault = _gaps(values, column) or (_wrong_shape(values, column) if column.shape else "")
    if fault or column.shape:
        return values, fault
    wanted = kind_of(column.type)
    if not pa.types.is_null(values.type) and found != wanted and (found, wanted) not in _LOSSLESS:
        return values, f"Column {column.name!r} holds {values.type}, the model was trained with {_said(column)}."
    try:
        return values.cast(_arrow_type(column, values)), ""
    except pa.ArrowException as error:
        return values, f"Column {column.name!r} does not fit into {_said(column)}: {error}."


def _gaps(values: Any, column: Column) -> str:
    """Say where a value is missing and none may be; a column of floats can always hold that."""
    if not values.null_count or column.nullable or kind_of(column.type) == "float":
        return ""
    import pyarrow.compute as pc

    row = pc.index(pc.is_null(values), True).as_py()
    more = f" and in {values.null_count - 1} more" if values.null_count > 1 else ""
    return f"Column {column.name!r} has no value in row {row}{more}; the training data had one everywhere."


def _wrong_shape(values: Any, column: Column) -> str:
    shape = column_of(column.name, values).shape
    same = len(shape) == len(column.shape) and all(
        wanted in (-1, found) for found, wanted in zip(shape, column.shape, strict=True)
    )
    if same or not len(values):
        return ""
    return f"Column {column.name!r} holds values of shape {_sides(shape)}, the model takes {_sides(column.shape)}."


def _sides(shape: Sequence[int]) -> str:
    return "x".join("any" if side < 0 else str(side) for side in shape) or "one number"


def _said(column: Column) -> str:
    return f"categories of {kind_of(column.type)}" if is_categorical(column.type) else column.type


def _arrow_type(column: Column, values: Any) -> Any:
    import pyarrow as pa

    kind = kind_of(column.type)
    if kind in ("datetime", "date"):
        same = kind_of(str(values.type)) == kind
        return values.type if same else pa.timestamp("us")
    if kind == "int" and values.null_count:
        return pa.float64()  # as pandas holds integers with gaps
    kinds = {"float": pa.float64(), "int": pa.int64(), "str": pa.string(), "bool": pa.bool_()}
    if kind not in ("str", "bool") and not is_categorical(column.type):
        try:
            kinds[kind] = pa.type_for_alias(column.type)
        except ValueError:  # decimals, which have their digits in the name
            return kinds[kind]
    return kinds[kind]


def _notices(fitting: Mapping[str, Any], signature: Signature, unseen: Unseen) -> Iterator[str]:
    for column in signature.inputs:
        values = fitting[column.name]
        if column.categories is not None and unseen != "ignore":
            yield from _strange(values, column)
        elif column.minimum is not None and column.maximum is not None:
            yield from _outside(values, column)
        if kind_of(column.type) == "float" and not column.nullable and values.null_count:
            yield f"Column {column.name}: {_counted(values.null_count, 'value')} missing; in training none was."


_UNSEEN = "the training data did not have"


def _strange(values: Any, column: Column) -> Iterator[str]:
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.unique(values).drop_null().cast(pa.string())
    known = pa.array(column.categories, pa.string())
    if strange := found.filter(pc.invert(pc.is_in(found, value_set=known))).to_pylist():
        yield unseen_notice(column.name, strange)


def _outside(values: Any, column: Column) -> Iterator[str]:
    import pyarrow.compute as pc

    ends = pc.min_max(values).as_py()
    low, high = column.minimum, column.maximum
    if ends["min"] is None or low is None or high is None or (ends["min"] >= low and ends["max"] <= high):
        return
    count = pc.sum(pc.or_(pc.less(values, low), pc.greater(values, high))).as_py()
    yield outside_notice(column, count)


def unseen_notice(name: str, strange: Sequence[str]) -> str:
    """Return what is said of categories that the training data did not have."""
    shown = ", ".join(repr(one) for one in strange[:_SHOWN]) + (", ..." if len(strange) > _SHOWN else "")
    return f"Column {name}: {_UNSEEN} {shown}."


def outside_notice(column: Column, count: int) -> str:
    """Return what is said of numbers outside of the training data's range."""
    ends = f"{column.minimum:g} to {column.maximum:g}"
    return f"Column {column.name}: {_counted(count, 'value')} outside of {ends}, where the training data lie."


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun} is" if count == 1 else f"{count} {noun}s are"


def _refused(problems: Sequence[str], signature: Signature) -> BadRowsError:
    more = f" And {len(problems) - _SHOWN_PROBLEMS} more." if len(problems) > _SHOWN_PROBLEMS else ""
    names = ", ".join(f"{column.name} ({_said(column)})" for column in signature.inputs[:_SHOWN_PROBLEMS])
    rest = ", ..." if len(signature.inputs) > _SHOWN_PROBLEMS else ""
    return BadRowsError(" ".join(problems[:_SHOWN_PROBLEMS]) + more, hint=f"The model takes: {names}{rest}.")
