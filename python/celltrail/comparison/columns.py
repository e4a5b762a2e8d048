"""Two frames, column by column: their manifests say which columns are the same; only the others are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from celltrail.artifacts import ArtifactStore
from celltrail.artifacts.frames import FrameCodec

_Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChange:
    """A column that differs between two frames."""

    column: str
    change: Literal["added", "removed", "retyped", "changed"]
    type_before: str | None = None
    type_after: str | None = None
    differing: int | None = None
    """How many values differ; None where the numbers of rows differ, or the values cannot be compared."""
    rows: int | None = None
    mean_before: float | None = None
    mean_after: float | None = None
    sd_before: float | None = None
    sd_after: float | None = None


def column_changes(artifacts: ArtifactStore, before: str, after: str) -> list[ColumnChange]:
    """Return the columns that differ between two frames that are kept under these digests.

    Raises
    ------
    NotFoundError
        A part is not here.
    CorruptArtifactError
        The bytes of a part have changed.
    """
    manifests = [json.loads(artifacts.get_bytes(digest)) for digest in (before, after)]
    old, new = ({column["name"]: column for column in manifest["columns"]} for manifest in manifests)
    same_rows = manifests[0]["rows"] == manifests[1]["rows"]
    found = [
        ColumnChange(column=name, change="removed", type_before=old[name]["type"])
        for name in old
        if name not in new
    ]
    for name, column in new.items():
        if name not in old:
            found.append(ColumnChange(column=name, change="added", type_after=column["type"]))
        elif old[name]["digest"] != column["digest"] or old[name]["type"] != column["type"]:
            pair = [_column(artifacts.get_bytes, one) for one in (old[name], column)]
            found.append(_compared(name, pair[0], pair[1], same_rows=same_rows))
    return found


def _column(get: Callable[[str], bytes], column: dict[str, Any]) -> Any:
    """Return one column as an Arrow array."""
    alone = {"flavour": "pyarrow.Table", "rows": 0, "columns": [column], "metadata": {}}
    table = FrameCodec().decode(json.dumps(alone).encode(), get, ())
    return _plain(table.column(0))


def _compared(name: str, before: Any, after: Any, *, same_rows: bool) -> ColumnChange:
    means, sds = zip(_described(before), _described(after), strict=True)
    return ColumnChange(
        column=name,
        change="changed" if before.type == after.type else "retyped",
        type_before=str(before.type),
        type_after=str(after.type),
        differing=_differing(before, after) if same_rows else None,
        rows=len(after),
        mean_before=means[0],
        mean_after=means[1],
        sd_before=sds[0],
        sd_after=sds[1],
    )


def _described(values: Any) -> tuple[float | None, float | None]:
    """Return mean and standard deviation of a column of numbers; nan counts as missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not (pa.types.is_integer(values.type) or pa.types.is_floating(values.type)):
        return None, None
    if pa.types.is_floating(values.type):
        values = values.filter(pc.is_finite(values))
    return pc.mean(values).as_py(), pc.stddev(values, ddof=1).as_py() if len(values) > 1 else None


def _differing(before: Any, after: Any) -> int | None:
    """Return how many values differ; two that are missing, or nan, are the same."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        if before.type != after.type:
            after = after.cast(before.type)
        unequal = pc.fill_null(pc.not_equal(before, after), False)
        if pa.types.is_floating(before.type):
            both = pc.fill_null(pc.and_(pc.is_nan(before), pc.is_nan(after)), False)
            unequal = pc.and_not(unequal, both)
        missing = pc.xor(pc.is_null(before), pc.is_null(after))
        return int(pc.sum(unequal).as_py() or 0) + int(pc.sum(missing).as_py() or 0)
    except pa.ArrowException:
        return None


def _plain(values: Any) -> Any:
    """Return categories as the values that they stand for."""
    import pyarrow as pa

    return values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values
