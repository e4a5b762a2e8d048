"""Schedules by real workers: each start is made once, whoever dies when."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from celltrail import clock, ids, jobs, registry, scheduling
from celltrail.errors import CelltrailError, ConflictError, NotFoundError, ScheduleError
from celltrail.records import (
    AliasChange,
    Artifact,
    Deployment,
    DriftReport,
    Firing,
    Job,
    RequestWindow,
    Schedule,
    Signature,
    Trigger,
    Worker,
)
from celltrail.scheduling import Draft, files
from celltrail.scheduling.claim import claim_due, new_start
from celltrail.scheduling.timekeeping import STALE_S
from celltrail.scheduling.wording import words_of
from celltrail.tracking import Workspace

Write = Callable[..., Path]
Wait = Callable[..., Any]
WORKER = "import sys; from celltrail.cli import main; sys.exit(main(['worker']))"
TRACKED = "import celltrail\nwith celltrail.track('step'):\n    celltrail.log_metric('auc', rows / 10)"


def every(seconds: float) -> Trigger:
    return Trigger(kind="interval", every_s=seconds)


def due(workspace: Workspace, schedule: Schedule, ago: float = 1.0) -> Schedule:
    """Let a schedule be due since `ago` seconds."""
    at = clock.now() - ago
    workspace.store.schedules.change(schedule.id, next_at=at, created_at=at - (schedule.trigger.every_s or 0))
    return workspace.store.schedules.get(schedule.id)


def firings(workspace: Workspace, schedule: Schedule) -> list[Firing]:
    return list(reversed(workspace.store.schedules.firings(schedule.id)))


def loop(workspace: Workspace) -> scheduling.Loop:
    return scheduling.Loop(lambda: workspace, lambda _said: None)


def turns(workspace: Workspace, until: Callable[[], Any], wait_for: Wait) -> Any:
    """Let a worker of this process work until something is so."""
    worker = loop(workspace)

    def look() -> Any:
        worker.turn()
        return until()

    return wait_for(look)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "QUIET_S", 0.05)


def test_two_workers_make_each_start_once(
    workspace: Workspace, notebook: Write, python: Any, wait_for: Wait
) -> None:
    path = notebook("pass")
    made = [
        scheduling.create(workspace, Draft(trigger=every(1), notebook=path, name=f"s{n}", overlap="allow"))
        for n in range(8)
    ]
    path.unlink()  # so that a start is an account of its failure and costs no process
    workers = [python(WORKER) for _ in range(2)]
    wait_for(lambda: len(scheduling.alive(workspace)) == 2)
    wait_for(lambda: all(len(firings(workspace, one)) >= 4 for one in made))
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    assert scheduling.alive(workspace) == ()
    seen = set()
    for one in made:
        accounts = [firing for firing in firings(workspace, one) if firing.status != "skipped"]
        dues = [firing.due_at for firing in accounts]
        assert len(dues) == len(set(dues))
        assert {firing.status for firing in accounts} <= {"failed", "waiting"}
        seen |= {firing.worker for firing in accounts}
    assert len(seen) == 2, "both had their share"


DYING = """
import os, signal, sys
from celltrail import jobs
from celltrail.scheduling import Loop, start
from celltrail.tracking import workspace

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[1] == "before the job is made":
    start.make = die
else:
    jobs.submit.__kwdefaults__["start"] = die
