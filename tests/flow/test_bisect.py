"""Causes of a changed metric are found by experiments, in real notebooks with causes that were put there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

import celltrail
from celltrail import jobs
from celltrail.cli import main
from celltrail.errors import ConflictError, InvalidInputError, NotFoundError, SearchCancelledError
from celltrail.records import CauseSearch, MovedMetric, Suspect, SwapEffect, SwapTrial
from celltrail.reproduction.bisection import bisect
from celltrail.reproduction.bisection.logbook import Logbook
from celltrail.reproduction.bisection.process import begin, carry_out, refreshed
from celltrail.server.handlers.bisections import (
    bisect_runs,
    cancel_bisection,
    get_bisection,
    list_bisections,
    preview_bisection,
)
from celltrail.server.messages import BisectQuery, BisectRequest
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
    assert found.suspects == (Suspect(kind="parameter", label="parameter rate: 1 → 3", state="cause"),)
    assert [(one.number, one.swapped, one.status, one.value) for one in found.trials] == [
        (1, (), "finished", 11.0),
        (2, ("parameter rate: 1 → 3",), "finished", 13.0),
    ]
    jobs_of = [workspace.store.jobs.get(one.job_id or "") for one in found.trials]
    assert [job.run_id for job in jobs_of] == [one.run_id for one in found.trials]
    assert {job.tags["celltrail.bisect"] for job in jobs_of} == {found.id}
    assert (found.experiments, found.at_most) == (2, 3)
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


def test_what_a_search_would_try_and_how_often_at_the_most_is_known_beforehand(
    notebook: Write, workspace: Workspace
) -> None:
    parameters = "rate = 1  # of learning"
    path = notebook("loss = float(rate) ** 2", "score = 10.0 + rate", parameters=parameters)
    first = ran(workspace, path, rate=1)
    second = ran(
        workspace, notebook("loss = float(rate) ** 3", "score = 10.0 + rate", parameters=parameters), rate=3
    )

    def preview(other: str) -> Any:
        return preview_bisection(
            SimpleNamespace(workspace=workspace, path={"run_id": first}, query=BisectQuery(other=other))
        )

    found = preview(second)
    assert found.notebook == str(path)
    assert found.metrics == (
        MovedMetric(metric="loss", before=1.0, after=27.0),
        MovedMetric(metric="score", before=11.0, after=13.0),
    )
    assert [(one.kind, one.state) for one in found.suspects] == [("code", "suspect"), ("parameter", "suspect")]
    assert found.at_most == 5
    assert found.run_s > 0
    assert workspace.store.jobs.where(trigger="reproduce") == ()  # nothing was run for it
    with pytest.raises(InvalidInputError, match="same run"):
        preview(first)
    with celltrail.track("by hand") as hand:
        celltrail.log_metric("score", 1.0)
    with pytest.raises(InvalidInputError, match="was run by hand") as refused:
        preview(hand.id)
    assert "Run the notebooks as jobs" in refused.value.hint


def test_a_search_that_is_cancelled_ends_with_its_experiment_and_keeps_what_it_found(
    notebook: Write, workspace: Workspace, tmp_path: Path, wait_for: Callable[..., Any]
) -> None:
    gate = tmp_path / "open"
    gate.touch()
    code = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.05)\nscore = 10.0 + rate"
    path = notebook(code, parameters="rate = 1  # of learning")
    first, second = ran(workspace, path, rate=1), ran(workspace, path, rate=3)
    gate.unlink()  # from now on the notebook waits
    question = SimpleNamespace(
        workspace=workspace, path={"run_id": first}, body=BisectRequest(other=second, packages=False)
    )
    begun = bisect_runs(question)
    here = SimpleNamespace(workspace=workspace, path={"bisection_id": begun.id})
    wait_for(lambda: any(trial.job_id for trial in get_bisection(here).trials), 120)
    ended = cancel_bisection(here)
    (trial,) = ended.trials
    assert (ended.status, ended.error, ended.step) == ("cancelled", None, "")
    assert trial == SwapTrial(number=1, swapped=(), status="cancelled", job_id=trial.job_id)
    assert [one.state for one in ended.suspects] == ["suspect"]
    assert workspace.store.jobs.get(trial.job_id or "").status == "cancelled"
    wait_for(lambda: not psutil.pid_exists(begun.pid or 0) or refreshed(workspace, ended) is None, 60)
    assert get_bisection(here) == ended  # its process wrote nothing more
    with pytest.raises(ConflictError, match="has cancelled already"):
        cancel_bisection(here)


def test_a_search_that_is_interrupted_ends_the_job_that_it_began(
    notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    class Interrupted(Logbook):
        def tried(self, trials: Sequence[SwapTrial]) -> None:
            if trials[-1].job_id:
                raise KeyboardInterrupt

    gate = tmp_path / "open"
    gate.touch()
    code = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.05)\nscore = 10.0 + rate"
    path = notebook(code, parameters="rate = 1  # of learning")
    runs = [ran(workspace, path, rate=1), ran(workspace, path, rate=3)]
    gate.unlink()
    sides = [workspace.store.runs.find(run).run for run in runs]
    with pytest.raises(KeyboardInterrupt):
        bisect(workspace, (sides[0], sides[1]), packages=False, log=Interrupted())
    (job,) = workspace.store.jobs.where(trigger="reproduce")
    assert job.status == "cancelled"


def test_a_search_that_was_cancelled_before_it_began_runs_nothing(notebook: Write, workspace: Workspace) -> None:
    path = notebook("score = 10.0 + rate", parameters="rate = 1  # of learning")
    runs = ran(workspace, path, rate=1), ran(workspace, path, rate=3)
    sides = tuple(workspace.store.runs.find(run).run for run in runs)
    search = begin(workspace, (sides[0], sides[1]), None, packages=False)
    cancel_bisection(SimpleNamespace(workspace=workspace, path={"bisection_id": search.id}))
    with pytest.raises(SearchCancelledError, match="was cancelled"):
        carry_out(workspace, search)
    assert workspace.store.bisections.get(search.id).trials == ()
    assert workspace.store.jobs.where(trigger="reproduce") == ()
