"""Which imports of a notebook may be done beforehand: those of installed packages, never of own files."""

from __future__ import annotations

import ast
import importlib.machinery
import json
import site
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

_WHY_NEVER = "it may take hold of a graphics processor or start threads"
_NEVER = (
    "bodo", "cudf", "cuml", "cupy", "jax", "jaxlib", "keras", "mxnet", "numba.cuda", "paddle", "pycuda", "ray",
    "rmm", "tensorflow", "torch_xla",
)  # fmt: skip
"""Packages that a process must not have before it forks."""
_BODY_FOLLOWS = ("%%track", "%%time", "%%timeit", "%%capture", "%%prun")


def wanted_by(notebook: Path) -> tuple[str, ...]:
    """Return what a notebook file imports at the top level of its cells; nothing where it cannot be read."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return wanted(
            [_text(cell["source"]) for cell in cells if cell.get("cell_type") == "code"], notebook.parent
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def wanted(sources: Sequence[str], folder: Path) -> tuple[str, ...]:
    r"""Return what code that works in `folder` imports from installed packages, in its order.

    An element is a module, ``package.module``, or what is taken from one, ``package.module:name``.

    >>> wanted(["import json\nfrom os import path", "%%bash\nls"], Path("/nowhere"))
    ('json', 'os:path')
    """
    found: dict[str, None] = {}
    own: dict[str, bool] = {}
    for source in sources:
        for name in _imports(source):
            top = name.partition(":")[0].partition(".")[0]
            if top not in own:
                own[top] = not _is_installed(top, folder)
            if not own[top]:
                found.setdefault(name)
    return tuple(found)


def is_never(name: str) -> str:
    """Return why a module is never imported beforehand; empty where it may be."""
    module = name.partition(":")[0]
    return _WHY_NEVER if any(module == never or module.startswith(f"{never}.") for never in _NEVER) else ""


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _imports(source: str) -> Iterator[str]:
    for node in _statements(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (
                f"{node.module}:{alias.name}" if alias.name != "*" else node.module for alias in node.names
            )


def _statements(source: str) -> list[ast.stmt]:
    """Return the statements that are sure to run: not those of functions and branches."""
    lines = source.splitlines()
    first = next((line.split(maxsplit=1)[0] for line in lines if line.strip()), "")
    if first.startswith("%%") and first not in _BODY_FOLLOWS:
        return []
    # Their own lines of shell and magics are IPython's; what remains is Python or not ours to read.
    plain = "\n".join("" if line.lstrip()[:1] in ("%", "!", "?") else line for line in lines)
    try:
        return ast.parse(plain).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _is_installed(top: str, folder: Path) -> bool:
    """Whether a package is one of the environment, and no file of the user's stands before it."""
    if top in sys.builtin_module_names:
        return True
    spec = importlib.machinery.PathFinder.find_spec(top, [str(folder), *filter(None, sys.path)])
    if spec is None or spec.origin is None:
        return False
    return any(Path(spec.origin).is_relative_to(root) for root in roots())


def roots() -> tuple[Path, ...]:
    """Return the folders of the standard library and of installed packages."""
    paths = sysconfig.get_paths()
    named = [paths[kind] for kind in ("stdlib", "platstdlib", "purelib", "platlib")]
    users = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    return tuple(Path(path) for path in dict.fromkeys([*named, *site.getsitepackages(), *users]))
