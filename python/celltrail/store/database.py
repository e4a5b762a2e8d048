"""One database: transactions, and its faults in our own words.

Promises: a write transaction is alone (both databases take a lock at its beginning: so SQLite never fails halfway
for a reader that turned writer, and in PostgreSQL events become visible in the order of their numbers); what
``write()`` returned from is durable; reads see a consistent state and never wait for writers. Safe to use from
many threads and processes, and after a fork.
"""

from __future__ import annotations

import functools
import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url

from celltrail import clock
from celltrail.errors import InvalidInputError, MissingDependencyError, StoreError

WRITE = "celltrail_write"
LOCK_WAIT_S = 30
_PAUSE_S = 0.01
_WRITERS = 0x63656C6C  # the number of the lock that writers to PostgreSQL take
_NOTICE_SILENCE = {
    "connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}  # fmt: skip
"""How soon we give up a server that does not answer, nor refuse: in 20 s, and not in as many minutes."""
_SERVER_NOTICES = {
    "tcp_keepalives_idle": 10, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 2, "tcp_user_timeout": 20_000,
}  # fmt: skip
"""How soon the server gives us up, in seconds and milliseconds; by itself it does after hours."""
_json = functools.partial(json.dumps, ensure_ascii=False)  # so that text in it is found as people write it


class Database:
    """A connection pool to the store's database."""

    def __init__(self, url: str) -> None:
        self.url: URL = _address(url)
        self.engine: Engine = _engine(self.url)
        self._pid = os.getpid()
        self._file: tuple[int, int] | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether rows lie in a local file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state."""
        # A writer has to see what was committed until it got the lock; a reader holds the state of its beginning.
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._faults_named(), self._own_engine().connect().execution_options(**level) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose statements happen all or not at all."""
        with (
            self._faults_named(),
            self._own_engine().connect().execution_options(**{WRITE: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def remember_file(self) -> None:
        """Take the file that is there now for the one that this database is."""
        self._file = self._identity()

    def is_replaced(self) -> bool:
        """Whether the file is not the one that was remembered."""
        return self._identity() != self._file

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _identity(self) -> tuple[int, int] | None:
        if not self.is_sqlite or not self.url.database:
            return None
        try:
            stat = os.stat(self.url.database)  # noqa: PTH116 - asked before each use
        except OSError:
            return None
        return stat.st_dev, stat.st_ino

    def _own_engine(self) -> Engine:
        if self._pid != os.getpid():
            # A connection must never be used on both sides of a fork.
            self.engine.dispose(close=False)
            self._pid = os.getpid()
        return self.engine

    @contextmanager
    def _faults_named(self) -> Iterator[None]:
        try:
            yield
        except exc.IntegrityError:
            raise  # means something to the noun that was written
        except exc.DataError as error:
            raise InvalidInputError(
                f"A value does not fit into the store: {error.orig}.", hint="Leave it out, or keep it as a file."
            ) from error
        except exc.DBAPIError as error:
            raise StoreError(
                f"The store {self.url.render_as_string(hide_password=True)} cannot be used: {error.orig}.",
                hint=_cure(str(error.orig)),
            ) from error


def _address(url: str) -> URL:
    try:
        address = make_url(url.replace("postgres://", "postgresql://", 1))
        address.get_dialect()
    except (exc.ArgumentError, exc.NoSuchModuleError, ImportError, ValueError) as error:
        raise StoreError(
            f"The store cannot be opened: {error}.",
            hint="CELLTRAIL_STORE is a database URL such as sqlite:////folder/store.db or postgresql://host/name.",
        ) from error
    if address.drivername == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    return address


def _cure(reason: str) -> str:
    lowered = reason.lower()
    if "readonly" in lowered or "unable to open" in lowered:
        return "Check that its folder exists and may be written, or name another home with CELLTRAIL_HOME."
    if "full" in lowered:
        return "Make room on the disk; what was tracked waits in the journal and is not lost."
    if "locked" in lowered:
        return "Another program holds the database; try again when it has finished."
    if "malformed" in lowered or "not a database" in lowered:
        return "The file is damaged; put it aside and restore it from a copy."
    return "Check CELLTRAIL_STORE and that the database is up."


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return _server_engine(url)
    if url.database:
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The store's folder {folder} cannot be made: {error.strerror}.",
                hint="Name a folder that may be written with CELLTRAIL_HOME, or run `celltrail init`.",
            ) from error
    engine = create_engine(url, connect_args={"timeout": LOCK_WAIT_S}, json_serializer=_json)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _server_engine(url: URL) -> Engine:
    try:
        limits = _NOTICE_SILENCE if url.get_backend_name() == "postgresql" else {}
        unsaid = {name: value for name, value in limits.items() if name not in url.query}
        engine = create_engine(url, pool_pre_ping=True, json_serializer=_json, connect_args=unsaid)
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            f"A store in {url.get_backend_name()} needs the Python package {error.name}.",
            hint='Run `pip install "celltrail[postgres]"`.',
        ) from error
    event.listen(engine, "begin", _begin_server)
    if limits:
        event.listen(engine, "connect", _let_server_notice_silence)
    return engine


def _let_server_notice_silence(connection: Any, _record: Any) -> None:
    """Have the server end us soon when our host is gone without a word: we may hold the lock of the writers."""
    with connection.cursor() as cursor:
        for name, value in _SERVER_NOTICES.items():
            cursor.execute(f"SET {name} = {value}")
    connection.commit()


def _begin_server(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITE, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    _use_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")  # what was answered must survive a power cut
    connection.execute("PRAGMA foreign_keys=ON")


def _use_wal(connection: Any) -> None:
    """Switch to the write-ahead log; SQLite does not wait for who else is opening a new database just now."""
    until = clock.elapsed() + LOCK_WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or clock.elapsed() > until:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
