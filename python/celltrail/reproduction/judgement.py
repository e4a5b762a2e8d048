"""The verdict on a run: every cell, every value, every number."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.records import CellVerdict
from celltrail.reproduction.cause import Case, Suspect, suspects
from celltrail.reproduction.data import Layout
from celltrail.reproduction.hazards import clock_calls
from celltrail.reproduction.outputs import Judged, Sides, judge, worst
from celltrail.reproduction.recorded import Recorded, ShownCell
from celltrail.reproduction.values import judge_metrics, judge_values
from celltrail.reproduction.volatile import Times
from celltrail.tracking import Workspace

_DEPARTED = ("different", "missing")
_BESIDE = "Also possible: "


def judged(
    workspace: Workspace, sides: tuple[Recorded, Recorded], layout: Layout, tolerance: float
) -> dict[str, Any]:
    """Return the verdict's fields of a reproduction."""
    before, after = sides
    cells = _cells(workspace.artifacts, sides, layout, tolerance)
    verdicts = [
        CellVerdict(position=position, sameness=one.sameness, detail=one.detail, volatile=one.volatile)
        for position, one in sorted(cells.items())
        if position >= 0
    ]
    overall = worst(cells.values())
    departed = [one.position for one in verdicts if one.sameness in _DEPARTED]
    found: dict[str, Any] = {"cells": tuple(verdicts), "verdict": overall.sameness}
    if overall.sameness in _DEPARTED:
        first = departed[0] if departed else None
        blamed = suspects(Case(before=before, after=after, layout=layout, position=first))
        found |= {
            "first_different": first,
            "cause": blamed[0].cause,
            "cause_detail": _said(blamed, overall, departed),
        }
    return found


def _cells(
    artifacts: ArtifactStore, sides: tuple[Recorded, Recorded], layout: Layout, tolerance: float
) -> dict[int, Judged]:
    """Return how each cell came out by its position; what belongs to no cell is under -1."""
    before, after = sides
    found: dict[int, list[Judged]] = defaultdict(list)
    done = {cell.position for cell in after.cells if cell.run_id == after.run.id and cell.status != "running"}
    places = _times(before, str(before.path.parent)), _times(after, str(layout.notebook.parent))
    timed: set[int] = set()
    for number, old in enumerate(before.shown):
        new = after.shown[number] if number < len(after.shown) else None
        ran = _ran(before, old)
        if new is None or (new.position not in done and ran):
            found[old.position].append(Judged(sameness="missing", detail="it was not run again"))
            continue
        is_timed = bool(clock_calls(old.source))
        if is_timed:
            timed.add(old.position)
        how = Sides(before=places[0], after=places[1], tolerance=tolerance, is_timed=is_timed)
        found[old.position].append(judge(old.outputs, new.outputs, how))
    for position, _, one in judge_values(artifacts, before, after, tolerance):
        found[-1 if position is None else position].append(one)
    for position, name, one in judge_metrics(before, after, tolerance):
        if position in timed and one.sameness in _DEPARTED and _is_time(name):
            one = Judged(volatile=("timings",))  # noqa: PLW2901 - a duration that the cell measured
        found[-1 if position is None else position].append(one)
    return {position: worst(judgements) for position, judgements in found.items()}


def _ran(recorded: Recorded, cell: ShownCell) -> bool:
    own = [one for one in recorded.cells if one.run_id == recorded.run.id]
    return any(one.position == cell.position and one.status != "running" for one in own) if own else True


def _times(recorded: Recorded, folder: str) -> Times:
    run = recorded.run
    return Times(begun=run.started_at, ended=run.ended_at or run.started_at, folders=(folder,))


def _is_time(name: str) -> bool:
    last = name.rpartition(".")[2].lower()
    return any(word in last for word in ("time", "second", "elapsed", "duration")) or last.endswith(("_s", "_ms"))


def _said(blamed: tuple[Suspect, ...], overall: Judged, departed: list[int]) -> str:
    first = blamed[0].detail if departed else f"{overall.detail}. {blamed[0].detail}"
    others = [one.detail for one in blamed[1:] if one.detail != blamed[0].detail]
    return " ".join([first, *([_BESIDE + " ".join(others[:3])] if others else [])])
