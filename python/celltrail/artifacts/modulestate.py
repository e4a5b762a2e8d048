"""What a module of PyTorch is made of, as JSON and tensors: classes, settings, weights, and what holds what.

A module is described by its state: what it says of itself when it is copied or pickled, item by item, each of a
kind that is known here. Nothing is called to take it but ``__getstate__``, and to give it back but
``__setstate__``, by which PyTorch's own classes also read states of earlier releases; no constructor runs, so
nobody has to say its arguments. What is held twice (tied weights, a layer that is used in two places) is one thing
again.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from celltrail.artifacts.classsource import is_installed
from celltrail.artifacts.codec import class_name, loaded
from celltrail.artifacts.modulebuilt import FUNCTIONS, SETTINGS_PLACES, functions_called
from celltrail.artifacts.require import require
from celltrail.artifacts.tensors import EXTRA, HINT_EXPORT, check_plain
from celltrail.errors import NotStorableError

_ATOMS = (type(None), bool, int, float, str)
_SEQUENCES: dict[type, str] = {tuple: "tuple", set: "set", frozenset: "frozenset"}
_HOLDERS = ("_parameters", "_buffers", "_modules")
_DEEP = 40
_GENERATED = ("torch.fx.", "torch.jit.")


@dataclass
class Described:
    """A module taken apart."""

    modules: list[dict[str, Any]] = field(default_factory=list)
    """Of each its class, by its place in `classes`, and its state; the first is the whole."""
    classes: list[type] = field(default_factory=list)
    functions: list[Any] = field(default_factory=list)
    """Those of installed packages that something in it holds."""
    tensors: list[dict[str, Any]] = field(default_factory=list)
    """Of each the weights that it shows, and whether it is a parameter and learns."""
    weights: dict[str, Any] = field(default_factory=dict)
    """Tensors by the name under which they were found first."""


def described(module: Any) -> Described:
    """Take a module apart; it is not changed.

    Raises
    ------
    NotStorableError
        Something in it cannot be described: a hook, an object, a tensor of a special kind. The message says where.
    """
    return _Describer(module).made


class _Describer:
    def __init__(self, module: Any) -> None:
        self._torch = require("torch", EXTRA)
        self._fresh = vars(self._torch.nn.Module())
        self._alive: list[Any] = []  # so that no id is used twice
        self._modules: dict[int, int] = {}
        self._tensors: dict[int, int] = {}
        self._places: dict[Any, str] = {}
        self.made = Described()
        self._module(module, "")

    def _module(self, module: Any, path: str) -> dict[str, Any]:
        if id(module) not in self._modules:
            number = self._modules[id(module)] = len(self._modules)
            self._alive.append(module)
            one: dict[str, Any] = {"class": self._class(type(module))}
            self.made.modules.append(one)
            one["state"] = self._state(module, path)
            return {"module": number}
        return {"module": self._modules[id(module)]}

    def _class(self, kind: type) -> int:
        if kind not in self.made.classes:
            self.made.classes.append(kind)
        return self.made.classes.index(kind)

    def _state(self, module: Any, path: str) -> dict[str, Any]:
        given = _own_state(module, path)
        if not isinstance(given, dict):
            raise NotStorableError(
                f"{_where(path, module)} keeps its state in another way than PyTorch's modules."
            )
        state = dict(given)
        for key in state.keys() & self._fresh.keys() - {"training", *_HOLDERS}:
            if "hooks" in key and state[key]:
                raise NotStorableError(
                    f"{_where(path, module)} has hooks, which are code.",
                    hint=f"Remove them, or put what they do into forward(). {HINT_EXPORT}.",
                )
            if state[key] == self._fresh[key]:
                del state[key]
        # Names that people know come first: what else shows the same tensor is called by them.
        order = [*(key for key in _HOLDERS if key in state), *sorted(state.keys() - set(_HOLDERS))]
        return {key: self._value(state[key], _below(path, key), _DEEP) for key in order}

    def _value(self, value: Any, path: str, deep: int) -> Any:
        kind = type(value)
        if kind in _ATOMS:
            return value if kind is not float or math.isfinite(value) else {"float": str(value)}
        if loaded(value, "torch", "Module"):
            return self._module(value, path)
        if loaded(value, "torch", "Tensor"):
            return {"tensor": self._tensor(value, path)}
        if deep and (found := self._container(value, path, deep - 1)) is not None:
            return found
        if (found := self._of_library(value, path)) is not None:
            return found
        raise NotStorableError(
            f"{path} is a {class_name(value)}, which is no layer, tensor, number or text.",
            hint=f"Take it out of the module, or make it one of these. {HINT_EXPORT}.",
        )

    def _container(self, value: Any, path: str, deep: int) -> Any:
        kind = type(value)
        if kind is list:
            return [self._value(item, f"{path}.{at}", deep) for at, item in enumerate(value)]
        if kind in (dict, OrderedDict):
            return {"ordered" if kind is OrderedDict else "dict": self._pairs(value, path, deep)}
        if kind.__name__ == "AttributeDict" and kind.__module__ in SETTINGS_PLACES:
            return {"settings": [kind.__module__, self._pairs(value, path, deep)]}
        if kind in _SEQUENCES:
            items = [self._value(item, f"{path}.{at}", deep) for at, item in enumerate(value)]
            return {_SEQUENCES[kind]: items if kind is tuple else sorted(items, key=repr)}
        return None

    def _pairs(self, value: Mapping[Any, Any], path: str, deep: int) -> list[list[Any]]:
        items = value.items()
        return [[self._value(key, path, 0), self._value(item, _below(path, key), deep)] for key, item in items]

    def _of_library(self, value: Any, path: str) -> Any:
        """Return what PyTorch and NumPy bring that is neither layer nor tensor."""
        torch = self._torch
        if isinstance(value, torch.Size):
            return {"size": list(value)}
        if isinstance(value, torch.dtype):
            return {"dtype": str(value).removeprefix("torch.")}
        if isinstance(value, torch.device):
            return {"device": "cpu"}  # where it is loaded, there need be no other
        if type(value).__module__ == "numpy" and hasattr(value, "dtype") and value.dtype.kind in "biuf":
            tensor = torch.tensor(value)
            self._alive.append(tensor)
            return {"array": self._tensor(tensor, path)}
        name = getattr(value, "__name__", "")
        if name in FUNCTIONS and value in functions_called(torch, name):
            return {"function": name}
        return {"named": self._named(value)} if isinstance(value, FunctionType) and is_installed(value) else None

    def _named(self, function: Any) -> int:
        if function not in self.made.functions:
            self.made.functions.append(function)
        return self.made.functions.index(function)

    def _tensor(self, tensor: Any, path: str) -> int:
        if id(tensor) not in self._tensors:
            check_plain(tensor, path)
            memory = (tensor.data_ptr(), tensor.device, tensor.dtype, tensor.shape, tensor.stride())
            name = self._places.setdefault(memory if tensor.numel() else path, path)
            self.made.weights.setdefault(name, tensor)
            self._tensors[id(tensor)] = len(self._tensors)
            self._alive.append(tensor)
            self.made.tensors.append({
                "weights": name,
                "parameter": isinstance(tensor, self._torch.nn.Parameter),
                "learns": tensor.requires_grad,
            })
        return self._tensors[id(tensor)]


def _own_state(module: Any, path: str) -> Any:
    """Return what a module says of itself when it is pickled."""
    if type(module).__module__.startswith(_GENERATED):
        raise NotStorableError(f"{_where(path, module)} is made of generated code.", hint=f"{HINT_EXPORT}.")
    if getattr(module, "has_uninitialized_params", bool)():
        raise NotStorableError(
            f"{_where(path, module)} has no shape yet.", hint="Give the module one batch first."
        )
    try:
        return module.__getstate__()
    except Exception as error:  # parametrized modules refuse, and a user's class may raise anything
        raise NotStorableError(
            f"{_where(path, module)} does not say what it holds: {str(error)[:200]}.",
            hint=f"Remove parametrizations (torch.nn.utils.parametrize.remove_parametrizations). {HINT_EXPORT}.",
        ) from error


def _below(path: str, key: Any) -> str:
    """Return the path of something in a module: as PyTorch itself names weights."""
    return path if key in _HOLDERS else f"{path}.{key}".lstrip(".")


def _where(path: str, module: Any) -> str:
    return f"{path} ({class_name(module)})" if path else f"The {class_name(module)}"
