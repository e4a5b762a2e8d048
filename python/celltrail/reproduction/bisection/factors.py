"""What differs between two runs of notebooks, in pieces that can be swapped one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from celltrail import jobs
from celltrail.comparison.code import cell_changes
from celltrail.comparison.repeats import without_seeds
from celltrail.records import CellExecution
from celltrail.reproduction.cause import differing_packages, said_packages
from celltrail.reproduction.data import content_of
from celltrail.reproduction.recorded import Recorded
from celltrail.tracking import Workspace

FactorKind = Literal["code", "parameter", "data", "seed", "packages"]
_SEEDS = ("seed", "random_state")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Factor:
    """One thing that differs."""

    kind: FactorKind
    name: str
    """For people: which cell, parameter or file."""
    before: Any = None
    after: Any = None
    """Of a parameter its values, of a cell its places, of a file its digests."""
    untested: str = ""
    """Why it cannot be swapped; empty where it can."""

    @property
    def label(self) -> str:
        """The factor in a few words."""
        if self.kind in ("parameter", "seed"):
            return f"{self.kind} {self.name}: {self.before!r} → {self.after!r}"
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that differs between two runs."""

    before: Recorded
    after: Recorded
    factors: tuple[Factor, ...]
    pairs: tuple[tuple[int | None, int | None], ...]
    """Which cell of the one notebook belongs to which of the other, in order."""

    @property
    def swappable(self) -> tuple[Factor, ...]:
        """The factors that can be swapped."""
        return tuple(factor for factor in self.factors if not factor.untested)


def difference(workspace: Workspace, before: Recorded, after: Recorded, *, packages: bool) -> Difference:
    """Return what differs between two runs."""
    pairs = tuple(
        (change.before, change.after)
        for change in cell_changes(_as_executions(before), _as_executions(after), "B")
    )
    return Difference(
        before=before,
        after=after,
        factors=(
            *_code(before, after, pairs),
            *_parameters(before, after),
            *_data(workspace, before, after),
            *_packages(before, after, packages=packages),
        ),
        pairs=pairs,
    )


def _as_executions(recorded: Recorded) -> list[CellExecution]:
    """Return the cells of a notebook, text too, in the form that cells are paired in."""
    return [
        CellExecution(
            id=str(place),
            run_id=recorded.run.id,
            position=place,
            source=cell.source,
            status="finished",
            started_at=0.0,
            cell_id=cell.get("id"),
        )
        for place, cell in enumerate(recorded.notebook.cells)
        if cell.cell_type == "code"
    ]


def _code(before: Recorded, after: Recorded, pairs: tuple[tuple[int | None, int | None], ...]) -> Iterator[Factor]:
    for old, new in pairs:
        sources = [
            None if place is None else side.notebook.cells[place].source
            for side, place in ((before, old), (after, new))
        ]
        if sources[0] == sources[1]:
            continue
        stripped = [without_seeds(source)[0] for source in sources if source is not None]
        is_seed = len(stripped) == len(sources) and stripped[0] == stripped[1]
        first = (sources[1] or sources[0] or "").strip().splitlines()[:1]
        place = old if old is not None else new or 0
        name = f"of cell {place + 1} ({first[0][:40] if first else 'empty'})"
        if old is None or new is None:
            name += ", which only the second run has" if old is None else ", which only the first run has"
        yield Factor(kind="seed" if is_seed else "code", name=name, before=old, after=new)


def _parameters(before: Recorded, after: Recorded) -> Iterator[Factor]:
    old, new = effective(before), effective(after)
    for name in sorted({*before.parameters, *after.parameters}):
        if old.get(name) == new.get(name):
            continue
        missing = [side for side, known in (("first", old), ("second", new)) if name not in known]
        untested = f"the {missing[0]} notebook has no such parameter" if missing else ""
        is_seed = any(name == word or name.endswith(f"_{word}") for word in _SEEDS)
        kind: FactorKind = "seed" if is_seed else "parameter"
        yield Factor(kind=kind, name=name, before=old.get(name), after=new.get(name), untested=untested)


def effective(recorded: Recorded) -> dict[str, Any]:
    """Return the values that a run's parameters had, given or by default."""
    declared = jobs.parameters_of(recorded.notebook) or ()
    return {**{one.name: one.default for one in declared}, **recorded.parameters}


def _data(workspace: Workspace, before: Recorded, after: Recorded) -> Iterator[Factor]:
    old, new = beside(before), beside(after)
    for name in sorted(old.keys() & new.keys()):
        (path, digest), (other_path, other) = old[name], new[name]
        if digest == other:
            continue
        lacking = [
            side
            for side, where, content in (("first", path, digest), ("second", other_path, other))
            if content_of(workspace, where, content) is None
        ]
        untested = f"what the {' and the '.join(lacking)} run read was not kept" if lacking else ""
        if path != other_path and not _is_below(path, before.path.parent):
            untested = untested or "it lies outside of the notebook's folder"
        yield Factor(kind="data", name=name, before=digest, after=other, untested=untested)


def beside(recorded: Recorded) -> Mapping[str, tuple[str, str | None]]:
    """Return the files that a run read, by their path as seen from the notebook: path and digest."""
    folder = recorded.path.parent
    return {
        str(Path(path).relative_to(folder)) if _is_below(path, folder) else path: (path, digest)
        for path, digest in recorded.files.items()
    }


def _is_below(path: str, folder: Path) -> bool:
    return Path(path).is_relative_to(folder)


def _packages(before: Recorded, after: Recorded, *, packages: bool) -> Iterator[Factor]:
    if before.environment is None or after.environment is None:
        return
    code = "\n".join(cell.source for cell in (*before.shown, *after.shown))
    if differing := differing_packages(before.environment, after.environment, code):
        untested = "" if packages else "environments are built only where that is asked for"
        yield Factor(kind="packages", name=said_packages(differing), untested=untested)
