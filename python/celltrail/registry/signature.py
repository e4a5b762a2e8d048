"""What a model takes and gives, read off its data."""

from __future__ import annotations

import math
from typing import Any

from celltrail.artifacts import to_arrow
from celltrail.errors import InvalidInputError
from celltrail.records import Column, Signature
from celltrail.registry.kinds import is_categorical, kind_of

SAMPLE_ROWS = 100
MOST_CATEGORIES = 100
"""Up to how many different values a column of text is taken to name categories."""


def infer(model: Any, data: Any) -> Signature:
    """Return the signature of a model that was fitted on a table like `data`.

    Parameters
    ----------
    model
        Something with ``predict``.
    data
        A frame, or an array with one row a sample (its columns are called ``x0``, ``x1`` ...).

    Raises
    ------
    InvalidInputError
        `data` is no table.
    """
    table = to_arrow(as_frame(data))
    inputs = tuple(column_of(name, table.column(name)) for name in table.column_names)
    return Signature(inputs=inputs, outputs=_outputs(model, data))


def as_frame(data: Any) -> Any:
    """Return data as a frame with named columns.

    Raises
    ------
    InvalidInputError
        It is no table.
    """
    if hasattr(data, "columns"):
        # An index that pandas made up is no column of the model's input.
        return data.reset_index(drop=True) if hasattr(data, "reset_index") else data
    if getattr(data, "ndim", 0) == 2:  # noqa: PLR2004 - rows and columns
        import pyarrow as pa

        return pa.table({f"x{number}": data[:, number] for number in range(data.shape[1])})
    raise InvalidInputError(
        f"The data of a model is a table, this is {type(data).__name__}.",
        hint="Give the frame (or two-dimensional array) that the model was fitted on.",
    )


def column_of(name: str, values: Any) -> Column:
    """Return what an Arrow column holds: type, gaps, range, categories, and the shape of its lists."""
    kind = type_name(values.type)
    low, high = _range(values, kind)
    return Column(
        name=name,
        type=kind,
        nullable=values.null_count > 0,
        minimum=low,
        maximum=high,
        categories=_categories(values, kind),
        shape=_shape(values),
    )


def type_name(kind: Any) -> str:
    """Return the name of an Arrow type; one name for all forms of text."""
    import pyarrow as pa

    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return "string"
    if pa.types.is_dictionary(kind) and not pa.types.is_string(kind.value_type):
        return str(pa.dictionary(kind.index_type, pa.type_for_alias(type_name(kind.value_type)), kind.ordered))
    return str(kind)


def _range(values: Any, kind: str) -> tuple[float | None, float | None]:
    import pyarrow.compute as pc

    if kind_of(kind) not in ("int", "float") or is_categorical(kind):
        return None, None
    ends = pc.min_max(values).as_py()
    return _finite(ends["min"]), _finite(ends["max"])


def _finite(number: Any) -> float | None:
    return None if number is None or not math.isfinite(number) else float(number)


def _categories(values: Any, kind: str) -> tuple[str, ...] | None:
    """Return the values of text that are few; of a categorical column all, in the order that the model knows."""
    import pyarrow.compute as pc

    if is_categorical(kind):
        known = values.unify_dictionaries().chunk(0).dictionary if values.num_chunks else ()
        return tuple(str(value) for value in known)
    if kind_of(kind) != "str":
        return None
    found = pc.unique(values).drop_null()
    return tuple(sorted(found.to_pylist())) if 0 < len(found) <= MOST_CATEGORIES else None


def _shape(values: Any) -> tuple[int, ...]:
    """Return the shape of one row's value: -1 for a side whose length differs between rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    shape: list[int] = []
    kind = values.type
    while pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        lengths = pc.unique(pc.list_value_length(values)).drop_null()
        shape.append(lengths[0].as_py() if len(lengths) == 1 else -1)
        values = pc.list_flatten(values)
        kind = values.type
    return tuple(shape)


def _outputs(model: Any, data: Any) -> tuple[Column, ...]:
    sample = data[:SAMPLE_ROWS]
    outputs = []
    try:
        outputs.append(_output("prediction", model.predict(sample)))
        if hasattr(model, "predict_proba"):
            classes = [str(name) for name in getattr(model, "classes_", ())]
            outputs += [Column(name=f"probability_{name}", type="double") for name in classes]
    except Exception as error:
        raise InvalidInputError(
            f"The model cannot predict the data it is registered with: {error}",
            hint="Give with `data` what `model.predict` takes, for example X_train.",
        ) from error
    return tuple(outputs)


def _output(name: str, values: Any) -> Column:
    import numpy as np
    import pyarrow as pa

    array = np.asarray(values)
    return Column(name=name, type=type_name(pa.array(array.reshape(-1)).type), shape=array.shape[1:])
