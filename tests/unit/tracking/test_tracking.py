from __future__ import annotations

import asyncio
import math
import os
import random
import signal
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import celltrail
from celltrail.errors import InvalidInputError, NotFoundError, NotStorableError, StoreError
from celltrail.journal.line import encode
from celltrail.records import CellExecution, RunRow
from celltrail.tracking import Workspace, active_run, last_run, start_run, track
from celltrail.tracking.run import ActiveRun, plain_scalar


def stored(workspace: Workspace, run: ActiveRun | None = None) -> RunRow:
    """Return a run, by default the newest, as the store has it."""
    workspace.drain()
    return workspace.store.runs.find(run.id) if run else workspace.store.runs.list(limit=1)[0]


def only_cell(workspace: Workspace, run: ActiveRun) -> CellExecution:
    workspace.drain()
    (cell,) = workspace.store.runs.cells(run.id)
    return cell


def test_a_block_becomes_a_run_with_parameters_metrics_data_and_output(workspace: Workspace) -> None:
    table = pd.DataFrame({"a": [1, 2]})
    with track("churn") as run:
        depth = 6
        made = table.assign(b=depth)
        auc = float(made["b"].mean()) / 8
        print("hello")
    row, cell = stored(workspace, run), only_cell(workspace, run)
    assert (row.run.name, row.run.kind, row.run.status, row.run.error) == ("churn", "block", "finished", None)
    assert (row.params, row.metrics) == ({"depth": 6}, {"auc": 0.75})
    uses = {(use.name, use.direction) for use in workspace.store.runs.uses_of_run(run.id)}
    assert uses == {("table", "input"), ("made", "output")}
    assert (cell.binds, cell.reads) == (("auc", "depth", "made"), ("table",))
    assert cell.outputs == ({"output_type": "stream", "name": "stdout", "text": "hello\n"},)
    assert (cell.status, cell.error) == ("finished", None)
    assert auc == 0.75


def test_an_exception_passes_through_unchanged_and_the_run_has_failed(workspace: Workspace) -> None:
    error = ValueError("mine")
    with pytest.raises(ValueError, match="mine") as caught, track("bad") as run:  # noqa: PT012 - a block is the point
        celltrail.log_metric("before", 1)
        raise error
    assert caught.value is error
    assert error.__cause__ is error.__context__ is None
    row, cell = stored(workspace, run), only_cell(workspace, run)
    assert (row.run.status, row.run.error, row.metrics) == ("failed", "ValueError: mine", {"before": 1.0})
    assert (cell.status, (cell.error or "").splitlines()[-1]) == ("failed", "ValueError: mine")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (KeyboardInterrupt(), "killed"),
        (SystemExit(3), "failed"),
        (SystemExit(0), "finished"),
        (SystemExit(), "finished"),
    ],
)
def test_an_interrupted_block_is_killed_and_an_exit_is_what_it_says(
    error: BaseException, status: str, workspace: Workspace
) -> None:
    with pytest.raises(type(error)), track("x") as run:
        raise error
    assert stored(workspace, run).run.status == status


def test_each_call_of_a_decorated_function_is_a_run(workspace: Workspace) -> None:
    @celltrail.track("fit", seed=3)
    def fit(depth: int, data: Any, *, rate: float = 0.1) -> dict[str, Any]:
        """Fit."""
        return {"auc": np.float64(depth / 10), "draw": random.random()}

    first = fit(5, pd.DataFrame({"a": [1]}))
    second = fit(depth=6, data=None)
    rows = [stored(workspace, None)]
    rows = list(workspace.store.runs.list())
    assert [row.params for row in rows] == [
        {"data": None, "depth": 6, "rate": 0.1},
        {"depth": 5, "rate": 0.1},
    ]
    assert [row.metrics for row in rows] == [
        {"auc": 0.6, "draw": second["draw"]},
        {"auc": 0.5, "draw": first["draw"]},
    ]
    assert first["draw"] == second["draw"] == random.Random(3).random()
    assert [use.name for use in workspace.store.runs.uses_of_run(rows[1].run.id)] == ["data"]
    assert (fit.__name__, fit.__doc__, rows[0].run.seed) == ("fit", "Fit.", 3)
    assert "def fit" in only_cell(workspace, last_run()).source  # type: ignore[arg-type]


