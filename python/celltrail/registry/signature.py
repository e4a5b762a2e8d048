"""What a model takes and gives, read off its data."""

from __future__ import annotations

from typing import Any

from celltrail.artifacts import to_arrow
from celltrail.errors import InvalidInputError
from celltrail.records import Column, Signature

SAMPLE_ROWS = 100


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
    inputs = tuple(
        Column(name=field.name, type=_type_name(field.type), nullable=table.column(field.name).null_count > 0)
        for field in table.schema
    )
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


def _type_name(kind: Any) -> str:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return "string"
    return str(kind)


def _outputs(model: Any, data: Any) -> tuple[Column, ...]:
    sample = data[:SAMPLE_ROWS]
    outputs = []
    try:
        outputs.append(Column(name="prediction", type=_array_type(model.predict(sample))))
        if hasattr(model, "predict_proba"):
            classes = [str(name) for name in getattr(model, "classes_", ())]
            outputs += [Column(name=f"probability_{name}", type="double") for name in classes]
    except Exception as error:
        raise InvalidInputError(
            f"The model cannot predict the data it is registered with: {error}",
            hint="Give with `data` what `model.predict` takes, for example X_train.",
        ) from error
    return tuple(outputs)


def _array_type(values: Any) -> str:
    import numpy as np
    import pyarrow as pa

    return _type_name(pa.array(np.asarray(values)).type)
