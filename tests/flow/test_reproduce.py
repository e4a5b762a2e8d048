"""Runs are run again: real notebooks, real kernels, and what is said where they come out differently."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import wait_for

import celltrail
from celltrail import jobs
from celltrail.artifacts.signing import generate
from celltrail.cli import main
from celltrail.errors import InvalidInputError, SignatureError
from celltrail.records import Job, Reproduction
from celltrail.reproduction import Request
from celltrail.reproduction.process import refreshed, start
from celltrail.tracking import Workspace

Write = Callable[..., Path]


def ran(workspace: Workspace, path: Path, **parameters: Any) -> Job:
    job = jobs.run(workspace, path, parameters)
    workspace.drain()
    return job


def again(job: Job, **options: Any) -> Reproduction:
    return celltrail.reproduce(job.run_id or "", env="same", **options)


def samenesses(found: Reproduction) -> list[str]:
    return [cell.sameness for cell in found.cells]


def test_a_run_comes_out_the_same_with_what_changes_by_itself_said_and_the_verdict_signed(
    notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "data.csv").write_text("x\n1\n2\n3\n")
    path = notebook(
        "import random, time, datetime\nrandom.seed(seed)\nrows = open('data.csv').read().split()[1:]",
        "score = sum(map(int, rows)) * random.random()\nprint('score', score)\nobject()",
        "begun = time.time()\nprint('at', datetime.datetime.now())\n"
        "print(f'took {time.time() - begun:.6f} s', begun)",
        "%load_ext celltrail",
        "%%track fit\nquality = score / 2\nimport numpy as np\nkept = np.arange(4) * quality\n"
        "print(open('written.txt', 'x').write('once'))",
        parameters="seed = 1  # of the draw",
    )
    job = ran(workspace, path, seed=7)
    assert (tmp_path / "written.txt").exists()
    pair = generate(tmp_path / "key")
    said: list[str] = []
    found = again(job, sign=pair.private, output=tmp_path / "verdict.json", progress=said.append)
    assert (samenesses(found), found.notes) == (["identical"] * 6, ())
    assert (found.verdict, found.cause, found.status) == ("identical", None, "finished")
    assert {name for cell in found.cells for name in cell.volatile} >= {
        "addresses and ids",
        "the time of day",
        "timings",
    }
    row = workspace.store.runs.find(found.new_run_id or "")
    assert (row.run.kind, row.params["seed"], row.tags["celltrail.reproduces"]) == ("notebook", 7, job.run_id)
    assert workspace.store.jobs.get(found.job_id or "").trigger == "reproduce"
    assert "Comparing what came out." in said
    verdict = json.loads((tmp_path / "verdict.json").read_text())
    assert (verdict["form"], verdict["verdict"], verdict["parameters"]) == (
        "celltrail.verdict/1",
        "identical",
        {"seed": 7},
    )
    assert verdict["metrics"]["recorded"]["fit.quality"] == verdict["metrics"]["again"]["fit.quality"]
    assert celltrail.verify(tmp_path / "verdict.json", pair.public) == pair.key_id
    (tmp_path / "verdict.json").write_text(json.dumps({**verdict, "verdict": "different"}))
    with pytest.raises(SignatureError, match="does not hold"):
        celltrail.verify(tmp_path / "verdict.json", pair.public)
    assert workspace.store.reproductions.where(run_id=job.run_id)[0] == found
    assert not (workspace.settings.home / "reproductions" / found.id / "place").exists()


def test_changed_data_are_restored_where_they_were_kept_and_else_are_the_cause_at_the_cell_that_they_change(
    notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    data = tmp_path / "data.csv"
    data.write_text("1 2 3")
    path = notebook(
        "%load_ext celltrail",
        "%%track data\nrows = [int(x) for x in open('data.csv').read().split()]",
        "print('fine')",
        "total = sum(rows)\nprint('total', total)",
        "print('twice', 2 * total)",
    )
    job = ran(workspace, path)
    data.write_text("1 2 4")
    found = again(job)
    assert samenesses(found)[3:] == ["different", "different"]
    assert (found.verdict, found.cause) == ("different", "data")
    assert "data.csv" in found.cause_detail
    assert any("data.csv" in note and "was not kept" in note for note in found.notes)
    assert "'total 6' before, 'total 7' now" in found.cells[3].detail
    workspace.artifacts.put_bytes(b"1 2 3")
    found = again(job)
    assert found.verdict == "identical"
    assert any("was kept" in note for note in found.notes)
    data.unlink()
    assert again(job).verdict == "identical"


def test_draws_that_nobody_seeded_are_the_cause_and_numbers_within_the_tolerance_count_as_the_same(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook(
        "%load_ext celltrail\nimport numpy as np",
        "print('a')",
        "%%track noisy\nscore = 5 + 1e-4 * np.random.rand()\nvalues = np.arange(3) + 1e-4 * np.random.rand(3)",
        "print(score)",
    )
    job = ran(workspace, path)
    found = again(job)
    assert (found.verdict, found.first_different, found.cause) == ("different", 2, "unseeded")
    assert "numpy.random" in found.cause_detail
    assert found.cause_detail.startswith(f"Cell {(found.first_different or 0) + 1} ")  # as the faces count
    assert samenesses(found) == ["identical", "identical", "different", "different"]
    loose = again(job, tolerance=0.01)
    assert (loose.verdict, loose.cause, loose.first_different) == ("tolerance", None, None)
    assert samenesses(loose) == ["identical", "identical", "tolerance", "tolerance"]


def test_a_package_of_another_version_is_the_cause(
    notebook: Write, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"

    def install(version: str) -> None:
        known = site / f"tinytool-{version}.dist-info"
        known.mkdir(parents=True)
        (known / "METADATA").write_text(f"Metadata-Version: 2.1\nName: tinytool\nVersion: {version}\n")
        (site / "tinytool.py").write_text(f"def answer():\n    return {version}\n")

    install("1.0")
    monkeypatch.setenv("PYTHONPATH", str(site), prepend=":")
    path = notebook("import tinytool", "print(tinytool.answer())")
    job = ran(workspace, path)
    (site / "tinytool-1.0.dist-info").rename(tmp_path / "old")
    install("2.0")
    found = again(job)
    assert (found.verdict, found.first_different, found.cause) == ("different", 1, "package")
    assert "tinytool 1.0 → 2.0" in found.cause_detail


def test_a_cell_that_fails_the_second_time_departs_and_what_comes_behind_it_is_missing(
    notebook: Write, workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flag = tmp_path.parent / f"{tmp_path.name}-flag"
    flag.write_text("here")
    path = notebook("print(1)", f"print(open({str(flag)!r}).read())", "print(3)")
    job = ran(workspace, path)
    flag.unlink()
    assert main(["reproduce", job.run_id or "", "--env", "same", "-o", str(tmp_path / "verdict.json")]) == 1
    shown = capsys.readouterr()
    assert "cell 2 departs first" in shown.err
    assert "FileNotFoundError" in shown.out
    found = workspace.store.reproductions.where(run_id=job.run_id)[0]
    assert (found.verdict, samenesses(found)) == ("different", ["identical", "different", "missing"])
    assert json.loads((tmp_path / "verdict.json").read_text())["first_different"] == 1


def test_what_cannot_be_reproduced_is_refused_with_the_reason(workspace: Workspace) -> None:
    with celltrail.track("by hand") as run:
        pass
    workspace.drain()
    with pytest.raises(InvalidInputError, match="by hand"):
        celltrail.reproduce(run.id)
    for options in ({"env": "other"}, {"tolerance": -1.0}):
        with pytest.raises(InvalidInputError):
            celltrail.reproduce(run.id, **options)


def test_a_notebook_that_registers_finds_the_registry_of_its_day_and_changes_nothing(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook(
        "%load_ext celltrail\nimport celltrail\nfrom sklearn.linear_model import LinearRegression",
        "%%track fit\nmodel = LinearRegression().fit([[1], [2], [3]], [2, 4, 6])\n"
        "try:\n    old = celltrail.load_model('line@champion').coef_[0]\n"
        "except celltrail.errors.NotFoundError:\n    old = 0.0",
        "%register model line --alias challenger",
        "print([(v.label, v.aliases) for m in celltrail.models() for v in m.versions])",
        "%deploy line@challenger",
    )
    job = ran(workspace, path)
    for one in workspace.store.deployments.all(live=True):
        celltrail.stop(one.name)
    celltrail.promote("line/1", "champion")
    before = workspace.store.models.all()
    found = again(job)
    assert [(cell.sameness, cell.detail) for cell in found.cells] == [("identical", "")] * 5
    assert workspace.store.models.all() == before
    assert workspace.store.deployments.all(live=True) == ()


def test_one_that_was_begun_in_the_background_ends_and_one_whose_process_was_killed_has_failed(
    notebook: Write, workspace: Workspace
) -> None:
    job = ran(workspace, notebook("print(1)"))
    run = workspace.store.runs.find(job.run_id or "").run
    begun, killed = (start(workspace, run, Request(environment="same")) for _ in range(2))
    assert killed.pid
    os.kill(killed.pid, signal.SIGKILL)
    ended = wait_for(lambda: (one := refreshed(workspace, killed)).status != "running" and one)
    assert (ended.status, ended.verdict) == ("failed", None)
    assert "killed" in ended.error
    known = workspace.store.reproductions
    done = wait_for(lambda: (one := refreshed(workspace, known.get(begun.id))).status != "running" and one)
    assert (done.status, done.verdict) == ("finished", "identical")