def test_a_decorated_function_that_raises_fails_its_run_only(workspace: Workspace) -> None:
    @track()
    def broken() -> None:
        raise LookupError("inner")

    with track("around") as around:
        with pytest.raises(LookupError, match="inner"):
            broken()
        assert active_run() is around
    states = {row.run.name: row.run.status for row in (stored(workspace), *workspace.store.runs.list())}
    assert states == {"broken": "failed", "around": "finished"}


@pytest.mark.parametrize("answer", [0.25, np.float32(0.25), 1, np.int64(1)])
def test_a_number_that_a_function_returns_is_its_result(answer: Any, workspace: Workspace) -> None:
    track("f")(lambda: answer)()
    assert stored(workspace).metrics == {"result": float(answer)}


def test_the_run_of_an_async_function_lasts_until_it_has_ended(workspace: Workspace) -> None:
    @track("job")
    async def job(number: int) -> int:
        run = active_run()
        await asyncio.sleep(0)
        celltrail.log_metric("number", number)
        assert active_run() is run
        return number

    async def both() -> list[int]:
        return await asyncio.gather(*(job(number) for number in range(5)))

    assert asyncio.run(both()) == [0, 1, 2, 3, 4]
    stored(workspace)
    rows = workspace.store.runs.list()
    assert [(row.params["number"], row.metrics["number"], row.run.status) for row in rows] == [
        (number, float(number), "finished") for number in (4, 3, 2, 1, 0)
    ]


def test_tasks_and_threads_log_to_the_run_around_them(workspace: Workspace) -> None:
    async def task(name: str) -> None:
        with track(name) as run:
            await asyncio.sleep(0)
            celltrail.log_param("mine", run.id)
            await asyncio.sleep(0)

    async def main() -> None:
        await asyncio.gather(task("a"), task("b"))

    asyncio.run(main())
    stored(workspace)
    for row in workspace.store.runs.list():
        assert row.params == {"mine": row.run.id}
    with track("threads") as run:
        context = [threading.Thread(target=run.log_metric, args=("m", n)) for n in range(20)]
        for thread in context:
            thread.start()
        for thread in context:
            thread.join()
    workspace.drain()
    assert {point.value for point in workspace.store.runs.points(run.id, "m")} == set(range(20))


def test_blocks_nest_and_the_inner_one_gives_back_to_the_outer(workspace: Workspace) -> None:
    with track("outer") as outer:
        with track("inner") as inner:
            celltrail.log_metric("m", 1)
        celltrail.log_metric("m", 2)
        assert last_run() is outer
    assert active_run() is None
    assert last_run() is not None
    assert (stored(workspace, inner).metrics, stored(workspace, outer).metrics) == ({"m": 1.0}, {"m": 2.0})


def test_a_block_that_ends_in_another_context_than_it_began_in_is_no_error(workspace: Workspace) -> None:
    def steps() -> Any:
        with track("generator") as run:
            yield run

    import contextvars

    generator = steps()
    run = contextvars.copy_context().run(next, generator)
    assert next(generator, "end") == "end"
    assert stored(workspace, run).run.status == "finished"
    assert active_run() is None


def test_the_seed_makes_two_blocks_draw_the_same() -> None:
    drawn = []
    for _ in range(2):
        with track("s", seed=7):
            drawn.append((random.random(), np.random.random()))
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    ("value", "kept", "text"),
    [
        (1, 1.0, "1.0"),
        (True, 1.0, "1.0"),
        (np.float32(0.5), 0.5, "0.5"),
        (np.array(2), 2.0, "2.0"),
        (math.nan, None, "nan"),
        (math.inf, None, "inf"),
        (-math.inf, None, "-inf"),
        ("0.25", 0.25, "0.25"),
    ],
)
def test_any_number_is_a_metric(value: Any, kept: float | None, text: str, workspace: Workspace) -> None:
    with track("m") as run:
        celltrail.log_metric("v", value)
    workspace.drain()
    (metric,) = workspace.store.runs.metrics(run.id)
    assert (metric.value, metric.text) == (kept, text)


