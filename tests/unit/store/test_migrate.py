from __future__ import annotations

import math
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from celltrail.errors import StoreError, StoreTooNewError
from celltrail.records import NotebookCell
from celltrail.store import migrate, open_store, plans
from celltrail.store.database import Database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def test_the_migrated_schema_is_that_of_the_tables_in_the_code(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    database = Database(f"sqlite:///{file}")
    with database.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, plans.metadata) == []
    database.close()


def test_the_newest_revision_is_the_one_that_the_code_asks_for() -> None:
    assert ScriptDirectory(str(migrate._FOLDER)).get_heads() == [migrate.HEAD]


def test_a_store_of_before_keeps_its_runs_and_they_are_found_by_what_they_have(file: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate._FOLDER))
    database = Database(f"sqlite:///{file}")
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO runs (id, project, name, kind, status, started_at, who, source, stale) VALUES "
            "('r1', 'p', 'old', 'cell', 'finished', 1.0, '', ?, 1)",
            ('{"notebook": "/a.ipynb", "cell_id": "c"}',),
        )
        for key, value in {
            "depth": "6",
            "rate": "0.5",
            "region": '"e\\"u"',
            "gpu": "true",
            "none": "null",
        }.items():
            connection.exec_driver_sql("INSERT INTO params VALUES ('r1', ?, ?)", (key, value))
    database.close()
    store = open_store(f"sqlite:///{file}")
    assert store.runs.find("old").params == {"depth": 6, "rate": 0.5, "region": 'e"u', "gpu": True, "none": None}
    query = "depth == 6 and rate < 1 and region == 'e\"u' and gpu == True and params.none is None and not stale"
    assert [row.run.id for row in store.runs.list(search=query)] == ["r1"]
    assert store.staleness.cells(["/a.ipynb"]) == (NotebookCell(cell_id="c", run_id="r1", stale=False),)
    store.close()


def test_a_store_of_before_knows_texts_that_are_numbers_and_where_a_metric_ended_infinitely(file: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate._FOLDER))
    database = Database(f"sqlite:///{file}")
    texts = {"depth": "6", "rate": "1e-3", "zero": "0", "name": "six", "long": "1" * 100}
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0013")
        for key, text in texts.items():
            row = ("r1", key, f'"{text}"', text)
            connection.exec_driver_sql("INSERT INTO params (run_id, key, value, text) VALUES (?, ?, ?, ?)", row)
        connection.exec_driver_sql("INSERT INTO metrics VALUES ('r1', 'm', NULL, '-inf', 2, 1.0, 3)")
        for step in range(3):
            point = ("r1", "m", step, 1.0, None)
            connection.exec_driver_sql(
                "INSERT INTO metric_points (run_id, key, step, at, value) VALUES (?, ?, ?, ?, ?)", point
            )
    database.close()
    store = open_store(f"sqlite:///{file}")
    assert [point.value for point in store.runs.points("r1", "m")] == [None, None, -math.inf]
    store.close()
    with sqlite3.connect(file) as connection:
        found = dict(connection.execute("SELECT key, number FROM params").fetchall())
    connection.close()
    assert found == {"depth": 6.0, "rate": 0.001, "zero": 0.0, "name": None, "long": None}


def test_opening_again_changes_nothing(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    before = file.read_bytes()
    open_store(f"sqlite:///{file}").close()
    assert file.read_bytes() == before


def test_many_processes_may_open_a_new_store_at_once(file: Path) -> None:
    code = "import sys; from celltrail.store import open_store; print(open_store(sys.argv[1]).events.last())"
    command = [sys.executable, "-c", code, f"sqlite:///{file}"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(5)]
    assert [process.communicate()[0] for process in started] == ["0\n"] * 5


def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreTooNewError) as caught:
        open_store(f"sqlite:///{file}")
    assert "9999" in caught.value.message
    assert "pip install --upgrade celltrail" in caught.value.hint
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_said_and_left_as_it_is(file: Path) -> None:
    file.write_bytes(b"this is no database" * 500)
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{file}")
    assert str(file) in caught.value.message
    assert "damaged" in caught.value.hint
    assert file.read_bytes() == b"this is no database" * 500


def test_a_database_with_a_damaged_page_is_said(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    data = bytearray(file.read_bytes())
    data[100:4096] = b"\xff" * 3996
    file.write_bytes(data)
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{file}").runs.list()
    assert "damaged" in caught.value.hint


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{tmp_path / 'file' / 'store.db'}")
    assert "cannot be made" in caught.value.message
    assert "CELLTRAIL_HOME" in caught.value.hint


def test_a_folder_that_cannot_be_written_is_said() -> None:
    """Nobody, root neither, makes files in /proc."""
    with pytest.raises(StoreError) as caught:
        open_store("sqlite:////proc/store.db")
    assert "may be written" in caught.value.hint


@pytest.mark.parametrize("url", ["not a database", "oracle9://x", "sqlite+nothing:///x", ""])
def test_an_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert "CELLTRAIL_STORE" in caught.value.hint
