"""What goes into the bundle of a run, and where each of it is to be had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from celltrail.artifacts import digest_file
from celltrail.artifacts.store import BYTES
from celltrail.records import ArtifactUse, CellExecution
from celltrail.sharing.manifest import Item
from celltrail.sharing.records import Records
from celltrail.tracking import Workspace

_DATA_FREE = ("notebook", "environment")
"""Kinds of artifacts that travel where the data may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be left out."""

    data: bool = True
    outputs: bool = True
    without: tuple[str, ...] = ()
    """Names that are left out; ``*`` stands for anything."""


@dataclass(slots=True)
class Contents:
    """The bytes that go into a bundle, by their digest, and what they are of."""

    items: list[Item] = field(default_factory=list)
    kept: dict[str, Path | None] = field(default_factory=dict)
    """Digest to the file that holds the bytes; None where they are an artifact."""
    matched: set[str] = field(default_factory=set)
    """Which of the names that are to be left out there was something of."""


def contents_of(workspace: Workspace, records: Records, wanted: Wanted) -> Contents:
    """Return what there is of a run's values and files; what is wanted and to be had is among ``kept``."""
    contents = Contents()
    collector = _Collector(workspace, wanted, contents)
    for use in {(use.run_id, use.name, use.artifact.digest): use for use in records.uses}.values():
        collector.take_use(use)
    for run_id, path, digest in files_read(records.cells):
        collector.take_file(run_id, path, digest)
    for run in records.runs:
        if run.source.git_patch:
            collector.take_patch(run.id, run.source.git_patch)
    for environment in records.environments:
        contents.kept.update({
            one: None for one in (environment.digest, environment.lock) if workspace.artifacts.has(one)
        })
    _leave_out_twins(contents)
    return contents


def _leave_out_twins(contents: Contents) -> None:
    """Leave out what has content in common with something that is left out, under whatever name."""
    withheld = {part for item in contents.items if item.state == "left out" for part in item.parts}
    contents.items[:] = [
        replace(item, state="left out") if item.state == "here" and withheld & set(item.parts) else item
        for item in contents.items
    ]
    for digest in withheld:
        contents.kept.pop(digest, None)


def files_read(cells: Sequence[CellExecution]) -> Iterator[tuple[str, str, str]]:
    """Give the files that came from outside: run, path and digest. What the runs wrote before is theirs."""
    seen: set[tuple[str, str]] = set()
    written: set[str] = set()
    for cell in sorted(cells, key=lambda cell: (cell.started_at, cell.id)):
        for path in cell.files_read:
            digest = cell.file_digests.get(path)
            if digest and "://" not in path and path not in written and (path, digest) not in seen:
                seen.add((path, digest))
                yield cell.run_id, path, digest
        written.update(cell.files_written)


class _Collector:
    """Fills the contents of one bundle."""

    def __init__(self, workspace: Workspace, wanted: Wanted, contents: Contents) -> None:
        self._artifacts = workspace.artifacts
        self._wanted = wanted
        self._contents = contents

    def take_use(self, use: ArtifactUse) -> None:
        artifact = use.artifact
        parts = tuple(sorted(self._artifacts.closure({artifact.digest: artifact.codec})))
        item = Item(
            run_id=use.run_id, name=use.name, kind=artifact.kind, digest=artifact.digest, codec=artifact.codec,
            size_bytes=artifact.size_bytes, state="here", parts=parts,
        )  # fmt: skip
        if artifact.kind == "notebook" and not self._wanted.outputs:
            self._add(item, is_wanted=False)
        else:
            self._add(item, is_wanted=artifact.kind in _DATA_FREE or self._wanted.data)

    def take_file(self, run_id: str, path: str, digest: str) -> None:
        here = Path(path)
        is_same = here.is_file() and digest_file(here) == digest
        item = Item(
            run_id=run_id, name=here.name, kind="file", digest=digest, codec=BYTES, path=path, state="here",
            size_bytes=here.stat().st_size if is_same else None, parts=(digest,),
        )  # fmt: skip
        self._add(item, is_wanted=self._wanted.data, file=here if is_same else None)

    def take_patch(self, run_id: str, digest: str) -> None:
        """Take what was not committed, which may hold anything: it travels with the data only."""
        item = Item(
            run_id=run_id, name="uncommitted changes", kind="text", digest=digest, codec=BYTES, state="here",
            size_bytes=None, parts=(digest,),
        )  # fmt: skip
        self._add(item, is_wanted=self._wanted.data)

    def _add(self, item: Item, *, is_wanted: bool, file: Path | None = None) -> None:
        patterns = {pattern for pattern in self._wanted.without if _names(pattern, item)}
        self._contents.matched |= patterns
        is_there = file is not None or all(self._artifacts.has(part) for part in item.parts)
        if patterns or not is_wanted:
            item = replace(item, state="left out")
        elif not is_there:
            item = replace(item, state="not kept")
        else:
            for part in item.parts:
                self._contents.kept.setdefault(part, file)
        self._contents.items.append(item)


def _names(pattern: str, item: Item) -> bool:
    return any(fnmatchcase(name, pattern) for name in (item.name, item.path, item.digest) if name)
