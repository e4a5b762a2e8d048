"""NumPy arrays and scalars, as the .npy format (NumPy Enhancement Proposal 1)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, Put, loaded
from celltrail.errors import NotStorableError


class ArrayCodec:
    """NumPy arrays of numbers, text or times."""

    name = "npy/1"

    def accepts(self, value: object) -> bool:
        """Whether it is an array; not one of its subclasses, whose masks and names the format does not hold."""
        return type(value).__name__ == "ndarray" and loaded(value, "numpy", "ndarray")

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - an array is one part
        """Return the array as a .npy file."""
        import numpy as np

        if value.dtype.hasobject:
            raise NotStorableError(
                "The array holds Python objects.",
                hint="Give it a number or text type (`.astype`) to have it kept.",
            )
        file = io.BytesIO()
        np.save(file, value, allow_pickle=False)
        data = file.getvalue()
        summary = {"class": "numpy.ndarray", "shape": list(value.shape), "dtype": str(value.dtype)}
        return Encoded(kind="array", data=data, size_bytes=len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the array."""
        import numpy as np

        return np.load(io.BytesIO(data), allow_pickle=False)

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:
        """Show the array as NumPy prints it, shortened."""
        import numpy as np

        return {"text/plain": np.array2string(self.decode(data, get, ()), threshold=50)}
