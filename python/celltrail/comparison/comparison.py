"""Two or more sides, compared with the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from celltrail.comparison import html, text
from celltrail.comparison.code import CellChange, cell_changes
from celltrail.comparison.data import DataChange, data_changes
from celltrail.comparison.side import Side
from celltrail.comparison.values import MetricRow, ValueChange, changes, metric_rows
from celltrail.records import Environment
from celltrail.tracking import Workspace


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison:
    """How runs differ from the first of them: HTML in a notebook, text by ``print``.

    Each list holds records: ``pandas.DataFrame(found.metrics)`` is a table.
    """

    sides: tuple[Side, ...]
    metrics: list[MetricRow]
    params: list[ValueChange]
    code: list[CellChange]
    data: list[DataChange]
    packages: list[ValueChange]
    environment: list[ValueChange]
    """Interpreter, platform, hardware and threads."""
    source: list[ValueChange]
    """Notebook, git commit, branch and uncommitted patch."""
    files: list[ValueChange]
    """Files that were read, with their digests."""
    seeds: list[ValueChange]
    notes: tuple[str, ...] = ()
    """What to know before believing it."""

    def __repr__(self) -> str:
        return text.written(self)

    def _repr_html_(self) -> str:
        return html.drawn(self)


def compare_sides(workspace: Workspace, sides: Sequence[Side]) -> Comparison:
    """Return how sides differ from the first."""
    sides, notes = _apart(sides)
    first, others = sides[0], sides[1:]
    return Comparison(
        sides=tuple(sides),
        metrics=metric_rows(sides),
        params=[one for side in others for one in changes(first.row.params, side.row.params, side.label)],
        code=[one for side in others for one in cell_changes(first.cells, side.cells, side.label)],
        data=[
            one for side in others for one in data_changes(workspace.artifacts, first.uses, side.uses, side.label)
        ],
        packages=[one for side in others for one in changes(_packages(first), _packages(side), side.label)],
        environment=[one for side in others for one in changes(_machine(first), _machine(side), side.label)],
        source=[one for side in others for one in changes(_source(first), _source(side), side.label)],
        files=[one for side in others for one in changes(_files(first), _files(side), side.label)],
        seeds=[one for side in others for one in changes(_seeds(first), _seeds(side), side.label)],
        notes=tuple(notes),
    )


def _apart(sides: Sequence[Side]) -> tuple[list[Side], list[str]]:
    """Let no run count on two sides: where runs are repeats of each other, that is the answer."""
    seen: dict[str, str] = {}
    for side in sides:
        for row in side.repeats:
            seen[row.run.id] = seen.get(row.run.id, "") + side.label
    overlapping = sorted({labels for labels in seen.values() if len(labels) > 1})
    if not overlapping:
        return list(sides), []
    both = {label for labels in overlapping for label in labels}
    alone = [
        replace(side, repeats=(side.row,), was_found=False) if side.label in both and side.was_found else side
        for side in sides
    ]
    said = " and ".join(sorted(both))
    note = f"{said} repeat each other: same code, parameters and inputs, only seeds differ. What differs is noise."
    return alone, [note]


def _packages(side: Side) -> dict[str, Any]:
    return dict(side.environment.packages) if side.environment else {}


def _machine(side: Side) -> dict[str, Any]:
    known: Environment | None = side.environment
    if known is None:
        return {}
    return {
        "python": f"{known.implementation} {known.python}",
        "platform": known.platform,
        "cpu": f"{known.cpu_count} of {known.cpu}",
        "memory": f"{known.memory_bytes / 2**30:.1f} GiB",
        "gpus": ", ".join(known.gpus) or "none",
        **known.threads,
    }


def _source(side: Side) -> dict[str, Any]:
    source = side.run.source
    facts = {"notebook": source.notebook, "git commit": source.git_commit, "git branch": source.git_branch}
    facts["uncommitted patch"] = source.git_patch and source.git_patch[:12]
    return {name: value for name, value in facts.items() if value is not None}


def _files(side: Side) -> dict[str, Any]:
    return {
        path: cell.file_digests.get(path, "content not known")[:12]
        for cell in side.cells
        for path in cell.files_read
    }


def _seeds(side: Side) -> dict[str, Any]:
    seeds: dict[str, Any] = {name: seed for cell in side.cells for name, seed in cell.seeds.items()}
    return seeds if side.run.seed is None else {"run": side.run.seed, **seeds}
