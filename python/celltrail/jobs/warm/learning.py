"""What runs come to import while they go on, so that the next one finds it there.

Only names travel from a run to the template: the modules themselves are imported anew there, from the disk.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from celltrail.jobs.warm.modules import roots

_MOST_BYTES = 60_000
"""A pipe takes so much at once without a reader."""
_THE_SHELLS = ("IPython", "comm", "debugpy", "ipykernel", "ipywidgets", "matplotlib_inline", "celltrail.magics")
"""Packages that tie themselves to the shell that they are imported in, or to a debugger."""


def tell_at_exit(pipe: int) -> None:
    """Have this process tell, when it ends, which installed modules it imported from here on."""
    known = len(sys.modules)
    places = tuple(str(root) + os.sep for root in roots())

    def tell() -> None:
        names = [name for name in list(sys.modules)[known:] if _is_plain(name, places)]
        while names and len(json.dumps(names)) > _MOST_BYTES:
            del names[len(names) // 2 :]
        with suppress(OSError):
            os.write(pipe, json.dumps(names).encode())

    os.set_blocking(pipe, False)
    atexit.register(tell)


def _is_plain(name: str, places: tuple[str, ...]) -> bool:
    """Whether a module was imported from an installed package under its own name."""
    spec = getattr(sys.modules.get(name), "__spec__", None)
    if spec is None or spec.name != name or name.startswith(_THE_SHELLS):
        return False
    return str(spec.origin).startswith(places) or name.startswith("celltrail.")


def read(pipe: int) -> list[str]:
    """Return what a process told that has ended; nothing where it was killed."""
    try:
        said = os.read(pipe, _MOST_BYTES)
        return [str(name) for name in json.loads(said)] if said else []
    except (OSError, ValueError):
        return []
    finally:
        os.close(pipe)


def is_findable(name: str) -> bool:
    """Whether a module can be imported under its name here, and has not been."""
    parent = name.rpartition(".")[0]
    try:  # to find a module imports the packages around it, so those must be there
        return name not in sys.modules and (not parent or parent in sys.modules) and bool(find_spec(name))
    except (ImportError, AttributeError, ValueError):
        return False


def plain_mark(folder: str, name: str) -> Path:
    """Return the file that says that a template is to learn nothing more: what it learnt was not fit for it."""
    return Path(folder, f"{name}.plain")
