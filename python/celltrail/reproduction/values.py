"""Whether two executions computed the same: the values that their cells left behind, and what they measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from celltrail.artifacts import ArtifactStore, to_arrow
from celltrail.errors import CelltrailError
from celltrail.records import Artifact
from celltrail.reproduction.outputs import Judged, judge_number
from celltrail.reproduction.recorded import Recorded, named_children

_PICKLE = "pickle/1"
_NOT_COMPARED = {"notebook", "environment", "profile"}


def positions(recorded: Recorded) -> dict[str, int]:
    """Return at which cell of the notebook each execution happened: by its id, and by the id of its run."""
    found: dict[str, int] = {}
    by_id = {cell.cell_id: cell.position for cell in recorded.shown if cell.cell_id}
    for cell in recorded.cells:
        if cell.run_id == recorded.run.id:
            found[cell.id] = cell.position
    for child in recorded.children:
        place = by_id.get(child.run.source.cell_id or "")
        for cell in (one for one in recorded.cells if one.run_id == child.run.id):
            fitting = [one.position for one in recorded.shown if cell.source.strip() in one.source]
            if (position := place if place is not None else next(iter(fitting), None)) is not None:
                found[cell.id] = found[child.run.id] = position
    return found


def judge_values(
    artifacts: ArtifactStore, before: Recorded, after: Recorded, tolerance: float
) -> Iterator[tuple[int | None, str, Judged]]:
    """Give how the kept values compare: at which cell, under which name, and how."""
    old, new = _made(before), _made(after)
    for key, (position, one) in old.items():
        if key not in new:
            yield position, key[-1], Judged(sameness="missing", detail=f"{key[-1]} was not made")
        else:
            yield position, key[-1], judge_artifact(artifacts, one, new[key][1], tolerance)


def judge_metrics(before: Recorded, after: Recorded, tolerance: float) -> Iterator[tuple[int | None, str, Judged]]:
    """Give how the measured numbers compare: at which cell, under which name, and how."""
    places, children = positions(before), named_children(before.children)
    own = (cell for cell in before.cells if cell.run_id == before.run.id)
    bound = {name: cell.position for cell in own for name in cell.binds}
    new = after.metrics
    for name, value in before.metrics.items():
        child = next((run for label, run in children.items() if name.startswith(f"{label}.")), None)
        position = places.get(child.run.id) if child else bound.get(name)
        if name not in new:
            yield position, name, Judged(sameness="missing", detail=f"{name} was not measured")
        else:
            judged = judge_number(value, new[name], tolerance)
            detail = judged.detail and f"{name}: {judged.detail}"
            yield position, name, Judged(sameness=judged.sameness, detail=detail)


def judge_artifact(artifacts: ArtifactStore, before: Artifact, after: Artifact, tolerance: float) -> Judged:
    """Return how two contents compare: by their digests, and where these differ, number by number."""
    if before.digest == after.digest:
        return Judged()
    if before.codec != after.codec:
        return Judged(sameness="different", detail=f"{before.kind} before, {after.kind} now")
    if before.codec == _PICKLE:  # equal objects need not have equal pickles
        return Judged(volatile=("objects that are kept as pickles",))
    if before.codec not in ("frame/1", "npy/1"):
        return Judged(sameness="different", detail=f"other content ({before.summary.get('class', before.kind)})")
    try:
        values = [artifacts.get(one.digest, one.codec) for one in (before, after)]
    except CelltrailError as error:
        return Judged(sameness="different", detail=f"other content, which cannot be looked into: {error.message}")
    compare = _judge_arrays if before.codec == "npy/1" else _judge_frames
    return compare(values[0], values[1], tolerance)


def _made(recorded: Recorded) -> dict[tuple[str, ...], tuple[int | None, Artifact]]:
    """Return the last content of each name that a cell made, by the cell and the name."""
    places = positions(recorded)
    names = {child.run.id: label for label, child in named_children(recorded.children).items()}
    order = {cell.position: str(number) for number, cell in enumerate(recorded.shown)}
    found: dict[tuple[str, ...], tuple[int | None, Artifact]] = {}
    for use in recorded.uses:
        if use.direction != "output" or use.artifact.kind in _NOT_COMPARED:
            continue
        position = places.get(use.cell_execution_id or use.run_id)
        owner = names.get(use.run_id) or order.get(position if position is not None else -1, "")
        found[owner, use.name] = position, use.artifact
    return found


def _judge_arrays(before: Any, after: Any, tolerance: float) -> Judged:
    import numpy as np

    if before.shape != after.shape or before.dtype != after.dtype:
        shapes = f"{before.dtype} {before.shape} before, {after.dtype} {after.shape} now"
        return Judged(sameness="different", detail=shapes)
    if before.dtype.kind not in "iufcb":
        return Judged(sameness="different", detail="other values")
    is_number = before.dtype.kind in "fc"
    differs = ~((before == after) | ((before != before) & (after != after)))  # noqa: PLR0124 - nan is like nan
    if not differs.any():
        return Judged(detail="")
    detail = f"{int(differs.sum())} of {before.size} values differ"
    close = is_number and np.allclose(before, after, rtol=tolerance, atol=tolerance, equal_nan=True)
    return Judged(sameness="tolerance" if close else "different", detail=detail)


def _judge_frames(before: Any, after: Any, tolerance: float) -> Judged:
    old, new = _columns(before), _columns(after)
    if old.keys() != new.keys():
        return Judged(sameness="different", detail=f"columns {', '.join(old)} before, {', '.join(new)} now")
    found = []
    for name in old:
        judged = _judge_arrays(old[name], new[name], tolerance)
        if judged.detail:
            found.append(Judged(sameness=judged.sameness, detail=f"column {name}: {judged.detail}"))
    is_different = [one for one in found if one.sameness == "different"]
    return (is_different or found or [Judged()])[0]


def _columns(frame: Any) -> Mapping[str, Any]:
    """Return the columns of a table of any library as arrays."""
    table = to_arrow(frame)
    return {
        str(name): column.to_numpy(zero_copy_only=False) if hasattr(column, "to_numpy") else column
        for name, column in zip(
            table.column_names, (column.combine_chunks() for column in table.columns), strict=True
        )
    }