@pytest.mark.parametrize("value", ["many", None, [1, 2], 1j, 10**400, np.array([1, 2]), object()])
def test_what_is_no_number_is_refused_as_a_metric_with_a_way_out(value: Any) -> None:
    with track("m"), pytest.raises(InvalidInputError) as caught:
        celltrail.log_metric("v", value)
    assert "'v'" in caught.value.message
    assert "log_param" in caught.value.hint


@pytest.mark.parametrize("step", ["x", 1.5, 2**63, None.__class__])
def test_what_is_no_whole_number_is_refused_as_a_step(step: Any) -> None:
    with track("m"), pytest.raises(InvalidInputError, match="is no step"):
        celltrail.log_metric("v", 1, step=step)


def test_steps_count_up_by_themselves_and_may_be_given(workspace: Workspace) -> None:
    with track("m") as run:
        for value in range(3):
            celltrail.log_metric("v", value)
        celltrail.log_metric("v", 9, step=np.int64(50))  # type: ignore[arg-type]
        celltrail.log_metric("v", 10)
        celltrail.log_metrics({"w": 1, "x": 2}, step=7)
    workspace.drain()
    assert [point.step for point in workspace.store.runs.points(run.id, "v")] == [0, 1, 2, 50, 51]
    assert [metric.step for metric in workspace.store.runs.metrics(run.id)] == [51, 7, 7]


