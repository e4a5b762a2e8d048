"""Causes of a changed metric are found by experiments, in real notebooks with causes that were put there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

import celltrail
from celltrail import jobs
from celltrail.cli import main
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.records import CauseSearch, SwapEffect
from celltrail.reproduction.bisection.process import refreshed
from celltrail.server.handlers.bisections import bisect_runs, list_bisections
from celltrail.server.messages import BisectRequest
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


def test_a_search_in_the_background_is_written_down_as_it_goes(
    notebook: Write, workspace: Workspace, wait_for: Callable[..., Any]
) -> None:
    parameters = "rate = 1  # of learning"
    first = ran(workspace, notebook("score = 10.0 + rate", parameters=parameters), rate=1)
    second = ran(workspace, notebook("score = 10.0 + rate", parameters=parameters), rate=3)
    question = SimpleNamespace(
        workspace=workspace, path={"run_id": first}, body=BisectRequest(other=second, packages=False)
    )
    begun = bisect_runs(question)
    assert (begun.status, begun.run_id, begun.other_id) == ("running", first, second)

    def newest() -> CauseSearch:
        (found,) = list_bisections(SimpleNamespace(workspace=workspace, path={"run_id": second})).bisections
        return found

    wait_for(lambda: newest().status != "running", 300)
    found = newest()
    assert (found.status, found.error, found.metric, found.before, found.after) == (
        "finished", None, "score", 11.0, 13.0,
    )  # fmt: skip
    assert found.causes == ("parameter rate: 1 → 3",)
    assert found.effects == (SwapEffect(label="parameter rate: 1 → 3", value=13.0, change=2.0),)
    events = [event for event in workspace.store.events.after(0) if event.noun == "bisection"]
    assert {event.id for event in events} == {begun.id}
    assert len(events) > 2  # the sidebar hears of each step

    begun = bisect_runs(question)
    process = psutil.Process(begun.pid or 0)
    process.kill()
    process.wait(20)
    lost = refreshed(workspace, workspace.store.bisections.get(begun.id))
    assert (lost.status, (lost.error or "")[:39]) == ("failed", "Its process ended without a word: it wa")


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