Loop(workspace, print).run()
"""


@pytest.mark.parametrize("moment", ["before the job is made", "before the job has a process"])
def test_a_worker_killed_between_claim_and_start_loses_nothing_and_doubles_nothing(
    moment: str, workspace: Workspace, notebook: Write, python: Any, wait_for: Wait
) -> None:
    schedule = scheduling.create(workspace, Draft(trigger=every(3600), notebook=notebook("x = 1")))
    due(workspace, schedule)
    assert python(DYING, moment).wait(60) == -signal.SIGKILL
    (left,) = firings(workspace, schedule)
    assert left.status == "waiting"
    turns(workspace, lambda: firings(workspace, schedule)[0].status == "submitted", wait_for)
    job = wait_for(lambda: (done := jobs.current(workspace, left.job_id or "")).ended_at and done)
    assert job.status == "finished"
    assert len(firings(workspace, schedule)) == len(workspace.store.jobs.all()) == 1


def test_whoever_was_taken_for_dead_and_was_not_makes_no_second_job(workspace: Workspace, notebook: Write) -> None:
    schedule = scheduling.create(workspace, Draft(trigger=every(3600), notebook=notebook("pass")))
    now = clock.now()
    claim_due(workspace, due(workspace, schedule), now, "slept")
    (firing,) = workspace.store.schedules.waiting()
    from celltrail.scheduling.start import start

    start(workspace, schedule, firing)
    start(workspace, schedule, replace(firing, worker="other"))
    assert len(workspace.store.jobs.all()) == 1
    jobs.wait(workspace, firing.job_id or "")


@pytest.mark.parametrize(("missed", "expected"), [("skip", 0), ("once", 1), ("all", 3)])
def test_what_was_missed_follows_the_rule_after_a_restart(
    missed: Any, expected: int, workspace: Workspace, notebook: Write, wait_for: Wait
) -> None:
    path = notebook("pass")
    schedule = scheduling.create(workspace, Draft(trigger=every(600), notebook=path, missed=missed))
    path.unlink()
    due(workspace, schedule, ago=1400)  # and 800 and 200 seconds ago
    turns(workspace, lambda: not workspace.store.schedules.waiting(), wait_for)
    found = firings(workspace, schedule)
    assert sum(firing.status == "failed" for firing in found) == expected
    left_out = [firing for firing in found if firing.status == "skipped"]
    assert len(left_out) == (missed != "all")
    assert all("while no worker ran" in firing.reason for firing in left_out)
    after = workspace.store.schedules.get(schedule.id)
    assert after.next_at is not None
    assert after.next_at > clock.now()


@pytest.mark.parametrize("overlap", ["skip", "queue", "allow", "replace"])
def test_a_start_that_meets_the_one_before_follows_the_rule(
    overlap: Any, workspace: Workspace, notebook: Write, tmp_path: Path, wait_for: Wait
) -> None:
    gate = tmp_path / "gate"
    path = notebook(f"import pathlib, time\nwhile not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.05)")
    schedule = scheduling.create(workspace, Draft(trigger=every(3600), notebook=path, overlap=overlap))
    first = scheduling.run_now(workspace, schedule.name)
    wait_for(lambda: jobs.current(workspace, first.job_id or "").status == "running")
    due(workspace, schedule)
    worker = loop(workspace)
    worker.turn()
    (second,) = firings(workspace, schedule)[1:]
    expected = {"skip": "skipped", "queue": "waiting", "allow": "submitted", "replace": "waiting"}
    assert second.status == expected[overlap]
    if overlap == "replace":
        turns(workspace, lambda: jobs.current(workspace, first.job_id or "").status == "cancelled", wait_for)
    gate.touch()
    if overlap == "skip":
        assert first.job_id in second.reason  # type: ignore[operator]
        jobs.wait(workspace, first.job_id or "")
        return
    wait_for(lambda: worker.turn() and firings(workspace, schedule)[1].status == "submitted")
    assert jobs.wait(workspace, second.job_id or "").status == "finished"
    assert jobs.wait(workspace, first.job_id or "").status == ("cancelled" if overlap == "replace" else "finished")


def test_data_start_it_when_their_content_changed_and_they_are_quiet(
    workspace: Workspace, notebook: Write, tmp_path: Path, wait_for: Wait
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.csv").write_text("1")
    path = notebook("pass")
    draft = Draft(trigger=Trigger(kind="data", watch=str(data)), notebook=path, overlap="allow")
    schedule = scheduling.create(workspace, draft)
    path.unlink()
    worker = loop(workspace)

    def seen(count: int) -> Any:
        worker.turn()
        return len(firings(workspace, schedule)) == count

    def settled() -> Any:
        before = workspace.store.schedules.get(schedule.id).seen
        worker.turn()
        return workspace.store.schedules.get(schedule.id).seen != before

    assert seen(0), "what was there when it was made starts nothing"
    os.utime(data / "a.csv", ns=(1, 1))
    wait_for(settled)
    assert seen(0), "touched and the same"
    (data / "a.csv").write_text("2")
    wait_for(lambda: seen(1))
    (data / ".hidden").write_text("x")
    (data / "b.csv").write_text("new")
    wait_for(lambda: seen(2))
    for name in ("a.csv", "b.csv"):
        (data / name).unlink()
    wait_for(settled)
    assert seen(2), "gone is not new"


def test_a_file_that_is_being_written_is_waited_for(
    workspace: Workspace, notebook: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "big.csv"
    draft = Draft(trigger=Trigger(kind="data", watch=str(target)), notebook=notebook("pass"))
    schedule = scheduling.create(workspace, draft)
    elapsed = [100.0]
    monkeypatch.setattr(files, "QUIET_S", 2.0)
    monkeypatch.setattr(files.clock, "elapsed", lambda: elapsed[0])
    worker = loop(workspace)
    for size in range(1, 6):  # it grows each second
        target.write_text("x" * size)
        elapsed[0] += 1
        worker.turn()
    assert firings(workspace, schedule) == []
    for _ in range(3):
        elapsed[0] += 1
        worker.turn()
    (firing,) = firings(workspace, schedule)
    assert firing.status == "submitted"
    monkeypatch.undo()
    jobs.wait(workspace, firing.job_id or "")


def test_a_notebook_that_writes_what_starts_it_is_stopped(
    workspace: Workspace, notebook: Write, tmp_path: Path, wait_for: Wait
) -> None:
    target = tmp_path / "out.txt"
    path = notebook("pass")
    draft = Draft(trigger=Trigger(kind="data", watch=str(target)), notebook=path)
    schedule = scheduling.create(workspace, draft)
    job = Job(
        id="own", notebook=str(path), parameters={}, status="finished", trigger="schedule",
        created_at=clock.now() - 60, ended_at=clock.now() + 600, schedule_id=schedule.id,
    )  # fmt: skip
    workspace.store.jobs.add(job)
    path.unlink()
    for number in range(3):
        target.write_text(str(number))
        turns(workspace, lambda n=number: len(firings(workspace, schedule)) == n + 1, wait_for)
    after = workspace.store.schedules.get(schedule.id)
    assert after.paused
    assert "changes what it watches" in (after.error or "")


def test_models_drift_and_other_schedules_start_it(  # noqa: PLR0915 - three sources side by side
    workspace: Workspace, notebook: Write
) -> None:
    store = workspace.store
    artifact = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)
    registry.register(workspace, registry.Draft(model="churn", artifact=artifact, signature=Signature(inputs=())))
    store.deployments.add(
        Deployment(
            id="d",
            name="api",
            model="churn",
            status="stopped",
            created_at=1.0,
            changed_at=1.0,
            routes=(),
            url="",
            pid=None,
        )
    )
    path, gone = notebook("pass"), notebook("pass", name="gone.ipynb")

    def make(name: str, trigger: Trigger) -> Schedule:
        draft = Draft(trigger=trigger, notebook=path if trigger.kind in ("interval", "after") else gone, name=name)
        return scheduling.create(workspace, draft)

    make("first", every(3600))
    second = make("second", Trigger(kind="after", of="first"))
    alias = make("alias", Trigger(kind="data", watch="churn@champion"))
    promoted = make("promoted", Trigger(kind="event", event="promoted", of="churn"))
    drifted = make("drifted", Trigger(kind="event", event="drift", of="api"))
    gone.unlink()
    worker = loop(workspace)

    def report(id: str, verdict: Any) -> None:  # noqa: A002
        window = RequestWindow(deployment_id="d", name="w", from_at=0, to_at=1, rows=9)
        store.drift.add_report(
            DriftReport(
                id=id, deployment_id="d", model="churn", version=1, window=window, created_at=1.0, verdict=verdict,
                features=(), share_drifted=0.0,
            )
        )  # fmt: skip

    report("r1", "stable")
    worker.turn()
    assert not any(firings(workspace, one) for one in (alias, promoted, drifted, second))
    move = AliasChange(model="churn", alias="champion", number=1, previous=None, at=clock.now(), who="ada")
    store.models.set_alias(move)
    report("r2", "drifted")
    worker.turn()
    for one in (alias, promoted, drifted):
        (firing,) = firings(workspace, one)
        assert (firing.status, "gone.ipynb" in firing.reason) == ("failed", True)
        assert "gone.ipynb" in (store.schedules.get(one.id).error or "")
    started = scheduling.run_now(workspace, "first")
    jobs.wait(workspace, started.job_id or "")
    worker.turn()
    (firing,) = firings(workspace, second)
    assert (firing.status, started.job_id in firing.reason) == ("submitted", True)  # type: ignore[operator]
    jobs.wait(workspace, firing.job_id or "")


def test_a_schedule_follows_the_model_that_it_watches_to_its_new_name(
    workspace: Workspace, notebook: Write
) -> None:
    store = workspace.store
    artifact = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)

    def register(model: str) -> None:
        registry.register(
            workspace, registry.Draft(model=model, artifact=artifact, signature=Signature(inputs=()))
        )

    def promote(model: str, number: int = 1) -> None:
        move = AliasChange(model=model, alias="champion", number=number, previous=None, at=clock.now(), who="ada")
        store.models.set_alias(move)

    register("churn")
    promote("churn")
    path = notebook("pass")
    triggers = {
        "alias": Trigger(kind="data", watch="churn@champion"),
        "event": Trigger(kind="event", event="promoted", of="churn"),
        "event@": Trigger(kind="event", event="promoted", of="churn@champion"),
        "named alike": Trigger(kind="data", watch=str(path)),
    }
    made = {
        name: scheduling.create(workspace, Draft(trigger=trigger, notebook=path, name=name.replace("@", "-")))
        for name, trigger in triggers.items()
    }
    path.unlink()  # what starts would only cost time
    store.lifecycle.rename("churn", "leavers")
    worker = loop(workspace)
    worker.turn()
    now = {name: store.schedules.get(one.id) for name, one in made.items()}
    assert {name: words_of(one.trigger) for name, one in now.items()} == {
        "alias": "when leavers@champion changes",
        "event": "promoted of leavers",
        "event@": "promoted of leavers@champion",
        "named alike": words_of(made["named alike"].trigger),
    }
    assert not any(one.error for one in now.values())
    assert not any(firings(workspace, one) for one in made.values())
    register("leavers")
    promote("leavers", 2)
    register("churn")  # another model, of the old name
    promote("churn")
    worker.turn()
    assert {name: len(firings(workspace, one)) for name, one in made.items()} == {
        "alias": 1, "event": 1, "event@": 1, "named alike": 0,
    }  # fmt: skip
    worker.turn()
    assert sum(len(firings(workspace, one)) for one in made.values()) == 3


def test_a_schedule_that_was_only_started_by_hand_tells_when(workspace: Workspace, notebook: Write) -> None:
    schedule = scheduling.create(workspace, Draft(trigger=every(86_400), notebook=notebook("pass")))
    assert schedule.last_at is None
    firing = scheduling.run_now(workspace, schedule.name)
    jobs.wait(workspace, firing.job_id or "")
    now = workspace.store.schedules.get(schedule.id)
    assert (now.last_at, now.next_at) == (firing.at, schedule.next_at)
    scheduling.pause(workspace, schedule.name)
    again = scheduling.run_now(workspace, schedule.name)
    jobs.wait(workspace, again.job_id or "")
    assert workspace.store.schedules.get(schedule.id).last_at == again.at


def test_what_cannot_be_is_refused_with_the_reason(workspace: Workspace, notebook: Write, tmp_path: Path) -> None:
    path = notebook("pass", parameters="rows = 1")

    def refused(error: type[CelltrailError], said: str, **draft: Any) -> None:
        with pytest.raises(error, match=said) as found:
            scheduling.create(workspace, Draft(**{"notebook": path, "trigger": every(60), **draft}))
        assert found.value.hint

    refused(ScheduleError, "never fires", trigger=Trigger(kind="cron", cron="0 0 31 2 *"))
    refused(ScheduleError, "time zone 'Berlin'", trigger=Trigger(kind="cron", cron="@daily", timezone="Berlin"))
    refused(ScheduleError, "too short", trigger=every(0.1))
    refused(ScheduleError, "not on this machine", trigger=Trigger(kind="data", watch="s3://bucket/x"))
    refused(ScheduleError, "no folder", trigger=Trigger(kind="data", watch=str(tmp_path / "no" / "x.csv")))
    refused(ScheduleError, "no event 'drfit'", trigger=Trigger(kind="event", event="drfit", of="churn"))
    refused(NotFoundError, "no deployment", trigger=Trigger(kind="event", event="drift", of="churn"))
    refused(NotFoundError, "no schedule and no notebook", trigger=Trigger(kind="after", of="nix"))
    refused(NotFoundError, "no model", trigger=Trigger(kind="data", watch="nix@champion"))
    refused(CelltrailError, "no parameter", parameters={"rosw": 1})
    refused(ScheduleError, "either a notebook or a pipeline", pipeline="p")
    refused(NotFoundError, "no pipeline", notebook=None, pipeline="p")
    refused(ScheduleError, "cannot be called", name="../x")
    refused(ScheduleError, "for ever: train → train", trigger=Trigger(kind="after", of=str(path)))


def test_schedules_that_would_start_each_other_for_ever_are_refused(workspace: Workspace, notebook: Write) -> None:
    a, b = notebook("pass", name="a.ipynb"), notebook("pass", name="b.ipynb")
    scheduling.create(workspace, Draft(trigger=Trigger(kind="after", of=str(b)), notebook=a, name="a"))
    with pytest.raises(ScheduleError, match="for ever: b → a → b"):
        scheduling.create(workspace, Draft(trigger=Trigger(kind="after", of="a"), notebook=b, name="b"))


def test_pause_resume_and_remove(workspace: Workspace, notebook: Write) -> None:
    schedule = scheduling.create(workspace, Draft(trigger=every(3600), notebook=notebook("pass"), name="n"))
    assert len(scheduling.next_times(schedule, 5)) == 5
    assert scheduling.pause(workspace, "n").paused
    with pytest.raises(ConflictError):
        scheduling.pause(workspace, "n")
    due(workspace, schedule)
    loop(workspace).turn()
    assert firings(workspace, schedule) == []
    again = scheduling.resume(workspace, schedule.id)
    assert again.next_at is not None
    assert again.next_at > clock.now(), "what was due while it was paused was not missed"
    scheduling.remove(workspace, "n")
    with pytest.raises(NotFoundError):
        scheduling.pause(workspace, "n")


def test_without_a_worker_it_is_said_what_to_do(workspace: Workspace) -> None:
    assert "celltrail worker" in scheduling.advice(workspace)
    loop(workspace).turn()
    assert scheduling.advice(workspace) == ""


class TestClock:
    def test_one_that_jumps_back_starts_nothing_twice(
        self, workspace: Workspace, notebook: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = notebook("pass")
        schedule = due(workspace, scheduling.create(workspace, Draft(trigger=every(600), notebook=path)))
        path.unlink()
        worker, real = loop(workspace), clock.now
        worker.turn()
        monkeypatch.setattr(clock, "now", lambda: real() - 3600)
        for _ in range(3):
            worker.turn()
        monkeypatch.undo()
        worker.turn()
        assert len(firings(workspace, schedule)) == 1

    def test_one_that_jumps_ahead_follows_the_rule_once_and_says_so(
        self, workspace: Workspace, notebook: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = notebook("pass")
        schedule = scheduling.create(workspace, Draft(trigger=every(600), notebook=path))
        path.unlink()
        said: list[str] = []
        worker, real = scheduling.Loop(lambda: workspace, said.append), clock.now
        worker.turn()
        monkeypatch.setattr(ids, "_last", ids._last)  # ids never go back: later tests are not to live tomorrow
        monkeypatch.setattr(clock, "now", lambda: real() + 86_400)
        worker._beat_at = -100
        worker.turn()
        assert any("jumped by +86400 s" in text for text in said)
        assert [firing.status for firing in firings(workspace, schedule)] == ["failed", "skipped"]
        monkeypatch.undo()
        assert scheduling.resume(workspace, schedule.name).next_at < clock.now() + 601  # type: ignore[operator]

    def test_one_that_differs_from_another_workers_is_told(self, workspace: Workspace) -> None:
        other = Worker(id="o", host="elsewhere", pid=1, started_at=0, seen_at=clock.now() + 20)
        workspace.store.schedules.workers.see(other)
        said: list[str] = []
        scheduling.Loop(lambda: workspace, said.append).turn()
        assert any("behind that of another worker" in text for text in said)
        mine = next(one for one in scheduling.alive(workspace) if one.id != "o")
        assert "set the clocks" in mine.warning

    def test_a_worker_that_was_not_seen_for_long_is_forgotten(self, workspace: Workspace) -> None:
        gone = Worker(id="g", host="elsewhere", pid=1, started_at=0, seen_at=clock.now() - STALE_S - 1)
        workspace.store.schedules.workers.see(gone)
        loop(workspace).turn()
        assert [one.id for one in workspace.store.schedules.workers.all() if one.id == "g"] == []


def test_a_start_left_by_a_worker_elsewhere_waits_until_it_is_known_to_be_dead(
    workspace: Workspace, notebook: Write
) -> None:
    path = notebook("pass")
    schedule = scheduling.create(workspace, Draft(trigger=every(3600), notebook=path))
    path.unlink()
    elsewhere = Worker(id="e", host="elsewhere", pid=1, started_at=0, seen_at=clock.now())
    workspace.store.schedules.workers.see(elsewhere)
    workspace.store.schedules.add_firing(new_start(schedule, 1.0, 1.0, "e"))
    worker = loop(workspace)
    worker.turn()
    assert firings(workspace, schedule)[0].status == "waiting"
    workspace.store.schedules.workers.see(replace(elsewhere, seen_at=clock.now() - STALE_S - 1))
    worker.turn()
    assert firings(workspace, schedule)[0].status == "failed"


def test_the_command_line_tells_all_of_it(workspace: Workspace, notebook: Write, tmp_path: Path) -> None:
    notebook("pass", name="train.ipynb")

    def said(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "celltrail", *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=True,
        )
        return done.stdout

    made = said("schedule", "train.ipynb", "0 3 * * 1", "--timezone", "Europe/Berlin", "--name", "nightly")
    assert "0 3 * * 1 (Europe/Berlin)" in made
    assert "run `celltrail worker`" in made
    assert said("schedules", "next", "nightly").count("03:00:00") == 5
    assert "is paused" in said("schedules", "pause", "nightly")
    assert "paused" in said("schedules")
    assert "goes on" in said("schedules", "resume", "nightly")
    assert "has started nothing yet" in said("schedules", "history", "nightly")
    assert "is removed" in said("schedules", "remove", "nightly")
