"""The columns of one frame on their way into the store, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from celltrail.artifacts.arrays import Memory
from celltrail.artifacts.codec import Put
from celltrail.artifacts.fingerprint import fingerprint
from celltrail.artifacts.folder import Buffer
from celltrail.artifacts.statistics import statistics_of, statistics_of_numbers

_PLAIN = {"i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"}
_PIECE_ROWS = 4 << 20
_SMALL = 64 << 10
_ROOMY = 2
"""How many times larger than the frame the memory may be that its columns are views of, to be looked at as one."""


class Columns:
    """Keeps columns, and collects what the manifest says of them."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self.entries: list[dict[str, Any]] = []
        self.statistics: dict[str, dict[str, Any]] = {}
        self.size = 0
        self._frame_bytes = 0
        self._bases: dict[int, bytes | None] = {}

    def hold(self, frame: Any) -> None:
        """Say which pandas frame the columns are of."""
        self._frame_bytes = int(frame.memory_usage(index=False, deep=False).sum())

    def add_pandas(self, name: str, series: Any) -> None:
        """Keep a column of a pandas frame."""
        import pyarrow as pa

        numbers = _numpy_values(series)
        if numbers is None:
            values = pa.array(series, from_pandas=True)
            self.add_arrow(pa.field(name, values.type), values)
            return
        kind = numbers.dtype.str
        if kind[1:] in _PLAIN and numbers.dtype.isnative:
            arrow_type = str(pa.from_numpy_dtype(numbers.dtype))
            key = self._key(f"plain {kind}", numbers)
            self._add(name, arrow_type, key, lambda: (Memory(numbers), statistics_of_numbers(numbers)), plain=True)
            return

        def make() -> tuple[Iterable[Buffer], dict[str, Any]]:
            values = pa.array(series, from_pandas=True)
            return _Stream(pa.field(name, values.type), values), {
                **statistics_of(values),
                "type": str(values.type),
            }

        self._add(name, None, self._key(f"arrow {series.dtype}", numbers), make)

    def add_arrow(self, field: Any, values: Any) -> None:
        """Keep a column of an Arrow table: an array or a chunked one."""
        chunks = getattr(values, "chunks", [values])
        layout = f"arrow {field.type} {field.nullable} {field.metadata} {[(c.offset, len(c)) for c in chunks]}"
        buffers: Iterable[Buffer] = [memoryview(b) for chunk in chunks for b in chunk.buffers() if b is not None]
        if sum(map(len, buffers)) > _ROOMY * values.nbytes + _SMALL:  # a slice of much more
            buffers = _Stream(field, values)
        key = fingerprint(layout, buffers)
        self._add(field.name, str(field.type), key, lambda: (_Stream(field, values), statistics_of(values)))

    def _add(
        self,
        name: str,
        kind: str | None,
        key: bytes,
        make: Callable[[], tuple[Iterable[Buffer], dict[str, Any]]],
        **entry: Any,
    ) -> None:
        part = self._put.once(key, make)
        about = dict(part.summary)
        found = about.pop("type", None)
        self.entries.append({"name": name, "type": kind or found, "digest": part.digest, **entry})
        self.size += part.size
        if about:
            self.statistics[name] = about

    def _key(self, layout: str, values: Any) -> bytes:
        layout = f"{layout} {len(values)}"
        base = None if values.flags.c_contiguous else self._key_of_base(values)
        if base is None:
            return fingerprint(layout, Memory(values))
        start = values.__array_interface__["data"][0] - values.base.__array_interface__["data"][0]
        return fingerprint(f"{layout} {start} {values.strides}", [base])

    def _key_of_base(self, values: Any) -> bytes | None:
        """Return the fingerprint of the memory that a scattered column is a view of, and its neighbours with it.

        Reading each of them by itself would read all of the memory for each of them.
        """
        base = values.base
        if base is None or not hasattr(base, "flags") or not base.flags.forc:
            return None
        if base.dtype != values.dtype or base.nbytes > _ROOMY * self._frame_bytes:
            return None
        if id(base) not in self._bases:
            self._bases[id(base)] = fingerprint(f"{base.dtype.str} {base.shape}", Memory(base))
        return self._bases[id(base)]


def _numpy_values(series: Any) -> Any:
    """Return the memory of a column that NumPy holds as plain numbers, booleans or times; None for another one."""
    import numpy as np

    if not isinstance(series.dtype, np.dtype) or series.dtype.kind not in "iufbmM":
        return None
    return series.to_numpy(copy=False)


class _Stream(Iterable[Buffer]):
    """A column as an Arrow IPC stream, without its name, so that a column that was renamed is the same content."""

    def __init__(self, field: Any, values: Any) -> None:
        import pyarrow as pa

        self._schema = pa.schema([field.with_name("")])
        self._values = (
            values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values], type=field.type)
        )
        if pa.types.is_dictionary(field.type):
            self._values = self._values.unify_dictionaries()

    def __iter__(self) -> Iterator[Buffer]:
        import pyarrow as pa

        sink = _Sink()
        with pa.PythonFile(sink, "w") as file, pa.ipc.new_stream(file, self._schema) as writer:
            for start in range(0, max(1, len(self._values)), _PIECE_ROWS):
                piece = pa.table([self._values.slice(start, _PIECE_ROWS)], schema=self._schema).combine_chunks()
                writer.write_table(piece)
                yield from sink.taken()
        yield from sink.taken()


class _Sink:
    """What Arrow writes to, until it is taken."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(data)
        return len(data)

    def taken(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces

    def flush(self) -> None:
        """Hold everything until it is taken."""

    def close(self) -> None:
        """Stay open for what is left to be taken."""
