"""What the rows say of bytes: every digest that one of them names."""

from __future__ import annotations

from sqlalchemy import select

from celltrail.store import schema
from celltrail.store.clienttables import files
from celltrail.store.database import Database

_BYTES = "bytes"


class References:
    """The digests that rows refer to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def artifacts(self) -> dict[str, str]:
        """Return each digest that a row names, with the name of its codec."""
        versions, environments = schema.model_versions.c, schema.environments.c
        attachments = schema.attachments.c
        with self._database.read() as connection:
            rows = [
                *connection.execute(select(schema.artifacts.c.digest, schema.artifacts.c.codec)),
                *connection.execute(select(versions.artifact, versions.codec)),
                *connection.execute(select(attachments.digest, attachments.codec)),
            ]
            plain = [
                *connection.execute(select(versions.profile)).scalars(),
                *connection.execute(select(environments.digest)).scalars(),
                *connection.execute(select(environments.lock)).scalars(),
                *connection.execute(select(files.c.digest)).scalars(),
                *(
                    source.get("git_patch")
                    for source in connection.execute(select(schema.runs.c.source)).scalars()
                ),
            ]
        return dict.fromkeys(filter(None, plain), _BYTES) | {row[0]: row[1] for row in rows}
