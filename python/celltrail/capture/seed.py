"""Random generators: setting them, and seeing who draws from one that nobody has set.

A generator's state before and after a cell tells whether the cell drew from it. Whether it had been seeded is read
in the source of the cells (any call with ``seed`` in its name), and known where we seeded it ourselves. Generators
that a program makes for itself are seen where they are made without a seed: ``default_rng()``.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import random
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from celltrail.capture.quiet import parsed

_NUMPY_LIMIT = 2**32
_NUMPY_FRESH = (623, 624)
"""Where the Mersenne Twister of NumPy stands before the first draw: at the end of its words."""
_PYTHON, _NUMPY, _TORCH = "random", "numpy.random", "torch"
_MAKERS = {"default_rng", "RandomState", "Random", "SeedSequence"}
seeds: dict[str, int | None] = {}
"""The generators of this process that were seeded, and with what; None where the number is not known."""


def set_seed(seed: int) -> None:
    """Seed Python's generator, that of NumPy if it is installed, and that of PyTorch where it is loaded.

    NumPy is loaded for this: the cell may import it itself, after the seed was set.
    """
    random.seed(seed)
    seeds[_PYTHON] = seed
    if importlib.util.find_spec("numpy"):
        importlib.import_module("numpy.random").seed(seed % _NUMPY_LIMIT)
        seeds[_NUMPY] = seed % _NUMPY_LIMIT
    if torch := sys.modules.get("torch"):
        torch.manual_seed(seed)
        seeds[_TORCH] = seed


class RandomWatch:
    """Which generators some code draws from without a seed."""

    def __init__(self, source: str, namespace: Mapping[str, Any]) -> None:
        self._source = source
        self._namespace = namespace
        self._before: dict[str, Any] = {}
        self._modules = 0

    def start(self) -> None:
        """Remember where the generators stand."""
        self._before, self._modules = _states(), len(sys.modules)

    def stop(self) -> tuple[dict[str, int], tuple[str, ...]]:
        """Return the generators with the seed that they were given, and those drawn from without one."""
        note_seeds(self._source, self._namespace)
        drawn = [name for name, state in _states().items() if self._before.get(name, state) != state]
        if _NUMPY not in self._before and _is_numpy_touched():
            drawn.append(_NUMPY)
        if len(sys.modules) != self._modules and _PYTHON not in self._source:
            drawn = [
                name for name in drawn if name != _PYTHON
            ]  # modules draw names for files while they are loaded
        unseeded = [name for name in drawn if name not in seeds] + _made_without_seed(self._source)
        return {name: seed for name, seed in seeds.items() if seed is not None}, tuple(dict.fromkeys(unseeded))


def note_seeds(source: str, namespace: Mapping[str, Any]) -> None:
    """Take down which generators some code, which was run, has seeded."""
    for call in _calls(source, "seed"):
        name = _dotted(call.func)
        if name.rpartition(".")[2] in _MAKERS:
            continue
        given = _number(call.args[0], namespace) if call.args else None
        for generator, mark in ((_NUMPY, "np"), (_NUMPY, "numpy"), (_TORCH, "torch"), (_PYTHON, "random.seed")):
            if name.startswith(mark):
                seeds[generator] = given
                break
        else:  # `seed_everything(7)`, `set_seed(7)`: such helpers seed all that there are
            seeds.update(dict.fromkeys((_PYTHON, _NUMPY, _TORCH), given))


def _states() -> dict[str, Any]:
    sources: dict[str, Callable[[], Any]] = {_PYTHON: lambda: hash(random.getstate())}
    if (numpy := sys.modules.get("numpy.random")) is not None and hasattr(numpy, "get_state"):
        sources[_NUMPY] = lambda: _numpy_state(numpy)
    if (torch := sys.modules.get("torch")) is not None and hasattr(torch, "get_rng_state"):
        sources[_TORCH] = lambda: hash(torch.get_rng_state().numpy().tobytes())
    found = {}
    for name, state in sources.items():
        with suppress(Exception):  # half imported, or another thing of that name
            found[name] = state()
    return found


def _is_numpy_touched() -> bool:
    """Whether somebody drew from NumPy's generator since it was loaded, which may be in the cell itself."""
    with suppress(Exception):
        return int(sys.modules["numpy.random"].get_state()[2]) not in _NUMPY_FRESH
    return False


def _numpy_state(module: Any) -> int:
    _, key, *rest = module.get_state()
    return hash((key.tobytes(), *rest))


def _made_without_seed(source: str) -> list[str]:
    names = [
        _dotted(call.func) for call in _calls(source, "Random", "default_rng") if not call.args + call.keywords
    ]
    return [name for name in names if name.rpartition(".")[2] in _MAKERS]


def _calls(source: str, *marks: str) -> list[ast.Call]:
    """Return the calls of what has one of the marks in its name; the source is parsed only where one occurs."""
    if not any(mark in source for mark in marks):
        return []
    try:
        tree = parsed(source)
    except (SyntaxError, ValueError, RecursionError):
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if any(mark in _dotted(call.func).rpartition(".")[2] for mark in marks)]


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _number(node: ast.expr, namespace: Mapping[str, Any]) -> int | None:
    value = namespace.get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)
    return value if type(value) is int else None
