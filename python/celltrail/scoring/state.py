"""How a scoring stands, as its run says."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping

from celltrail.errors import ConflictError, NotFoundError
from celltrail.records import RunRow, ScoreState
from celltrail.scoring.account import OWN_METRICS, PID_TAG
from celltrail.scoring.progress import RATE, ROWS
from celltrail.tracking import Workspace

KIND = "score"
_MOST = 200


def state(here: Workspace, run_id: str) -> ScoreState:
    """Return how a scoring stands; one whose process is gone is ``lost``.

    Raises
    ------
    NotFoundError
        There is no such scoring.
    """
    here.drain(only_finished=True)
    row = here.store.runs.find(run_id)
    if row.run.kind != KIND:
        raise NotFoundError(f"The run {row.run.name} scored nothing.", hint="Runs of the kind score do.")
    return _state(row)


def states(here: Workspace) -> tuple[ScoreState, ...]:
    """Return the newest scorings."""
    here.drain(only_finished=True)
    found = here.store.runs.list(limit=_MOST, search=f"kind == '{KIND}'")
    return tuple(_state(row) for row in found)


def cancel(here: Workspace, run_id: str) -> ScoreState:
    """Ask a scoring to end, which leaves no output, and return how it stands.

    Raises
    ------
    ConflictError
        It has ended already.
    """
    now = state(here, run_id)
    pid = here.store.runs.find(run_id).tags.get(PID_TAG, "")
    if now.status != "running" or not pid.isdecimal():
        raise ConflictError(f"It is {now.status} already.", hint="Only what runs can be stopped.")
    try:
        os.kill(int(pid), signal.SIGTERM)
    except ProcessLookupError:
        return state(here, run_id)
    return now


def _state(row: RunRow) -> ScoreState:
    model, _, number = str(row.params.get("model", "")).rpartition("/")
    rows, rate = int(row.metrics.get(ROWS) or 0), row.metrics.get(RATE) or 0.0
    total = row.params.get("rows_total")
    total = total if isinstance(total, int) else None
    left = max(0, total - rows) / rate if total is not None and rate and row.run.status == "running" else None
    return ScoreState(
        run_id=row.run.id,
        model=model,
        number=int(number) if number.isdecimal() else 0,
        status=row.run.status,
        input=str(row.params.get("input", "")),
        output=str(row.params.get("output", "")),
        rows=rows,
        rows_total=total,
        rows_per_s=rate,
        left_s=left,
        rejected=int(row.metrics.get("rejected") or 0),
        error=row.run.error,
        started_at=row.run.started_at,
        ended_at=row.run.ended_at,
        metrics=_others(row.metrics),
    )


def _others(metrics: Mapping[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in metrics.items() if value is not None and name not in OWN_METRICS}
