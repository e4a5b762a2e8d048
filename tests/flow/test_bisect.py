"""Causes of a changed metric are found by experiments, in real notebooks with causes that were put there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import celltrail
from celltrail import jobs
from celltrail.cli import main
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.tracking import Workspace

Write = Callable[..., Path]
SETUP = "%load_ext celltrail"


def ran(workspace: Workspace, path: Path, **parameters: Any) -> str:
    job = jobs.run(workspace, path, parameters)
    workspace.drain()
    assert job.run_id
    return job.run_id


def test_causes_that_work_only_together_are_found_among_others(
    notebook: Write, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    parameters = "rate = 1  # of learning\nlabel = 'a'"
    cells = (SETUP, "bonus = 1", "print(label)", "%%track fit\nscore = 10.0 + (rate - 1) * (bonus - 1)")
    first = ran(workspace, notebook(*cells, parameters=parameters), rate=1, label="a")
    other = (SETUP, "bonus = 4  # more", *cells[2:])
    second = ran(workspace, notebook(*other, parameters=parameters), rate=3, label="b")
    said: list[str] = []
    found = celltrail.bisect(first, second, metric="score", progress=said.append)
    assert sorted(factor.kind for factor in found.causes) == ["code", "parameter"]
    assert [effect.change for effect in found.effects] == [0.0, 0.0, 6.0]
    assert (found.before, found.after, found.noise, found.untested) == (10.0, 16.0, 0.0, ())
    assert "together" in found.verdict
    assert len(said) == found.experiments
    tagged = [job for job in workspace.store.jobs.all() if job.tags.get("celltrail.bisect") == found.tag]
    assert len(tagged) == found.experiments
    with pytest.raises(NotFoundError, match="do not both have"):
        celltrail.bisect(first, second, metric="nothing")
    with pytest.raises(InvalidInputError, match="same run"):
        celltrail.bisect(first, first)


def test_a_changed_file_is_the_cause_and_noise_is_called_noise(
    notebook: Write, workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.csv"
    data.write_text("1 2 3")
    workspace.artifacts.put_bytes(b"1 2 3")
    path = notebook(SETUP, "%%track read\nscore = float(sum(int(x) for x in open('data.csv').read().split()))")
    first = ran(workspace, path)
    data.write_text("1 2 9")
    second = ran(workspace, path)
    assert main(["bisect", first, second]) == 0
    shown = capsys.readouterr().out
    assert "score went from 6 to 12 (+6) because of data data.csv." in shown
    noisy = notebook(SETUP, "%%track draw\nimport os\nscore = float(os.urandom(1)[0])", name="noisy.ipynb")
    runs = ran(workspace, noisy), ran(workspace, noisy)
    found = celltrail.bisect(*runs, metric="score")
    assert found.causes == ()
    assert "noise of ±" in found.verdict
