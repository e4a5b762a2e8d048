"""The stores that are held to the contract: SQLite, and a PostgreSQL server that is started for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from celltrail import ids
from celltrail.store import Store, open_store

OWN_SERVER = "CELLTRAIL_TEST_POSTGRES"
"""Names the URL of a server where databases may be made, to use instead of one started here."""
NewStore = Callable[[], str]


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> NewStore:
    """Make empty stores in SQLite: copies, since making the schema takes longer than most tests."""
    folder: Path = tmp_path_factory.mktemp("stores")
    open_store(f"sqlite:///{folder / 'empty.db'}").close()

    def new() -> str:
        file = folder / f"{ids.new_id()}.db"
        shutil.copy(folder / "empty.db", file)
        return f"sqlite:///{file}"

    return new


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Give the URL of a PostgreSQL server."""
    if url := os.environ.get(OWN_SERVER):
        yield url
        return
    found = [*sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")), shutil.which("initdb")]
    if not (initdb := found[0 if len(found) > 1 else -1]):
        assert not os.environ.get("CI"), "PostgreSQL's programs are missing: .ci/run installs them"
        pytest.skip("PostgreSQL's programs are not installed")
    with tempfile.TemporaryDirectory(prefix="celltrail-pg-", dir="/tmp") as folder:
        yield from _started(Path(initdb).parent, Path(folder))


def _started(programs: Path, folder: Path) -> Iterator[str]:
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to be root's
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *arguments]
        done = subprocess.run(
            command, user=user, cwd=folder, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr + done.stdout

    run("initdb", "--username=celltrail", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=50"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://celltrail@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def new_database(server: str) -> Iterator[NewStore]:
    """Make empty stores in PostgreSQL: copies of one."""
    url = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")

    def new(template: str = "celltrail_empty") -> str:
        name = f"celltrail_{ids.new_id()}"
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
            made.append(name)
        return url.set(database=name).render_as_string(hide_password=False)

    made: list[str] = []
    empty = new("template1")
    open_store(empty).close()
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS celltrail_empty")
        connection.exec_driver_sql(f"ALTER DATABASE {made.pop()} RENAME TO celltrail_empty")
    yield new
    with engine.connect() as connection:
        for name in [*made, "celltrail_empty"]:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest) -> NewStore:
    """Make empty stores, and return their URLs."""
    found: NewStore = request.getfixturevalue({"sqlite": "new_file", "postgresql": "new_database"}[request.param])
    return found


@pytest.fixture
def url(new_store: NewStore) -> str:
    """Give the URL of an empty store."""
    return new_store()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Give an empty store."""
    made = open_store(url)
    yield made
    made.close()
