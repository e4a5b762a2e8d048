"""The files of a request log: which columns they have, and what their names say.

A file is ``<id>-<rows>.parquet``, written under another name first; its id sorts by time. So the rows of a log are
counted by listing a folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from celltrail import ids

FEATURE = "feature."
"""Goes before the names of the model's columns, so that one called ``version`` does no harm."""
SUFFIX = ".parquet"


def write(folder: Path, table: Any) -> Path:
    """Write an Arrow table as the next file of a folder, whole or not at all."""
    import pyarrow.parquet as pq

    path = folder / f"{ids.new_id()}-{table.num_rows}{SUFFIX}"
    partial = path.with_name(f".{path.name}")
    try:
        pq.write_table(table, partial, compression="zstd")
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return path


def names(folder: Path) -> list[str]:
    """Return the names of the whole files of a folder, oldest first."""
    try:
        found = os.listdir(folder)  # noqa: PTH208 - thousands of names, and no Path is needed for any of them
    except FileNotFoundError:
        return []
    return sorted(name for name in found if name.endswith(SUFFIX) and not name.startswith("."))


def rows(name: str) -> int:
    """Return how many rows a file holds.

    >>> rows("0199c3f0a1b27c33a5d1-250.parquet")
    250
    """
    return int(name.removesuffix(SUFFIX).rpartition("-")[2])
