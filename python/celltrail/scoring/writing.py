"""A file that is there whole or not at all.

It is written beside its place under a hidden name with the process' number, and takes its place when all is in it.
What a process left that was killed is removed when the same file is next written.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psutil

from celltrail.errors import NameTakenError, StoreError
from celltrail.scoring.tables import Form, delimiter, form_of

_ENDING = ".part"


class Output:
    """A table that is written piece by piece. Use it as a context manager: an error in it leaves nothing."""

    def __init__(self, path: Path, metadata: dict[str, str], *, overwrite: bool = False) -> None:
        self.path = path
        self.rows = 0
        self._form: Form = form_of(path)
        self._metadata = metadata
        self._overwrite = overwrite
        self._writer: Any = None
        self._schema: Any = None
        self._partial = path.with_name(f".{path.name}.{os.getpid()}{_ENDING}")

    def __enter__(self) -> Self:
        check_place(self.path, overwrite=self._overwrite)
        _remove_leftovers(self.path)
        return self

    def write(self, table: Any) -> None:
        """Write rows; those that come later get the types of the first.

        Raises
        ------
        StoreError
            The disk is full, or the folder cannot be written.
        """
        import pyarrow as pa

        try:
            if self._writer is None:
                self._open(table.schema)
            fitting = table.cast(self._schema) if table.schema != self._schema else table
            if fitting.num_rows:
                self._writer.write_table(fitting)
            self.rows += fitting.num_rows
        except OSError as error:
            raise _unwritten(self.path, error) from error
        except (pa.ArrowException, ValueError) as error:
            raise StoreError(
                f"{self.path} cannot take rows of other columns or types than its first: {error}.",
                hint="Score files of the same columns together, or choose some with `columns` (--columns).",
            ) from error

    def __exit__(self, kind: object, _error: object, _trace: object) -> None:
        try:
            self._close()
            if kind is None and self._writer is not None:
                with self._partial.open("rb") as file:
                    os.fsync(file.fileno())
                self._partial.replace(self.path)
        except OSError as error:
            if kind is None:
                raise _unwritten(self.path, error) from error
        finally:
            self._partial.unlink(missing_ok=True)

    def _open(self, schema: Any) -> None:
        import pyarrow as pa
        from pyarrow import csv, parquet

        kept = {key: value for key, value in (schema.metadata or {}).items() if key != b"pandas"}
        self._schema = schema.with_metadata({**kept, **self._metadata})
        if self._form == "parquet":
            self._writer = parquet.ParquetWriter(self._partial, self._schema)
        elif self._form == "arrow":
            self._writer = pa.ipc.new_file(
                str(self._partial), self._schema, options=pa.ipc.IpcWriteOptions(compression="lz4")
            )
        else:
            options = csv.WriteOptions(delimiter=delimiter(self.path))
            self._writer = csv.CSVWriter(str(self._partial), self._schema, write_options=options)

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def check_place(path: Path, *, overwrite: bool) -> None:
    """Check that a file can be written there.

    Raises
    ------
    NameTakenError
        There is one already that must stay.
    StoreError
        There is no folder for it.
    """
    if path.exists() and not overwrite:
        raise NameTakenError(f"{path} is there already.", hint="Name another file, or say --overwrite.")
    if not path.parent.is_dir():
        raise StoreError(f"There is no folder {path.parent}.", hint="Make it first.")


def _remove_leftovers(path: Path) -> None:
    """Remove what processes left of this file that are no more."""
    for found in path.parent.glob(f".{_escaped(path.name)}.*{_ENDING}"):
        pid = found.name.removesuffix(_ENDING).rpartition(".")[2]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            with suppress(OSError):
                found.unlink()


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _unwritten(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be written: {error.strerror or error}. Nothing of it was left.",
        hint="Make room, or name another place.",
    )
