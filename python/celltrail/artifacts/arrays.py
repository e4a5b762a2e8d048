"""NumPy arrays, as the .npy format (NumPy Enhancement Proposal 1), and SciPy's sparse ones, part by part."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from celltrail.artifacts.codec import Encoded, Get, OnePart, Part, Put, loaded
from celltrail.artifacts.fingerprint import fingerprint
from celltrail.artifacts.folder import Buffer

_PIECE_BYTES = 16 << 20


class ArrayCodec(OnePart):
    """NumPy arrays of numbers, text or times."""

    name = "npy/1"

    def accepts(self, value: Any) -> bool:
        """Whether it is an array; not one of its subclasses, whose masks and names the format does not hold."""
        return (
            type(value).__name__ in ("ndarray", "memmap")
            and loaded(value, "numpy", "ndarray")
            and not value.dtype.hasobject
        )

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - an array is one part
        """Return the array as a .npy file; its memory is not copied where it lies in one piece."""
        data = Npy(value)
        summary = {"class": "numpy.ndarray", "shape": list(value.shape), "dtype": str(value.dtype)}
        return Encoded(kind="array", data=data, size_bytes=data.nbytes, summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the array."""
        import numpy as np

        return np.load(io.BytesIO(data), allow_pickle=False)

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:
        """Show the array as NumPy prints it, shortened."""
        import numpy as np

        return {"text/plain": np.array2string(self.decode(data, get, ()), threshold=50)}


class SparseCodec:
    """SciPy's sparse matrices and arrays; each of their arrays is kept on its own."""

    name = "sparse/1"

    def accepts(self, value: object) -> bool:
        """Whether it is a sparse matrix or array."""
        return loaded(value, "scipy", "spmatrix", "sparray") and type(value).__module__.startswith("scipy.")

    def encode(self, value: Any, put: Put) -> Encoded:
        """Keep the arrays of the matrix and return their manifest."""
        solid = value if value.format in _SPARSE_PARTS else value.tocoo()
        parts, size = {}, 0
        for name in _SPARSE_PARTS[solid.format]:
            parts[name] = _put_array(put, _sparse_part(solid, name))
            size += parts[name].size
        manifest = {
            "class": type(value).__name__,
            "format": solid.format,
            "shape": list(value.shape),
            "parts": {name: part.digest for name, part in parts.items()},
        }
        data = json.dumps(manifest, sort_keys=True).encode()
        summary = {
            "class": f"scipy.sparse.{type(value).__name__}",
            "shape": list(value.shape),
            "dtype": str(value.dtype),
            "stored": int(value.nnz),
        }
        return Encoded(kind="array", data=data, size_bytes=size + len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the matrix."""
        import numpy as np
        from scipy import sparse

        manifest = json.loads(data)
        parts = {
            name: np.load(io.BytesIO(get(digest)), allow_pickle=False)
            for name, digest in manifest["parts"].items()
        }
        kind, shape = manifest["class"], tuple(manifest["shape"])
        solid = "_".join((manifest["format"], kind.rpartition("_")[2]))
        if manifest["format"] == "coo":
            made = sparse.coo_array((parts["data"], tuple(parts["coords"])), shape=shape)
        elif manifest["format"] == "dia":
            made = getattr(sparse, solid)((parts["data"], parts["offsets"]), shape=shape)
        else:
            made = getattr(sparse, solid)((parts["data"], parts["indices"], parts["indptr"]), shape=shape)
        return made if type(made).__name__ == kind else getattr(sparse, kind)(made)

    def parts(self, data: bytes) -> Sequence[str]:
        """Return the digests of the arrays."""
        return tuple(json.loads(data)["parts"].values())

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:
        """Show the matrix as SciPy prints it, shortened."""
        return {"text/plain": str(self.decode(data, get, ()))[:5_000]}


_SPARSE_PARTS = {
    "csr": ("data", "indices", "indptr"),
    "csc": ("data", "indices", "indptr"),
    "bsr": ("data", "indices", "indptr"),
    "dia": ("data", "offsets"),
    "coo": ("data", "coords"),
}


def _sparse_part(matrix: Any, name: str) -> Any:
    import numpy as np

    return np.vstack(matrix.coords) if name == "coords" else getattr(matrix, name)


def _put_array(put: Put, array: Any) -> Part:
    key = fingerprint(f"npy {array.dtype.str} {array.shape}", Memory(array))
    return put.once(key, lambda: (Npy(array), {}))


class Npy(Iterable[Buffer]):
    """An array as the parts of a .npy file: its header, then its memory, piece by piece if it is scattered."""

    def __init__(self, array: Any) -> None:
        import numpy as np

        file = io.BytesIO()
        about = np.lib.format.header_data_from_array_1_0(array)
        try:
            np.lib.format.write_array_header_1_0(file, about)
        except ValueError:  # the type has too many fields for the short header
            np.lib.format.write_array_header_2_0(file, about)
        self._header = file.getvalue()
        self._memory = Memory(array)
        self.nbytes = len(self._header) + array.nbytes

    def __iter__(self) -> Iterator[Buffer]:
        yield self._header
        yield from self._memory


class Memory(Iterable[Buffer]):
    """The elements of an array as bytes, in the order of a .npy file; as views where they lie in one piece."""

    def __init__(self, array: Any) -> None:
        self._array = array.T if array.flags.f_contiguous and not array.flags.c_contiguous else array

    def __iter__(self) -> Iterator[Buffer]:
        import numpy as np

        array = self._array
        if not array.nbytes:
            return
        if array.flags.c_contiguous:
            yield memoryview(cast("Any", array.reshape(-1).view(np.uint8)))
            return
        rows = max(1, _PIECE_BYTES // max(1, array[:1].nbytes))
        for start in range(0, len(array), rows):
            piece: Any = np.ascontiguousarray(array[start : start + rows])
            yield memoryview(piece.reshape(-1).view(np.uint8))