@pytest.mark.parametrize("key", ["", "k" * 251, 5, None, ("a",)])
@pytest.mark.parametrize("log", [celltrail.log_param, celltrail.log_metric, celltrail.set_tag])
def test_a_key_that_is_no_name_is_refused_and_holds_up_nothing(log: Any, key: Any, workspace: Workspace) -> None:
    with track("k") as run:
        with pytest.raises(InvalidInputError, match="cannot name"):
            log(key, 1)
        celltrail.log_metric("after", 1)
    assert stored(workspace, run).metrics == {"after": 1.0}


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.float64(0.5), 0.5), (np.int8(3), 3), (np.bool_(True), True), (np.str_("a"), "a"), ([1, 2], "[1, 2]"),
        (math.nan, "nan"), (np.float32("inf"), "inf"), (None, None), (2**80, str(2**80)), (Path("/a"), f"{Path('/a')!r}"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_parameter_is_a_scalar_or_what_it_prints_as(value: Any, plain: Any, workspace: Workspace) -> None:
    assert plain_scalar(value) == plain
    with track("p") as run:
        celltrail.log_param("k", value)
    assert stored(workspace, run).params["k"] == plain


def test_logging_outside_a_run_says_how_to_begin_one() -> None:
    for log in (lambda: celltrail.log_metric("m", 1), lambda: celltrail.set_tag("a", "b")):
        with pytest.raises(NotFoundError) as caught:
            log()
        assert "%%track" in caught.value.hint


def test_artifacts_are_kept_under_their_names(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("r")
    with track("a") as run:
        celltrail.log_artifact(tmp_path / "report.txt")
        celltrail.log_artifact(str(tmp_path / "report.txt"))
        celltrail.log_artifact("plain text", "note")
        celltrail.log_table(pd.DataFrame({"a": [1]}), "rows")
        with pytest.raises(NotStorableError):
            celltrail.log_artifact(iter("abc"), "bad")
        with pytest.raises(InvalidInputError, match="cannot be read"):
            celltrail.log_artifact(tmp_path / "missing")
    workspace.drain()
    uses = [(use.name, use.artifact.kind, use.version) for use in workspace.store.runs.uses_of_run(run.id)]
    assert uses == [
        ("report.txt", "file", 1),
        ("report.txt", "file", 1),
        ("note", "text", 1),
        ("rows", "frame", 1),
    ]


@pytest.mark.parametrize("name", ["", "n" * 251])
def test_a_run_needs_a_name_of_reasonable_length(name: str, workspace: Workspace) -> None:
    with pytest.raises(InvalidInputError):
        start_run(workspace, name, "block")


def test_a_seed_too_large_for_the_store_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InvalidInputError, match="64 bits"):
        start_run(workspace, "x", "block", seed=2**63)


def test_a_value_that_cannot_be_read_is_written_down_as_such(workspace: Workspace) -> None:
    class Hostile(dict[str, int]):
        pass

    bad = pd.DataFrame({"a": [lambda: 1]})
    with track("h") as run:
        made = bad
        odd = {"a": Hostile()}
    cell = only_cell(workspace, run)
    assert set(cell.not_captured) == {"bad", "made", "odd"}
    assert "Arrow cannot hold" in cell.not_captured["made"]
    assert stored(workspace, run).run.status == "finished"
    assert made is bad
    assert odd


def test_output_that_utf8_cannot_hold_does_not_stop_the_run_from_ending(workspace: Workspace) -> None:
    with track("surrogate") as run:
        run.log_cell(only_output("half \ud800"))
    assert stored(workspace, run).run.status == "finished"


def only_output(text: str) -> CellExecution:
    output = {"output_type": "stream", "name": "stdout", "text": text}
    return CellExecution(
        id="c", run_id="r", position=0, source="", status="finished", started_at=0.0, outputs=(output,)
    )


def test_everything_is_in_the_store_when_a_drain_returns_though_another_drains_too(workspace: Workspace) -> None:
    other = Workspace(workspace.settings)
    with track("busy") as run:
        for number in range(300):
            celltrail.log_metric("m", number)
            if number % 20 == 0:
                helper = threading.Thread(target=other.drain)
                helper.start()
                workspace.drain()
                assert len(workspace.store.runs.points(run.id, "m")) == number + 1
                helper.join()
    other.store.close()


def test_a_line_from_a_future_version_is_reported_and_holds_up_nothing(workspace: Workspace) -> None:
    with track("a") as run:
        celltrail.log_metric("m", 1)
        with workspace.journal.path.open("ab") as file:
            file.write(encode(("metric", {"of": "another form"})))
            file.write(encode(("hologram", {"unknown": "kind"})))
            file.write(b"no line at all\n")
        celltrail.log_metric("m", 2)
    assert stored(workspace, run).metrics == {"m": 2.0}
    assert any("2 damaged line(s)" in alert.message for alert in workspace.store.drift.alerts())
    assert list((workspace.settings.journals / "damaged").iterdir()) != []


def test_a_forked_child_logs_to_the_run_of_its_parent(workspace: Workspace) -> None:
    with track("fork") as run:
        celltrail.log_metric("m", 1)
        child = os.fork()
        if child == 0:
            celltrail.log_metric("child", 7)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        celltrail.log_metric("m", 2)
    row = stored(workspace, run)
    assert (row.metrics, row.run.status) == ({"child": 7.0, "m": 2.0}, "finished")


def test_a_forked_child_that_leaves_the_block_does_not_end_the_run_of_its_parent(workspace: Workspace) -> None:
    parent = os.getpid()
    with track("fork") as run:
        _child = os.fork()
        if _child:
            os.waitpid(_child, 0)
            workspace.drain()
            assert workspace.store.runs.find(run.id).run.status == "running"
            run.log_metric("after", 1)
    if os.getpid() != parent:
        os._exit(0)
    row = stored(workspace, run)
    assert (row.run.status, row.metrics) == ("finished", {"after": 1.0})
    assert only_cell(workspace, run).status == "finished"


def test_what_a_forked_child_logs_is_shown_while_the_child_lives(workspace: Workspace, wait_for: Any) -> None:
    with track("fork") as run:
        wait_for(workspace.store.runs.list)
        child = os.fork()
        if child == 0:
            celltrail.log_metric("child", 7)
            time.sleep(60)
            os._exit(0)
        wait_for(lambda: workspace.store.runs.find(run.id).metrics == {"child": 7.0})
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_home_that_cannot_be_written_is_said_when_a_block_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELLTRAIL_HOME", "/proc/nowhere")
    with pytest.raises(StoreError) as caught, track("x"):
        pytest.fail("the block began")
    assert "CELLTRAIL_HOME" in caught.value.hint
