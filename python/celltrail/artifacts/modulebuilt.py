"""A module of PyTorch, put together again from its description (``modulestate.py``).

Only kinds that stand here are made, of values that are numbers, text, tensors and layers. No constructor is
called. Nothing is looked up by a name that the description chooses but the classes, which the caller vouches for.
"""

from __future__ import annotations

import importlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from celltrail.artifacts.require import require
from celltrail.artifacts.tensors import EXTRA
from celltrail.errors import NotLoadableError

_SEQUENCES: dict[str, Callable[[Any], Any]] = {"tuple": tuple, "set": set, "frozenset": frozenset}
SETTINGS_PLACES = ("lightning.fabric.utilities.data", "lightning_fabric.utilities.data")
"""Where the class comes from in which Lightning's modules hold their hyperparameters."""
FUNCTIONS = frozenset({
    "celu", "elu", "gelu", "hardsigmoid", "hardswish", "hardtanh", "leaky_relu", "logsigmoid", "mish", "relu",
    "relu6", "rrelu", "selu", "sigmoid", "silu", "softplus", "softsign", "tanh", "tanhshrink",
})  # fmt: skip
"""Functions of numbers alone that layers are given, such as the activation of a transformer."""


@dataclass(frozen=True, slots=True)
class Given:
    """What descriptions name by its place."""

    classes: Sequence[type]
    functions: Sequence[Any]
    tensors: Sequence[Any]


def built(modules: Sequence[Mapping[str, Any]], given: Given) -> Any:
    """Return a module, put together from descriptions of it and its parts.

    Raises
    ------
    NotLoadableError
        A class is no module, or a description makes no sense.
    """
    torch = require("torch", EXTRA)
    for kind in given.classes:
        if not issubclass(kind, torch.nn.Module):
            raise NotLoadableError(f"{kind!r} is no module of PyTorch.")
    made = [_bare(torch, given.classes[one["class"]]) for one in modules]
    builder = _Builder(torch, made, given)
    for module, one in reversed(list(zip(made, modules, strict=True))):  # parts before what they are parts of
        module.__setstate__({key: builder.value(value) for key, value in one["state"].items()})
    return made[0]


class _Builder:
    def __init__(self, torch: Any, modules: Sequence[Any], given: Given) -> None:
        self._torch = torch
        self._modules = modules
        self._given = given

    def value(self, said: Any) -> Any:
        """Return what a description describes."""
        if isinstance(said, list):
            return [self.value(item) for item in said]
        if not isinstance(said, dict):
            return said
        ((kind, content),) = said.items()
        return getattr(self, f"_{kind}")(content) if kind in _KINDS else _SEQUENCES[kind](map(self.value, content))

    def _module(self, number: int) -> Any:
        return self._modules[number]

    def _tensor(self, number: int) -> Any:
        return self._given.tensors[number]

    def _array(self, number: int) -> Any:
        return self._given.tensors[number].numpy()[()]

    def _float(self, text: str) -> float:
        return float(text)

    def _dict(self, pairs: Any) -> dict[Any, Any]:
        return {self.value(key): self.value(item) for key, item in pairs}

    def _ordered(self, pairs: Any) -> Any:
        return OrderedDict(self._dict(pairs))

    def _settings(self, said: Any) -> Any:
        module, pairs = said
        if module not in SETTINGS_PLACES:
            raise NotLoadableError(f"{module} is not where Lightning has its settings.")
        return importlib.import_module(module).AttributeDict(self._dict(pairs))

    def _size(self, sides: Sequence[int]) -> Any:
        return self._torch.Size(sides)

    def _dtype(self, name: str) -> Any:
        found = getattr(self._torch, name)
        if not isinstance(found, self._torch.dtype):
            raise NotLoadableError(f"{name!r} is no type of numbers.")
        return found

    def _device(self, name: str) -> Any:
        return self._torch.device(name)

    def _function(self, name: str) -> Any:
        if name not in FUNCTIONS:
            raise NotLoadableError(f"{name!r} is no function that layers are given.")
        return functions_called(self._torch, name)[0]

    def _named(self, number: int) -> Any:
        return self._given.functions[number]


_KINDS = frozenset({
    "module", "tensor", "array", "float", "dict", "ordered", "settings", "size", "dtype", "device", "function",
    "named",
})  # fmt: skip


def _bare(torch: Any, kind: Any) -> Any:
    module = kind.__new__(kind)
    torch.nn.Module.__init__(module)
    return module


def functions_called(torch: Any, name: str) -> list[Any]:
    """Return the functions of a name: that of torch.nn.functional, which layers mean, before that of torch."""
    return [getattr(place, name) for place in (torch.nn.functional, torch) if hasattr(place, name)]
