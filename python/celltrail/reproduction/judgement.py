"""The verdict on a run: every cell, every value, every number."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.records import CellVerdict
from celltrail.reproduction.cause import Case, Suspect, suspects
from celltrail.reproduction.data import Layout
from celltrail.reproduction.hazards import clock_calls, clock_names
from celltrail.reproduction.outputs import Judged, Sides, judge, worst
from celltrail.reproduction.recorded import Recorded, ShownCell
from celltrail.reproduction.values import judge_metrics, judge_values
from celltrail.reproduction.volatile import TIMINGS, Times
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
    from_clock: set[str] = set()
    for number, old in enumerate(before.shown):
        new = after.shown[number] if number < len(after.shown) else None
        ran = _ran(before, old)
        if new is None or (new.position not in done and ran):
            found[old.position].append(Judged(sameness="missing", detail="it was not run again"))
            continue
        from_clock = clock_names(old.source, from_clock)
        is_timed = bool(clock_calls(old.source))
        how = Sides(before=places[0], after=places[1], tolerance=tolerance, is_timed=is_timed)
        found[old.position].append(judge(old.outputs, new.outputs, how))
    values = judge_values(artifacts, before, after, tolerance)
    for position, name, one in chain(values, judge_metrics(before, after, tolerance)):
        is_time = name.rpartition(".")[2] in from_clock and one.sameness == "different"
        judged_now = Judged(volatile=(TIMINGS,)) if is_time else one
        found[-1 if position is None else position].append(judged_now)
    return {position: worst(judgements) for position, judgements in found.items()}


def _ran(recorded: Recorded, cell: ShownCell) -> bool:
    own = [one for one in recorded.cells if one.run_id == recorded.run.id]
    return any(one.position == cell.position and one.status != "running" for one in own) if own else True


def _times(recorded: Recorded, folder: str) -> Times:
    run = recorded.run
    return Times(begun=run.started_at, ended=run.ended_at or run.started_at, folders=(folder,))


def _said(blamed: tuple[Suspect, ...], overall: Judged, departed: list[int]) -> str:
    first = blamed[0].detail if departed else f"{overall.detail}. {blamed[0].detail}"
    others = [one.detail for one in blamed[1:] if one.detail != blamed[0].detail]
    return " ".join([first, *([_BESIDE + " ".join(others[:3])] if others else [])])
