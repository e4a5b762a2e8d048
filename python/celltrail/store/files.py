"""Files by the paths that clients give them, each a digest among the artifacts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, func, select

from celltrail.records import StoredFile
from celltrail.store.among import among
from celltrail.store.clienttables import files
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.mapping import from_row, to_row
from celltrail.store.schema import runs
from celltrail.store.upsert import upsert


class Files:
    """The trees of files of runs and logged models."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, *stored: StoredFile) -> None:
        """Keep files under their paths; what was there before is replaced."""
        with self._database.write() as connection:
            upsert(connection, files, [to_row(one, files) for one in stored])
            owners = {one.owner for one in stored}
            known = connection.execute(select(runs.c.id).where(among(runs.c.id, owners))).scalars().all()
            announce(connection, "run", *known)

    def get(self, owner: str, path: str) -> StoredFile | None:
        """Return a file; None where there is none under this path."""
        query = select(files).where(files.c.owner == owner, files.c.path == path)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return from_row(StoredFile, row) if row else None

    def below(self, owner: str, folder: str = "") -> tuple[StoredFile, ...]:
        """Return all files in a folder and the folders in it, by path."""
        query = select(files).where(files.c.owner == owner).order_by(files.c.path)
        if folder:
            query = query.where(_inside(folder))
        with self._database.read() as connection:
            return tuple(from_row(StoredFile, row) for row in connection.execute(query))

    def remove(self, owner: str, path: str) -> int:
        """Take away a file, or a folder with all that is in it; return how many files that were."""
        here = (
            (files.c.owner == owner) & (_inside(path) | (files.c.path == path)) if path else files.c.owner == owner
        )
        with self._database.write() as connection:
            return connection.execute(delete(files).where(here)).rowcount

    def owners(self, ids: Collection[str]) -> set[str]:
        """Return which of some runs and models have files."""
        query = select(files.c.owner).where(among(files.c.owner, ids)).distinct()
        with self._database.read() as connection:
            return set(connection.execute(query).scalars())


def _inside(folder: str) -> Any:
    start = f"{folder}/"
    return func.substr(files.c.path, 1, len(start)) == start  # SQLite's LIKE would not tell A from a
