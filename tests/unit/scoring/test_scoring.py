from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import csv, feather, parquet
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, mean_absolute_error, r2_score, roc_auc_score

import celltrail
from celltrail.artifacts import digest_file
from celltrail.errors import CelltrailError, InvalidInputError, NameTakenError, NotFoundError, StoreError
from celltrail.scoring.inputs import files_of, pieces_of
from celltrail.tracking import Workspace

Python = Callable[..., "subprocess.Popen[str]"]


def table(rows: int = 1_000, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame({"größe": random.normal(size=rows), "age": random.integers(18, 90, rows)})
    frame["churned"] = np.where(frame["größe"] + 0.3 * random.normal(size=rows) > 0, "yes", "no")
    return frame


FEATURES = ["größe", "age"]


@pytest.fixture
def churn(workspace: Workspace) -> Any:
    """Register a classifier and return it."""
    frame = table()
    model = LogisticRegression(max_iter=500).fit(frame[FEATURES], frame["churned"])
    celltrail.register(model, "churn", data=frame[FEATURES])
    return model


@pytest.fixture
def line(workspace: Workspace) -> Any:
    """Register a model of numbers and return it."""
    frame = table()
    model = LinearRegression().fit(frame[FEATURES], 2 * frame["größe"] + frame["age"])
    celltrail.register(model, "line", data=frame[FEATURES])
    return model


def write(frame: pd.DataFrame, path: Path, group: int = 300) -> Path:
    content = pa.Table.from_pandas(frame, preserve_index=False)
    if path.suffix == ".parquet":
        parquet.write_table(content, path, row_group_size=group)
    elif path.suffix == ".arrow":
        feather.write_feather(content, path, chunksize=group)
    else:
        csv.write_csv(content, path)
    return path


def read(path: Path) -> Any:
    if path.suffix == ".parquet":
        return parquet.read_table(path)
    return feather.read_table(path) if path.suffix == ".arrow" else csv.read_csv(path)


@pytest.mark.parametrize("ending", ["parquet", "arrow", "csv"])
@pytest.mark.parametrize("processes", [1, 2])
def test_the_answers_are_those_of_the_model_in_the_order_of_the_rows(
    ending: str, processes: int, churn: Any, tmp_path: Path
) -> None:
    frame = table(2_500, seed=1)
    source = write(frame, tmp_path / f"new.{ending}")
    found = celltrail.score("churn", source, tmp_path / f"out.{ending}", processes=processes, stamp=True)
    said = read(found.output).to_pandas()
    assert list(said.columns) == [
        "größe", "age", "churned", "prediction", "probability_no", "probability_yes", "model_version", "run_id"
    ]  # fmt: skip
    np.testing.assert_array_equal(said["prediction"], churn.predict(frame[FEATURES]))
    np.testing.assert_allclose(said["probability_yes"], churn.predict_proba(frame[FEATURES])[:, 1])
    np.testing.assert_array_equal(said["age"].astype(int), frame["age"])
    assert set(said["model_version"]) == {"churn/1"}
    assert (found.rows, found.rejected, found.rejected_path) == (2_500, 0, None)
    if ending == "parquet":
        metadata = parquet.read_schema(found.output).metadata
        assert metadata[b"celltrail.model"] == b"churn"
        assert metadata[b"celltrail.run"].decode() == found.run_id
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == [f"new.{ending}", f"out.{ending}"]


def test_it_is_a_run_with_what_was_read_which_version_answered_and_what_was_written(
    churn: Any, workspace: Workspace, tmp_path: Path
) -> None:
    frame = table(500, seed=2)
    source = write(frame, tmp_path / "new.parquet")
    found = celltrail.score("churn", source, columns=["age"], labels="churned")
    assert found.output == tmp_path / "new.scored.parquet"
    workspace.drain()
    row = workspace.store.runs.find(found.run_id)
    assert (row.run.kind, row.run.status, row.params["model"]) == ("score", "finished", "churn/1")
    assert row.params["rows_total"] == 500
    assert row.metrics["rows"] == 500
    (cell,) = workspace.store.runs.cells(found.run_id)
    assert cell.file_digests == {
        str(source): digest_file(source), str(found.output): digest_file(found.output)
    }  # fmt: skip
    uses = workspace.store.runs.uses_of_run(found.run_id)
    assert [use.name for use in uses if use.direction == "output"] == ["new.scored.parquet"]
    chances = churn.predict_proba(frame[FEATURES])
    assert found.metrics["accuracy"] == pytest.approx(
        accuracy_score(frame["churned"], churn.predict(frame[FEATURES]))
    )
    assert found.metrics["log_loss"] == pytest.approx(log_loss(frame["churned"], chances))
    assert found.metrics["auc"] == pytest.approx(roc_auc_score(frame["churned"] == "yes", chances[:, 1]), abs=1e-3)
    assert row.metrics["auc"] == found.metrics["auc"]
    assert read(found.output).column_names == ["age", "prediction", "probability_no", "probability_yes"]
    tree = str(celltrail.lineage(str(source)))
    assert "score churn" in tree
    assert "new.scored.parquet" in tree


def test_numbers_are_scored_with_their_errors_whoever_does_it(line: Any, tmp_path: Path) -> None:
    frame = table(700, seed=3).assign(true=lambda rows: 2 * rows["größe"] + rows["age"] + 1)
    for processes in (1, 2):
        out = tmp_path / f"{processes}.parquet"
        found = celltrail.score("line", pl.from_pandas(frame), out, labels="true", processes=processes)
        said = line.predict(frame[FEATURES])
        assert found.metrics["mae"] == pytest.approx(mean_absolute_error(frame["true"], said))
        assert found.metrics["r2"] == pytest.approx(r2_score(frame["true"], said))
        np.testing.assert_allclose(read(out).column("prediction").to_numpy(), said)


def test_a_folder_or_a_pattern_is_scored_file_by_file_hidden_ones_left_out(line: Any, tmp_path: Path) -> None:
    frame = table(300)
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for place, name in enumerate(("b.parquet", "a.csv", "sub/c.arrow", ".hidden.parquet", "readme.txt")):
        path = tmp_path / "in" / name
        if name.endswith(".txt"):
            path.write_text("no table")
        else:
            write(frame[100 * (place % 3) : 100 * (place % 3 + 1)].drop(columns="churned"), path)
    assert [one.name for one in files_of(tmp_path / "in")] == ["a.csv", "b.parquet", "c.arrow"]
    found = celltrail.score("line", tmp_path / "in", tmp_path / "out.csv", columns=[])
    assert (found.rows, read(found.output).column_names) == (300, ["prediction"])
    assert celltrail.score("line", str(tmp_path / "in" / "?.*"), tmp_path / "some.parquet", columns=[]).rows == 200


def bad_csv(path: Path) -> Path:
    lines = ["größe,age,id", "0.5,30,a", "x,31,b", "0.1,,c", " 0.2 ,33.0,d", "0.3,33.5,e", ",40,f"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_rows_that_do_not_fit_are_an_error_that_names_them_and_nothing_is_written(
    churn: Any, workspace: Workspace, tmp_path: Path
) -> None:
    source = bad_csv(tmp_path / "new.csv")
    with pytest.raises(InvalidInputError) as caught:
        celltrail.score("churn", source, tmp_path / "out.csv")
    assert "row 1: column 'größe' is 'x', which is no double; row 2: column 'age' has no value" in str(
        caught.value
    )
    assert "row 4: column 'age' is '33.5', which is no int64" in str(caught.value)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["new.csv"]
    workspace.drain()
    row = workspace.store.runs.find("score churn")
    assert row.run.status == "failed"
    assert "row 1" in (row.run.error or "")


@pytest.mark.parametrize("processes", [1, 2])
def test_rows_that_do_not_fit_are_left_out_or_get_no_answer_and_are_kept_with_the_reason(
    processes: int, churn: Any, tmp_path: Path
) -> None:
    source = bad_csv(tmp_path / "new.csv")
    skipped = celltrail.score("churn", source, tmp_path / "skip.csv", on_bad="skip", processes=processes)
    assert (skipped.rows, skipped.rejected) == (6, 4)
    assert read(skipped.output).column("id").to_pylist() == ["a", "d"]
    assert skipped.rejected_path is not None
    rejected = read(skipped.rejected_path)
    assert rejected.column("row").to_pylist() == [1, 2, 4, 5]
    assert rejected.column("reason").to_pylist()[3] == "column 'größe' has no value"
    nulled = celltrail.score("churn", source, tmp_path / "null.parquet", on_bad="null", processes=processes)
    answers = read(nulled.output)
    assert answers.column("id").to_pylist() == list("abcdef")
    assert [one is None for one in answers.column("prediction").to_pylist()] == [
        False,
        True,
        True,
        False,
        True,
        True,
    ]


def test_a_missing_number_goes_to_the_model_that_can_bear_it(workspace: Workspace, tmp_path: Path) -> None:
    frame = table()
    model = HistGradientBoostingClassifier(max_iter=5).fit(frame[FEATURES], frame["churned"])
    celltrail.register(model, "trees", data=frame[FEATURES])
    frame.loc[3, "größe"] = None
    found = celltrail.score("trees", write(frame, tmp_path / "new.parquet"))
    np.testing.assert_array_equal(read(found.output).column("prediction"), model.predict(frame[FEATURES]))


def test_files_without_rows_and_empty_row_groups_give_files_without_rows(churn: Any, tmp_path: Path) -> None:
    frame = table(400)
    empty = write(frame[:0], tmp_path / "empty.parquet")
    found = celltrail.score("churn", empty)
    assert (found.rows, read(found.output).num_rows) == (0, 0)
    assert read(found.output).schema.field("prediction").type == pa.string()
    (tmp_path / "head.csv").write_text("größe,age\n", encoding="utf-8")
    assert celltrail.score("churn", tmp_path / "head.csv").rows == 0
    content = pa.Table.from_pandas(frame, preserve_index=False)
    with parquet.ParquetWriter(tmp_path / "gaps.parquet", content.schema) as writer:
        for part in (content[:0], content[:100], content[:0], content[100:]):
            writer.write_table(part)
    for processes in (1, 2):
        out = tmp_path / f"gaps{processes}.arrow"
        assert celltrail.score("churn", tmp_path / "gaps.parquet", out, processes=processes).rows == 400
        np.testing.assert_array_equal(read(out).column("age"), frame["age"])


def test_pieces_cover_every_row_once_however_they_are_cut(tmp_path: Path) -> None:
    path = write(table(1_000), tmp_path / "a.parquet", group=70)
    for rows in (None, 1, 70, 200, 5_000):
        pieces = pieces_of([path], rows)
        assert sum(piece.rows or 0 for piece in pieces) == 1_000
        assert [piece.first for piece in pieces[1:]] == [piece.last for piece in pieces[:-1]]
        assert [piece.row for piece in pieces] == list(np.cumsum([0, *(piece.rows for piece in pieces)])[:-1])


REFUSED: dict[str, tuple[dict[str, Any], type[CelltrailError], str]] = {
    "no file": ({"data": "nix.parquet"}, NotFoundError, "There is no file nix.parquet"),
    "no such ending": ({"output": "out.xlsx"}, InvalidInputError, "known by its ending"),
    "the input": ({"output": "new.parquet", "overwrite": True}, InvalidInputError, "is the input"),
    "there already": ({"output": "there.parquet"}, NameTakenError, "is there already"),
    "no folder": ({"output": "no/out.parquet"}, StoreError, "There is no folder"),
    "a column that is not there": ({"columns": ["nix"]}, InvalidInputError, "no column 'nix' to keep"),
    "labels that are not there": ({"labels": "nix"}, InvalidInputError, "no column 'nix' of labels"),
    "no processes": ({"processes": 0}, InvalidInputError, "0 processes"),
    "no cluster": ({"on": "ftp://x"}, InvalidInputError, "no address"),
    "text for numbers": ({"data": "text.parquet"}, InvalidInputError, "Column 'age' holds .*string"),
    "a column less": ({"data": "less.parquet"}, InvalidInputError, "no column 'age'"),
    "a damaged file": ({"data": "damaged.parquet"}, InvalidInputError, "cannot be read"),
    "an empty file": ({"data": "empty.csv"}, InvalidInputError, "is empty"),
    "a name that is taken": ({"data": "taken.parquet"}, InvalidInputError, "'prediction' already"),
    "a table of nothing": ({"data": 3}, InvalidInputError, "a table"),
}


def test_what_cannot_be_scored_is_refused_and_leaves_nothing(
    churn: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    frame = table(50)
    write(frame, tmp_path / "new.parquet")
    write(frame.assign(age="x"), tmp_path / "text.parquet")
    write(frame.drop(columns="age"), tmp_path / "less.parquet")
    write(frame.assign(prediction=1), tmp_path / "taken.parquet")
    (tmp_path / "there.parquet").write_text("mine")
    (tmp_path / "damaged.parquet").write_bytes((tmp_path / "new.parquet").read_bytes()[:-20])
    (tmp_path / "empty.csv").write_bytes(b"")
    before = listed(tmp_path)
    for name, (wishes, kind, said) in REFUSED.items():
        with pytest.raises(kind, match=said):
            celltrail.score("churn", **{"data": "new.parquet", "output": "out.parquet", **wishes})
        assert listed(tmp_path) == before, name
    assert (tmp_path / "there.parquet").read_text() == "mine"


def listed(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


LARGE = """
import sys, resource, pathlib
import celltrail
path, rows = sys.argv[1], int(sys.argv[2])
celltrail.score("line", path, pathlib.Path(path).with_suffix(".out.parquet"), columns=["age"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def large(path: Path, rows: int) -> Path:
    content = pa.Table.from_pandas(table(250_000).drop(columns="churned"), preserve_index=False)
    with parquet.ParquetWriter(path, content.schema) as writer:
        for _ in range(rows // 250_000):
            writer.write_table(content)
    return path


def test_memory_does_not_grow_with_the_file(line: Any, python: Python, tmp_path: Path) -> None:
    peaks = []
    for rows in (500_000, 5_000_000):
        process = python(LARGE, str(large(tmp_path / f"{rows}.parquet", rows)), str(rows))
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        peaks.append(int(out) >> 10)
    assert peaks[1] < peaks[0] + 40, peaks  # MiB; the answers alone to the larger one are 80


SLOW = """
import sys, time, celltrail
tell = lambda now: (print(now.rows, flush=True), time.sleep(60))
celltrail.score("line", sys.argv[1], sys.argv[2], progress=tell)
"""


def test_a_killed_process_leaves_no_output_a_lost_run_and_what_the_next_one_removes(
    line: Any, python: Python, workspace: Workspace, tmp_path: Path, wait_for: Callable[..., Any]
) -> None:
    source, out = large(tmp_path / "in.parquet", 10_000_000), tmp_path / "out.parquet"
    process = python(SLOW, str(source), str(out))
    assert process.stdout is not None
    assert int(process.stdout.readline()) < 10_000_000
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not out.exists()
    assert len(list(tmp_path.glob(".out.parquet.*.part"))) == 1

    def status() -> Any:
        workspace.drain()
        return workspace.store.runs.find("score line").run.status == "lost"

    wait_for(status)
    found = celltrail.score("line", write(table(100), tmp_path / "small.parquet"), out)
    assert read(found.output).num_rows == 100
    assert not list(tmp_path.glob(".*.part"))


FULL = """
import sys, resource, celltrail
from celltrail.errors import StoreError
from celltrail.tracking import workspace
workspace().drain()
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
try:
    celltrail.score("line", sys.argv[1], sys.argv[2])
except StoreError as error:
    print(error)
"""


def test_a_full_disk_is_said_and_leaves_nothing(line: Any, python: Python, tmp_path: Path) -> None:
    source = large(tmp_path / "in.parquet", 500_000)
    before = listed(tmp_path)
    process = python(FULL, str(source), str(tmp_path / "out.parquet"))
    out, err = process.communicate(timeout=120)
    assert "cannot be written" in out, err
    assert "Nothing of it was left" in out
    assert [name for name in listed(tmp_path) if name not in before] == ["program0.py"]


def test_the_workers_of_a_cluster_score_each_row_once(churn: Any, tmp_path: Path) -> None:
    frame = table(120_000, seed=4)
    source = write(frame, tmp_path / "new.parquet", group=20_000)
    out = tmp_path / "out.parquet"
    found = celltrail.score("churn", source, out, on="dask://local?workers=2", labels="churned")
    said = read(out)
    np.testing.assert_array_equal(said.column("prediction"), churn.predict(frame[FEATURES]))
    np.testing.assert_array_equal(said.column("age"), frame["age"])
    assert found.metrics["labelled_rows"] == 120_000
    assert not list((tmp_path / "isolated" / "home" / "scores").iterdir())


def test_a_process_that_dies_is_told(churn: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(table(1_000), tmp_path / "new.parquet")
    monkeypatch.setattr("celltrail.scoring.crews.sys.executable", "/bin/false")
    with pytest.raises(CelltrailError, match="died with 1"):
        celltrail.score("churn", source, processes=2)
    assert not (tmp_path / "new.scored.parquet").exists()


def test_progress_tells_rows_rate_and_what_is_left(line: Any, workspace: Workspace) -> None:
    from celltrail.scoring.progress import Progress
    from celltrail.tracking import start_run

    told: list[tuple[int, int | None, bool]] = []
    run = start_run(workspace, "score", "score")
    now = Progress(run, 100, lambda one: told.append((one.rows, one.total, one.left_s is not None)))
    now.add(10)
    time.sleep(0.6)
    now.add(20)
    now.end()
    run.finish()
    assert told == [(30, 100, True)] * 2
    assert run.metrics["rows"] == 30
    assert run.metrics["rows_per_s"] > 0
