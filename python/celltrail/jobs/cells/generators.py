"""The random generators that a whole process shares, as names of a namespace: their states are contents too."""

from __future__ import annotations

import ast
import importlib
import random
import sys
from collections.abc import Callable
from typing import Any

from celltrail.capture import seed

SEEDING = ("seed", "manual_seed", "set_seed", "set_random_seed", "seed_everything")
NAMES = ("<random>", "<numpy.random>", "<torch>")


def states() -> dict[str, Any]:
    """Return the state of each shared generator, as plain values and arrays: by a name in angle brackets."""
    found: dict[str, Any] = {"<random>": random.getstate()}
    if (numpy := sys.modules.get("numpy.random")) is not None and hasattr(numpy, "get_state"):
        found["<numpy.random>"] = numpy.get_state()
    if (torch := sys.modules.get("torch")) is not None and hasattr(torch, "get_rng_state"):
        found["<torch>"] = torch.get_rng_state().numpy()
    return found


def plain(state: Any) -> Any:
    """Return a state without arrays, so that it can be written as plain values."""
    return (
        [plain(part) for part in state]
        if isinstance(state, tuple | list)
        else getattr(state, "tolist", lambda: state)()
    )


def set_state(name: str, state: Any) -> None:
    """Put a shared generator into a state that ``plain`` gave; from now on it counts as seeded."""
    setters: dict[str, Callable[[Any], None]] = {
        "<random>": lambda s: random.setstate((s[0], tuple(s[1]), s[2])),
        "<numpy.random>": _set_numpy,
        "<torch>": _set_torch,
    }
    setters[name](state)
    seed.seeds.setdefault(name.strip("<>"), None)


def is_seeded(name: str) -> bool:
    """Whether somebody has seeded a generator in this process."""
    return name.strip("<>") in seed.seeds


def seeds_first(tree: ast.Module | None) -> bool:
    """Whether some code seeds before it does anything that could draw: then what was before does not matter."""
    for statement in tree.body if tree else ():
        calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
        if isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef) or not calls:
            continue
        names = [getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls]
        return isinstance(statement, ast.Expr) and names[:1] != [] and names[0] in SEEDING and len(names) == 1
    return False


def _set_numpy(state: Any) -> None:
    import numpy as np

    np.random.set_state(  # noqa: NPY002 - this one is the generator that is shared
        (state[0], np.array(state[1], dtype=np.uint32), *state[2:])
    )


def _set_torch(state: Any) -> None:
    import numpy as np

    torch = importlib.import_module("torch")
    torch.set_rng_state(torch.from_numpy(np.array(state, dtype=np.uint8)))
