"""Tensors of PyTorch as safetensors: numbers under names, and no code.

Written here, piece by piece, so that no model is in memory twice; read by the library itself, which checks what it
reads. Source: https://huggingface.co/docs/safetensors/index#format.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from celltrail.artifacts.codec import loaded
from celltrail.artifacts.folder import Buffer
from celltrail.artifacts.require import require
from celltrail.errors import NotStorableError

EXTRA = "torch"
_NAMES = {
    "complex64": "C64",
    "float64": "F64",
    "float32": "F32",
    "float16": "F16",
    "bfloat16": "BF16",
    "float8_e4m3fn": "F8_E4M3",
    "float8_e5m2": "F8_E5M2",
    "int64": "I64",
    "int32": "I32",
    "int16": "I16",
    "int8": "I8",
    "uint64": "U64",
    "uint32": "U32",
    "uint16": "U16",
    "uint8": "U8",
    "bool": "BOOL",
}
"""What safetensors calls the types of numbers."""
_PLAIN = ("Tensor", "Parameter", "Buffer")


def check_plain(tensor: Any, name: str) -> None:
    """Return if a tensor is numbers in memory that safetensors can hold.

    Raises
    ------
    NotStorableError
        It is not; the message says what it is.
    """
    kind = type(tensor).__name__
    if kind.startswith("Uninitialized"):
        raise NotStorableError(f"{name} has no shape yet.", hint="Give the module one batch first.")
    if kind not in _PLAIN or tensor.is_sparse or tensor.is_quantized or str(tensor.layout) != "torch.strided":
        what = kind if kind not in _PLAIN else f"of the layout {tensor.layout}, or quantized"
        raise NotStorableError(f"{name} is no dense tensor: it is {what}.", hint=f"{HINT_EXPORT}.")
    if tensor.is_meta:
        raise NotStorableError(
            f"{name} is on the device meta, so it has no numbers.", hint="Load its weights first."
        )
    if _type_of(tensor) not in _NAMES:
        raise NotStorableError(f"{name} holds {tensor.dtype}, which safetensors cannot.", hint=f"{HINT_EXPORT}.")


HINT_EXPORT = "Register `torch.export.export(module, example)` in its place"


def as_array(value: Any) -> Any:
    """Return a tensor as an array of NumPy; anything else as it is."""
    if not loaded(value, "torch", "Tensor"):
        return value
    tensor = value.detach().cpu()
    return (tensor.float() if _type_of(tensor) == "bfloat16" else tensor).numpy()


def written(tensors: Mapping[str, Any]) -> list[Buffer]:
    """Return tensors as a safetensors file in pieces; equal ones give equal bytes, wherever they lay."""
    order = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))  # so that all are aligned
    header: dict[str, Any] = {}
    at = 0
    for name in order:
        tensor = tensors[name]
        end = at + tensor.numel() * tensor.element_size()
        shape = list(tensor.shape)
        header[name] = {"dtype": _NAMES[_type_of(tensor)], "shape": shape, "data_offsets": [at, end]}
        at = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return [len(text).to_bytes(8, "little") + text, *(_raw(tensors[name]) for name in order)]


def read(data: bytes) -> dict[str, Any]:
    """Return the tensors of a safetensors file, on the CPU.

    Raises
    ------
    MissingDependencyError
        safetensors is not installed.
    """
    found: dict[str, Any] = require("safetensors.torch", EXTRA).load(data)
    return found


def _raw(tensor: Any) -> Buffer:
    """Return the numbers of a tensor in their order; of one that lies so on the CPU, without a copy."""
    torch = require("torch", EXTRA)
    plain = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous()
    return memoryview(plain.reshape(-1).view(torch.uint8).numpy())


def _type_of(tensor: Any) -> str:
    return str(tensor.dtype).removeprefix("torch.")
