"""The inputs and outputs of two runs, name by name. Content that has the same digest is not looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.comparison.columns import ColumnChange, column_changes
from celltrail.comparison.values import Change, ValueChange, changes
from celltrail.errors import CelltrailError
from celltrail.records import Artifact, ArtifactUse, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class DataChange:
    """What a name held on two sides."""

    name: str
    side: str
    direction: Direction
    change: Change
    before: Artifact | None
    after: Artifact | None
    said: str = ""
    """What differs, in words."""
    columns: tuple[ColumnChange, ...] = ()
    """Of frames: the columns that differ."""
    params: tuple[ValueChange, ...] = ()
    """Of models: the settings that differ."""


def data_changes(
    artifacts: ArtifactStore, before: Iterable[ArtifactUse], after: Iterable[ArtifactUse], side: str
) -> list[DataChange]:
    """Return how the inputs and outputs of a run differ from those of another."""
    found = []
    directions: tuple[Direction, ...] = ("input", "output")
    for direction in directions:
        old, new = _by_name(before, direction), _by_name(after, direction)
        for name in sorted({*old, *new}):
            one, other = old.get(name), new.get(name)
            change: Change = "added" if one is None else "removed" if other is None else "changed"
            if one is not None and other is not None and one.digest == other.digest:
                change = "same"
            plain = DataChange(name=name, side=side, direction=direction, change=change, before=one, after=other)
            found.append(_looked_into(artifacts, plain) if change == "changed" else plain)
    return found


def _by_name(uses: Iterable[ArtifactUse], direction: Direction) -> dict[str, Artifact]:
    return {use.name: use.artifact for use in uses if use.direction == direction}


def _looked_into(artifacts: ArtifactStore, change: DataChange) -> DataChange:
    """Say what differs between two contents; what cannot be read differs all the same."""
    before, after = change.before, change.after
    assert before is not None
    assert after is not None
    if before.kind != after.kind or before.codec != after.codec:
        return replace(change, said=f"{_class(before)} before, {_class(after)} after")
    try:
        if before.codec == "frame/1":
            columns = column_changes(artifacts, before.digest, after.digest)
            rows = before.summary.get("rows"), after.summary.get("rows")
            said = f"{rows[0]} rows" if rows[0] == rows[1] else f"{rows[0]} rows before, {rows[1]} after"
            return replace(change, columns=tuple(columns), said=said)
        if before.codec == "npy/1":
            return replace(change, said=_array_said(artifacts, before, after))
    except CelltrailError as error:
        return replace(change, said=f"it cannot be looked into: {error.message}")
    settings = changes(before.summary.get("params") or {}, after.summary.get("params") or {}, change.side)
    differing = tuple(one for one in settings if one.change != "same")
    return replace(change, params=differing, said=_said(before, after))


def _array_said(artifacts: ArtifactStore, before: Artifact, after: Artifact) -> str:
    import numpy as np

    shapes, kinds = ([artifact.summary.get(key) for artifact in (before, after)] for key in ("shape", "dtype"))
    lines = [
        f"{name} {old} before, {new} after"
        for name, (old, new) in (("shape", shapes), ("dtype", kinds))
        if old != new
    ]
    if lines:
        return ", ".join(lines)
    one, other = (artifacts.get(artifact.digest, artifact.codec) for artifact in (before, after))
    differs = one != other
    if one.dtype.kind in "fc":
        differs &= ~(np.isnan(one) & np.isnan(other))
    if one.dtype.kind not in "iuf" or not differs.any():
        return f"{int(differs.sum())} of {one.size} values differ"
    largest = np.abs(one[differs].astype(float) - other[differs].astype(float)).max()
    return f"{int(differs.sum())} of {one.size} values differ, by {largest:.4g} at the most"


def _said(before: Artifact, after: Artifact) -> str:
    if _class(before) != _class(after):
        return f"{_class(before)} before, {_class(after)} after"
    return f"{_class(before)}: other content"


def _class(artifact: Artifact) -> Any:
    return artifact.summary.get("class", artifact.kind)
