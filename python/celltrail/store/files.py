"""Files by the paths that clients give them, each a digest among the artifacts."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select

from celltrail.records import Artifact, ArtifactUse, StoredFile
from celltrail.store.among import among
from celltrail.store.clienttables import files
from celltrail.store.database import Database
from celltrail.store.events import announce
from celltrail.store.facts import Facts
from celltrail.store.mapping import from_row, short, to_row
from celltrail.store.schema import artifact_uses, runs
from celltrail.store.upsert import upsert

_BYTES = "bytes"


class Files:
    """The trees of files of runs and logged models."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, *stored: StoredFile) -> None:
        """Keep files under their paths; what was there before is replaced. A run's files are its artifacts too."""
        owners = {one.owner for one in stored}
        with self._database.read() as connection:
            known = set(connection.execute(select(runs.c.id).where(among(runs.c.id, owners))).scalars())
            here = (files.c.owner == bindparam("owner")) & (files.c.path == bindparam("path"))
            before = {
                (one.owner, one.path): connection.execute(
                    select(files.c.digest).where(here), {"owner": one.owner, "path": one.path}
                ).scalar()
                for one in stored
            }
        new = [one for one in stored if one.owner in known and before[one.owner, one.path] != one.digest]

        def also(connection: Connection) -> None:
            upsert(connection, files, [to_row(one, files) for one in stored])

        Facts(self._database).write([("use", _use(one)) for one in new], also)

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
        uses = artifact_uses.c
        with self._database.write() as connection:
            gone = connection.execute(select(files.c.path).where(here)).scalars().all()
            connection.execute(delete(files).where(here))
            names = among(uses.name, [short(one) for one in gone])
            connection.execute(
                delete(artifact_uses).where(uses.run_id == owner, uses.direction == "output", names)
            )
            if connection.execute(select(runs.c.id).where(runs.c.id == owner)).first():
                announce(connection, "run", owner)
        return len(gone)


def _use(one: StoredFile) -> dict[str, Any]:
    artifact = Artifact(
        digest=one.digest, kind="file", codec=_BYTES, size_bytes=one.size_bytes, summary={"path": one.path}
    )
    use = ArtifactUse(
        run_id=one.owner, cell_execution_id=None, name=one.path, direction="output", artifact=artifact, version=0
    )
    found: dict[str, Any] = msgspec.to_builtins(use)
    return found


def _inside(folder: str) -> Any:
    start = f"{folder}/"
    return func.substr(files.c.path, 1, len(start)) == start  # SQLite's LIKE would not tell A from a
