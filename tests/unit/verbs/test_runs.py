from __future__ import annotations

from celltrail.records import Run, RunRow
from celltrail.verbs.runs import columns_of


def row(**values: object) -> RunRow:
    run = Run(id="0" * 26 + "abcdef", name="r", kind="cell", status="finished", started_at=0.0, ended_at=2.0)
    return RunRow(run=run, **{"params": {}, "metrics": {}, "tags": {}, **values})  # type: ignore[arg-type]


def test_a_name_that_is_taken_stands_behind_its_kind() -> None:
    columns = columns_of([row(params={"loss": "mse", "name": "x", "depth": 6}, metrics={"loss": 0.5}), row()])
    assert list(columns) == [
        "run", "name", "status", "stale", "started", "seconds",
        "params.loss", "params.name", "depth", "metrics.loss",
    ]  # fmt: skip
    assert columns["params.loss"] == ["mse", None]
    assert columns["metrics.loss"] == [0.5, None]
    assert columns["name"] == ["r", "r"]
    assert columns["seconds"] == [2.0, 2.0]
