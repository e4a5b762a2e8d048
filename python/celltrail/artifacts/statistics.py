"""What a list shows of a column: how much is missing, where it lies, how far it spreads."""

from __future__ import annotations

import math
from typing import Any

_PIECE = 1 << 16
_DOUBLE = 8


def statistics_of(values: Any) -> dict[str, Any]:
    """Return what is missing in an Arrow array, and of numbers least, largest, mean and standard deviation.

    Times are as they print. The standard deviation is that of a population.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    found: dict[str, Any] = {"missing": values.null_count}
    kind = values.type
    try:
        if pa.types.is_floating(kind) or pa.types.is_integer(kind):
            ends = pc.min_max(values).as_py()
            found |= _described(ends["min"], ends["max"], pc.mean(values).as_py(), pc.stddev(values).as_py())
        elif pa.types.is_temporal(kind):
            found |= {name: str(scalar) for name, scalar in pc.min_max(values).items() if scalar.is_valid}
        elif pa.types.is_boolean(kind):
            found["mean"] = _short(pc.mean(values).as_py())
    except pa.ArrowNotImplementedError:
        pass
    return found


def statistics_of_numbers(values: Any) -> dict[str, Any]:
    """Return the same of a NumPy array, in pieces that fit into the processor's cache; nan is missing.

    The spread of pieces is merged as in Chan, Golub and LeVeque (1979), which loses no digits to cancellation.
    """
    import numpy as np

    count, mean, squares, low, high = 0, 0.0, 0.0, math.inf, -math.inf
    with np.errstate(all="ignore"):
        for start in range(0, len(values), _PIECE):
            piece = values[start : start + _PIECE]
            if values.dtype.kind == "f" and math.isnan(float(piece.sum(dtype=float))):
                piece = piece[~np.isnan(piece)]
            if not len(piece):
                continue
            low, high = min(low, piece.min().item()), max(high, piece.max().item())
            here = float(piece.mean(dtype=float))
            away = piece - here if piece.dtype.itemsize == _DOUBLE else piece.astype(float) - here
            step = here - mean
            away *= away  # not a dot product: that would wake the threads of a linear algebra library
            squares += float(away.sum()) + step * step * count * len(piece) / (count + len(piece))
            mean += step * len(piece) / (count + len(piece))
            count += len(piece)
    missing = {"missing": len(values) - count}
    return missing | (_described(low, high, mean, math.sqrt(squares / count)) if count else {})


def _described(low: Any, high: Any, mean: Any, sd: Any) -> dict[str, Any]:
    return {"min": _short(low), "max": _short(high), "mean": _short(mean), "sd": _short(sd)}


def _short(number: Any) -> Any:
    """Return a number with six digits, and what is no finite one as text, which JSON can hold."""
    if not isinstance(number, float):
        return number
    return float(f"{number:.6g}") if math.isfinite(number) else str(number)
