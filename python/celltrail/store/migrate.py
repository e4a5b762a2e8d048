"""Bringing a database to this version's schema."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from celltrail.errors import StoreTooNewError
from celltrail.store.database import Database

HEAD = "0015"
"""The newest revision in ``migrations/versions``; a test compares."""
_FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Make the schema what this version needs.

    Raises
    ------
    StoreTooNewError
        A newer celltrail wrote the store.
    """
    with database.read() as connection:
        revision = _revision(connection)
    if revision == HEAD:
        return
    known = {path.name[:4] for path in (_FOLDER / "versions").glob("[0-9]*.py")}
    if revision is not None and revision not in known:
        raise StoreTooNewError(
            f"The store {database.url.render_as_string(hide_password=True)} has schema {revision}; "
            f"this celltrail knows schemas up to {HEAD}.",
            hint="A newer celltrail wrote it: run `pip install --upgrade celltrail`. Nothing was changed.",
        )
    _upgrade(database)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(database: Database) -> None:
    from alembic import command  # noqa: PLC0415 - only a store that is old needs it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    with database.write() as connection:
        # Two processes may find the old schema at once; the second one finds it mended when it gets the lock.
        if _revision(connection) != HEAD:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
