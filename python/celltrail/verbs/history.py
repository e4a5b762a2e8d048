"""What a name held, version after version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from celltrail import clock
from celltrail.errors import CelltrailError, NotFoundError
from celltrail.records import NameVersion
from celltrail.tracking import Workspace, workspace

HEADINGS = ("version", "when (UTC)", "run", "cell", "what", "size", "uses", "changed")
_FRAME = "frame"
_SHOWN = 5


def history(name: str, *, limit: int = 100) -> tuple[NameVersion, ...]:
    """Return the versions of a named value, oldest first, each with what changed.

    Parameters
    ----------
    name
        A name that tracked cells read or made, such as ``X_train``; a parameter or metric, such as ``max_depth``.
    limit
        How many at the most; the newest count.

    Raises
    ------
    NotFoundError
        Nothing was tracked under the name.

    Examples
    --------
    >>> celltrail.history("X_train")  # doctest: +SKIP
    """
    found = known_history(name, limit=limit)
    if not found:
        raise NotFoundError(
            f"Nothing was tracked under the name {name!r}.", hint="`celltrail show RUN` lists the names of a run."
        )
    return found


def known_history(name: str, *, limit: int = 100) -> tuple[NameVersion, ...]:
    """Return the versions of a named value; none where the name is not known."""
    here = workspace()
    here.drain()
    found = here.store.histories.of(name, limit) or here.store.histories.of_values(name, limit)
    after = (replace(new, changed=tuple(_changes(here, old, new))) for old, new in pairwise(found))
    return (*found[:1], *after)


def described(version: NameVersion) -> str:
    """Return what a version is in a few words: its shape, class or value.

    A frame is ``rows x columns``, an array its shape, a model its class, a plain value itself.
    """
    summary = version.summary
    if "value" in summary:
        value = summary["value"]
        return f"{value:.6g}" if isinstance(value, float) else str(value)
    if version.kind == _FRAME:
        return f"{summary.get('rows', '?')} x {len(summary.get('columns', ()))}"
    shape = " x ".join(map(str, summary["shape"])) if summary.get("shape") else ""
    return shape or str(summary.get("class") or summary.get("name") or version.kind)


def row_of(version: NameVersion) -> tuple[str, ...]:
    """Return a version as a table shows it, below ``HEADINGS``."""
    return (
        f"v{version.version}",
        clock.iso(version.at).replace("T", " ")[:16],
        f"{version.run_name} {version.run_id[-6:]}",
        version.cell_id or "",
        described(version) if version.kind == "value" else f"{version.kind} {described(version)}",
        "" if version.size_bytes is None else _size(version.size_bytes),
        str(version.uses),
        "; ".join(version.changed),
    )


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:  # noqa: PLR2004 - SI
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} GB"


def _changes(here: Workspace, old: NameVersion, new: NameVersion) -> Iterator[str]:
    if old.kind != new.kind:
        yield f"{old.kind} → {new.kind}"
    elif new.kind == _FRAME:
        yield from _frame_changes(here, old, new)
    elif (before := described(old)) != (after := described(new)):
        yield f"{before} → {after}"
    else:
        yield "content"


def _frame_changes(here: Workspace, old: NameVersion, new: NameVersion) -> Iterator[str]:
    rows = [version.summary.get("rows") for version in (old, new)]
    if rows[0] != rows[1]:
        yield f"rows {rows[0]} → {rows[1]}"
    before, after = _columns(here, old), _columns(here, new)
    groups = {
        "added": [name for name in after if name not in before],
        "removed": [name for name in before if name not in after],
        "changed": [name for name in after if name in before and after[name] != before[name]],
    }
    if rows[0] != rows[1] and len(groups["changed"]) == len(after.keys() & before.keys()):
        del groups["changed"]  # with other rows every column is another one
    for what, names in groups.items():
        if names:
            yield f"{what} {', '.join(names[:_SHOWN])}{' …' if len(names) > _SHOWN else ''}"


def _columns(here: Workspace, version: NameVersion) -> dict[str, Any]:
    """Return the columns of a frame by name, each with what tells its content."""
    try:
        manifest = json.loads(here.artifacts.get_bytes(version.digest or ""))
        return {str(entry["name"]): (entry["type"], entry["digest"]) for entry in manifest["columns"]}
    except (CelltrailError, ValueError, KeyError, TypeError):  # the bytes are gone: what the row tells is left
        columns: dict[str, Any] = dict(version.summary.get("columns", {}))
        return columns
