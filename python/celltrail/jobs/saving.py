"""Saving the executed notebook while it runs: whole or not at all, and at a cost that does not grow with it.

A cell is turned into text when it has changed, never the whole notebook; a thread writes the texts to a new file
that then takes the place of the old one. It rests nine times as long as it wrote, so that saving takes a tenth of
the time at most, however long the notebook is.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat.v4  # noqa: TID253 - only loaded to execute
from papermill.iorw import papermill_io  # noqa: TID253

_REST = 9
_SHORT_REST_S = 0.02


class SavedNotebook:
    """A notebook and the file that shows how far it is."""

    def __init__(self, notebook: Any, path: Path) -> None:
        self._notebook = notebook
        self._path = path
        self._cells: list[str] = []
        self._tail = ""
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._fault: OSError | None = None
        self._thread = threading.Thread(target=self._work, name="celltrail-saving", daemon=True)

    def start(self) -> None:
        """Save the notebook as it is now, and then whenever a cell is touched."""
        self.take_all()
        self._write(durable=False)
        self._thread.start()

    def touch(self, index: int) -> None:
        """Have a cell saved as it is now.

        Raises
        ------
        OSError
            The last time the file could not be written.
        """
        if self._fault is not None:
            raise self._fault
        self._cells[index] = cell_text(self._notebook.cells[index])
        self._changed.set()

    def take_all(self) -> None:
        """Take all cells and what is said of the notebook as they are now."""
        self._cells = [cell_text(cell) for cell in self._notebook.cells]
        self._tail = _tail(self._notebook)
        self._changed.set()

    def finish(self) -> None:
        """Save the notebook as it is now, so that it survives a loss of power too.

        Raises
        ------
        OSError
            It cannot be written; what was saved before is still there.
        """
        self._stopped.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join()
        self.take_all()
        self._write(durable=True)

    def _work(self) -> None:
        while True:
            self._changed.wait()
            if self._stopped.is_set():
                return
            self._changed.clear()
            begun = time.perf_counter()
            try:
                self._write(durable=False)
            except OSError as fault:
                self._fault = fault
                return
            self._stopped.wait(max(_SHORT_REST_S, _REST * (time.perf_counter() - begun)))

    def _write(self, *, durable: bool) -> None:
        cells = list(self._cells)
        pieces = ['{\n "cells": [', *(_between(cells)), "]" if not cells else "\n ]", self._tail]
        write_whole(self._path, pieces, durable=durable)


def write_whole(path: Path, pieces: list[str], *, durable: bool) -> None:
    """Write a file that is either the old one or the new one, whatever happens.

    Raises
    ------
    OSError
        It cannot be written; the old one is untouched.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with new.open("w", encoding="utf-8", errors="replace") as file:
            file.writelines(pieces)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def local_path(path: str | None) -> Path | None:
    """Return where papermill means a file to lie on this machine; None where it is to lie elsewhere."""
    if path is None or path == "-" or "://" in path:
        return None
    folder = getattr(papermill_io.get_handler(path), "_cwd", None)  # papermill's own, while it works elsewhere
    return Path(folder or "") / path


def cell_text(cell: Any) -> str:
    """Return a cell as it stands in a notebook's file, with the comma's place before it left to the caller."""
    alone = nbformat.NotebookNode(cells=[cell], metadata={}, nbformat=4, nbformat_minor=5)
    text: str = nbformat.v4.writes(alone)
    return text[text.index("[") + 1 : text.rindex('\n ],\n "metadata"')]


def _between(cells: list[str]) -> list[str]:
    return [piece for place, cell in enumerate(cells) for piece in ((",", cell) if place else (cell,))]


def _tail(notebook: Any) -> str:
    bare = nbformat.NotebookNode({**notebook, "cells": []})
    text: str = nbformat.v4.writes(bare)
    return text[text.index("[]") + 2 :] + "\n"


class WholeFiles:
    """What papermill writes by: its last word on a notebook is whole or not there too."""

    @classmethod
    def read(cls, path: str) -> str:
        """Return a file's text."""
        return Path(path).read_text(encoding="utf-8")

    @classmethod
    def listdir(cls, path: str) -> list[str]:
        """Return the paths in a folder."""
        return [str(found) for found in Path(path).iterdir()]

    @classmethod
    def write(cls, text: str, path: str) -> None:
        """Write a file."""
        write_whole(Path(path), [text], durable=True)

    @classmethod
    def pretty_path(cls, path: str) -> str:
        """Return a path as people read it."""
        return path
