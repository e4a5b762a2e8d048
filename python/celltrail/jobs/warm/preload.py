"""Importing beforehand, with an eye on everything that a fork would not carry over as a fresh import would."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from celltrail.artifacts.skopsio import skops_io
from celltrail.jobs.warm.modules import is_never

_SAFE_THREADS = {"jemalloc_bg_thd"}
"""Threads whose library stops them before a fork and makes them anew after it."""


class UnfitError(Exception):
    """A module that must not be there before a fork, and why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name, self.why = name, why


def preload(names: Sequence[str]) -> None:
    """Import modules, in their order.

    Raises
    ------
    UnfitError
        One of them left more behind than modules. It cannot be taken back, so this process is of no more use.
    """
    for name in names:
        before = set(sys.modules)
        state = _State()
        with _shell_watched() as asked:
            if not (why := is_never(name)):
                _import(name)
        if asked:
            why = "it looks for the notebook's shell while it is imported"
        why = why or state.left_behind() or next(filter(None, map(is_never, set(sys.modules) - before)), "")
        if why:
            raise UnfitError(name, why)
    _check_gpu(names)


class _State:
    """What a process has besides modules."""

    def __init__(self) -> None:
        self._files, self._said, self._children = _files(), _said(), _children()

    def left_behind(self) -> str:
        """Return what is there now and was not, as a reason; empty where all is as it was."""
        if _said() != self._said:
            return "it says something while it is imported"
        if _files() - self._files:
            return "it keeps files or connections open from its import on"
        if found := threads():
            return f"it leaves {len(found)} threads running ({', '.join(found[:3])})"
        return "it starts a process while it is imported" if _children() - self._children else ""


def _import(name: str) -> None:
    module, _, attribute = name.partition(":")
    try:
        found = skops_io() if module == "skops.io" else importlib.import_module(module)
        if attribute and not hasattr(found, attribute):
            importlib.import_module(f"{module}.{attribute}")
    except BaseException as error:  # the notebook will see it too
        raise UnfitError(name, f"it cannot be imported: {error!r}") from error


@contextmanager
def _shell_watched() -> Iterator[list[str]]:
    """Note whether an import asks which IPython it is in: it would take the wrong way without one."""
    asked: list[str] = []
    shell = getattr(sys.modules.get("IPython.core.interactiveshell"), "InteractiveShell", None)
    if shell is None:
        yield asked
        return

    def initialized(cls: Any) -> bool:
        asked.append(cls.__name__)
        return False

    shell.initialized = classmethod(initialized)
    try:
        yield asked
    finally:
        del shell.initialized  # the one that it inherits is there again


def threads() -> list[str]:
    """Return the names of this process' threads other than the main one that a fork would lose.

    Those of OpenBLAS end at the first fork, by its own handlers, and come back when they are used.
    """
    found = _threads()
    if found:
        child = os.fork()
        if not child:
            os._exit(0)
        os.waitpid(child, 0)
        found = _threads()
    return found


def _threads() -> list[str]:
    mine = str(os.getpid())
    found = []
    for task in os.listdir("/proc/self/task"):  # noqa: PTH208 - names are enough
        with suppress(OSError):
            name = Path(f"/proc/self/task/{task}/comm").read_text(encoding="utf-8").strip()
            if task != mine and name not in _SAFE_THREADS:
                found.append(name)
    return found


def _children() -> set[str]:
    with suppress(OSError):
        return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="utf-8").split())
    return set()


def _check_gpu(names: Sequence[str]) -> None:
    cuda = getattr(sys.modules.get("torch"), "cuda", None)
    if cuda is not None and cuda.is_initialized():
        name = next((name for name in names if "torch" in name), names[-1])
        raise UnfitError(name, "it has taken hold of a graphics processor")


def _files() -> set[str]:
    """Return what is open: number and what it is."""
    found = set()
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208 - names are enough
        with suppress(OSError):  # the one of this very list is closed by now
            found.add(f"{number} {os.readlink(f'/proc/self/fd/{number}')}")  # noqa: PTH115
    return found


def _said() -> tuple[int, ...]:
    """Return how much has been written to stdout and stderr, which are files here."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return tuple(os.fstat(number).st_size for number in (1, 2))
