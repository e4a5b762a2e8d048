"""Why two executions of the same notebook differ, by what is on record about both."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from celltrail.records import Cause, CellExecution, Environment
from celltrail.reproduction.data import DataFile, Layout
from celltrail.reproduction.hazards import clock_calls, network_uses
from celltrail.reproduction.recorded import Recorded
from celltrail.reproduction.values import positions

_SHOWN = 4
_OURS = "celltrail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A possible cause, with what speaks for it."""

    cause: Cause
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two executions, and the cell at which they part."""

    before: Recorded
    after: Recorded
    layout: Layout
    position: int | None


def suspects(case: Case) -> tuple[Suspect, ...]:
    """Return what may be the cause, the likeliest first.

    Looked at are the cells that the departing one depends on by the names that it reads. Evidence about these
    comes before evidence about the whole process.
    """
    last = case.position if case.position is not None else max((c.position for c in case.before.shown), default=0)
    sources = {cell.position: cell.source for cell in case.before.shown}
    places = upstream(case.before, last)
    questions: tuple[Callable[[Case, set[int], dict[int, str]], Iterator[Suspect]], ...] = (
        _data, _code, _unseeded, _clock, _network,
    )  # fmt: skip
    found = [one for question in questions for one in question(case, places, sources)]
    before, after = case.before.environment, case.after.environment
    if before is not None and after is not None:
        found += _seeds(case, places, before, after)
        found += _packages(before, after, "\n".join(sources.values()))
        found += _hardware(before, after)
    return tuple(found) or (Suspect(cause="unknown", detail="Nothing that was recorded explains it."),)


def upstream(recorded: Recorded, position: int) -> set[int]:
    """Return the cells that one depends on by the names that they read and bind, itself included."""
    reads: dict[int, set[str]] = {}
    binds: dict[int, set[str]] = {}
    places = positions(recorded)
    for cell in recorded.cells:
        place = places.get(cell.id)
        if place is not None:
            reads.setdefault(place, set()).update(cell.reads)
            binds.setdefault(place, set()).update(cell.binds)
    found, wanted = {position}, set(reads.get(position, ()))
    for place in sorted((place for place in binds if place < position), reverse=True):
        if binds[place] & wanted:
            found.add(place)
            wanted |= reads.get(place, set())
    return found


def differing_packages(before: Environment, after: Environment, code: str = "") -> dict[str, tuple[str, str]]:
    """Return the packages of other versions, with both; those that the code imports come first."""
    found = {
        name: (before.packages.get(name, "none"), after.packages.get(name, "none"))
        for name in sorted({*before.packages, *after.packages}, key=str.lower)
        if before.packages.get(name) != after.packages.get(name) and name != _OURS
    }
    imported = _imported(code)
    order = sorted(found, key=lambda name: (re.sub(r"[-.]", "_", name).lower() not in imported, name.lower()))
    return {name: found[name] for name in order}


def said_packages(differing: dict[str, tuple[str, str]]) -> str:
    """Return differing packages for people."""
    shown = [f"{name} {old} → {new}" for name, (old, new) in list(differing.items())[:_SHOWN]]
    more = len(differing) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _data(case: Case, places: set[int], _sources: dict[int, str]) -> Iterator[Suspect]:
    reads = _cells_at(case.before, places)
    known = {path for cell in reads for path in cell.files_read}
    unfit = [file for file in case.layout.files if file.found in ("changed", "missing") and file.path in known]
    unfit += [file for file in _read_otherwise(case, known) if file.path not in {one.path for one in unfit}]
    for file in (one for one in unfit if not _is_of_package(case, Path(one.path))):
        kind: Cause = "code" if file.path.endswith(".py") else "data"
        yield Suspect(cause=kind, detail=f"{file.path}: {file.said}.")


def _is_of_package(case: Case, path: Path) -> bool:
    """Whether a module belongs to a package of another version, which says more than that the module differs."""
    before, after = case.before.environment, case.after.environment
    if path.suffix != ".py" or before is None or after is None:
        return False
    moved = {name.lower().replace("-", "_") for name in differing_packages(before, after)}
    return bool(moved & {path.stem.lower(), path.parent.name.lower()})


def _read_otherwise(case: Case, known: set[str]) -> list[DataFile]:
    """Return the files that were read with another content than on record, such as by an absolute path."""
    digests = {path: digest for cell in case.after.cells for path, digest in cell.file_digests.items()}
    found = []
    for path, digest in case.before.files.items():
        place = case.layout.place(path)
        now = digests.get(str(place)) or digests.get(path)
        if path in known and digest and now and now != digest:
            said = "it was read with another content than on record"
            found.append(DataFile(path=path, digest=digest, found="changed", said=said))
    return found


def _code(case: Case, _places: set[int], _sources: dict[int, str]) -> Iterator[Suspect]:
    before, after = ([cell.source for cell in side.shown] for side in (case.before, case.after))
    if before != after:
        yield Suspect(cause="code", detail="The executed cells are not those on record.")


def _unseeded(case: Case, places: set[int], _sources: dict[int, str]) -> Iterator[Suspect]:
    for side in (case.before, case.after):
        own = positions(side)
        drawn = {own[cell.id]: cell.unseeded for cell in _cells_at(side, places) if cell.unseeded}
        for position, generators in drawn.items():
            text = f"Cell {position + 1} draws from {', '.join(generators)}, which nobody had seeded."
            yield Suspect(cause="unseeded", detail=text)
        if drawn:
            return


def _clock(_case: Case, places: set[int], sources: dict[int, str]) -> Iterator[Suspect]:
    for place in sorted(places, reverse=True):
        if calls := clock_calls(sources.get(place, "")):
            text = f"Cell {place + 1} asks for the time: {', '.join(calls[:_SHOWN])}."
            yield Suspect(cause="clock", detail=text)


def _network(case: Case, places: set[int], sources: dict[int, str]) -> Iterator[Suspect]:
    urls = [path for cell in _cells_at(case.before, places) for path in cell.files_read if "://" in path]
    if urls:
        yield Suspect(
            cause="network", detail=f"It reads {', '.join(urls[:_SHOWN])}, which may have changed there."
        )
    for place in sorted(places, reverse=True):
        if uses := network_uses(sources.get(place, "")):
            text = f"Cell {place + 1} uses the network: {', '.join(uses[:_SHOWN])}."
            yield Suspect(cause="network", detail=text)


def _seeds(case: Case, places: set[int], before: Environment, after: Environment) -> Iterator[Suspect]:
    old, new = (
        {k: v for cell in _cells_at(s, places) for k, v in cell.seeds.items()} for s in (case.before, case.after)
    )
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name]:
            yield Suspect(cause="seed", detail=f"{name} was seeded with {old[name]}, now with {new[name]}.")
    hashes = [side.threads.get("PYTHONHASHSEED") for side in (before, after)]
    if hashes[0] != hashes[1]:
        yield Suspect(cause="seed", detail=f"PYTHONHASHSEED was {hashes[0]}, now it is {hashes[1]}.")


def _packages(before: Environment, after: Environment, code: str) -> Iterator[Suspect]:
    if differing := differing_packages(before, after, code):
        yield Suspect(cause="package", detail=f"{said_packages(differing)}.")
    if before.python != after.python:
        yield Suspect(cause="package", detail=f"Python {before.python} → {after.python}.")


def _hardware(before: Environment, after: Environment) -> Iterator[Suspect]:
    facts = (
        ("processor", before.cpu, after.cpu),
        ("number of processors", before.cpu_count, after.cpu_count),
        ("graphics processors", before.gpus, after.gpus),
        ("system", before.platform, after.platform),
        ("threads", before.threads, after.threads),
    )
    said = [f"{name} {old} → {new}" for name, old, new in facts if old != new]
    if said:
        yield Suspect(cause="hardware", detail=f"Another machine: {'; '.join(said)}.")


def _cells_at(recorded: Recorded, places: set[int]) -> list[CellExecution]:
    own = positions(recorded)
    return [cell for cell in recorded.cells if own.get(cell.id) in places]


def _imported(code: str) -> set[str]:
    """Return the modules that some cells import, by the names under which distributions are likely known."""
    usual = {
        "sklearn": "scikit_learn",
        "PIL": "pillow",
        "cv2": "opencv_python",
        "yaml": "pyyaml",
        "bs4": "beautifulsoup4",
    }
    found: set[str] = set()
    for line in code.splitlines():
        try:
            tree = ast.parse(line.strip())
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            found.update(name.partition(".")[0] for name in names)
    return {usual.get(name, name).lower() for name in found}
