"""Runs out of TensorBoard's event folders.

A folder with event files is a run, as in TensorBoard. Scalars become points of metrics, hyperparameters become
parameters, texts and images become files. The event files themselves are kept too, so nothing of them is lost.
A folder that is imported again while it grows gives what is new: how many events of a file are here is remembered
with the rows themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from celltrail.actor import user_name
from celltrail.errors import InvalidInputError
from celltrail.records import Artifact, ArtifactUse, Param, Run
from celltrail.sharing.imports import events
from celltrail.sharing.imports.events import EventFile, Said
from celltrail.sharing.imports.imported import Imported, ImportedRun
from celltrail.tracking import Workspace
from celltrail.tracking.run import plain_scalar

Fact = tuple[str, Any]
_BATCH = 20_000
"""Facts that are brought in together."""
_MOST_PICTURES = 1_000


def import_tensorboard(workspace: Workspace, folder: Path) -> Imported:
    """Take the runs of an event folder over.

    Raises
    ------
    InvalidInputError
        There is no such folder, it holds no event files, or one of them is damaged.
    MissingDependencyError
        ``tensorboard`` is not installed.
    """
    if not folder.is_dir():
        raise InvalidInputError(f"There is no folder {folder}.", hint="Name the one that TensorBoard shows.")
    left_out: Counter[str] = Counter()
    runs = [
        _Import(workspace, _name(folder, place), files, left_out).run()
        for place, files in events.run_folders(folder).items()
    ]
    return Imported(source=str(folder), runs=tuple(run for run in runs if run is not None), left_out=left_out)


def _name(root: Path, place: Path) -> str:
    inside = place.relative_to(root).as_posix()
    return (root.resolve().name or "tensorboard") if inside == "." else inside


@dataclass(slots=True)
class _Import:
    """One folder on its way to being a run."""

    workspace: Workspace
    name: str
    files: list[Path]
    left_out: Counter[str]
    id: str = ""
    started_at: float = 0.0
    ended_at: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)

    def run(self) -> ImportedRun | None:
        """Bring everything that is new; None where no file has an event."""
        begun = {path: at for path in self.files if (at := EventFile(path).begins()) is not None}
        for path in set(self.files) - set(begun):
            if path.stat().st_size:
                self.left_out[f"{path.name}: no event file, or damaged from its beginning"] += 1
        if not begun:
            return None
        first = min(begun, key=lambda path: (begun[path], path.name))
        self.id, self.started_at = _id(first, begun[first]), begun[first]
        self.ended_at = self.started_at
        is_new = not self.workspace.store.runs.known([self.id])
        for path in begun:
            self._bring(path)
        return ImportedRun(
            id=self.id, name=self.name, is_new=is_new,
            params=self.counts["params"], points=self.counts["points"], files=self.counts["files"],
        )  # fmt: skip

    def _bring(self, path: Path) -> None:
        """Bring what a file says behind what is here of it, and then how far that is."""
        store = self.workspace.store
        writer = f"tensorboard-{self.id}-{hashlib.sha256(path.name.encode()).hexdigest()[:12]}"
        here = before = store.facts.offset(writer)
        file, facts = EventFile(path), list[Fact]()
        for said in file.said(after=before):
            if len(facts) >= _BATCH and said.number > here + 1:
                store.facts.apply(writer, [self._record(), *facts], here, said.number - 1)
                here, facts = said.number - 1, []
            facts += self._facts(said)
        if file.events > before:
            store.facts.apply(writer, [self._record(), *facts, *self._kept(path)], here, file.events)
        if lost := file.records() - file.events:
            self.left_out[f"{path.name}: events behind damage"] += lost

    def _record(self) -> Fact:
        # An event folder does not say whether its writer still lives, so it counts as finished.
        run = Run(
            id=self.id, name=self.name, kind="imported", status="finished", started_at=self.started_at,
            ended_at=self.ended_at, who=user_name(),
            project=self.workspace.settings.home.parent.name or "default",
        )  # fmt: skip
        return "run", msgspec.to_builtins(run)

    def _kept(self, path: Path) -> Iterator[Fact]:
        self.counts["files"] += 1
        yield self._use(path.name, self.workspace.artifacts.put_path(path, "file", name=path.name))

    def _facts(self, said: Said) -> Iterator[Fact]:
        self.ended_at = max(self.ended_at, said.at)
        if said.kind == "scalars":
            self.counts["points"] += 1
            yield "metric", [self.id, said.tag, repr(events.number(said)), said.step, said.at]
        elif events.is_hyperparameters(said):
            yield from self._params(said)
        elif said.kind in ("text", "images"):
            yield from self._shown(said)
        elif said.kind != "hparams":
            self.left_out[f"{said.kind}: in the kept event file only"] += 1

    def _params(self, said: Said) -> Iterator[Fact]:
        for key, value in events.hyperparameters(said).items():
            self.counts["params"] += 1
            param = Param(run_id=self.id, key=key, value=plain_scalar(value))
            yield "param", msgspec.to_builtins(param)

    def _shown(self, said: Said) -> Iterator[Fact]:
        if self.counts["files"] >= _MOST_PICTURES:
            self.left_out[f"texts and pictures behind the first {_MOST_PICTURES:,}: in the kept event file"] += 1
            return
        is_text = said.kind == "text"
        contents = [text.encode() for text in events.texts(said)] if is_text else events.images(said)
        for number, content in enumerate(contents):
            ending = ".md" if is_text else _picture(content)
            name = f"{said.tag}/{said.step}{f'-{number}' if number else ''}{ending}"
            self.counts["files"] += 1
            yield self._use(name, self.workspace.artifacts.put_file(content, "file", name=Path(name).name))

    def _use(self, name: str, artifact: Artifact) -> Fact:
        use = ArtifactUse(
            run_id=self.id, cell_execution_id=None, name=name, direction="output", artifact=artifact, version=0
        )
        return "use", msgspec.to_builtins(use)


def _id(first: Path, at: float) -> str:
    """Return the id that a run always gets: minted at its first event, told from others by that file's name."""
    digest = hashlib.sha256(f"{first.name}\n{at!r}".encode()).digest()
    random = int.from_bytes(digest[:10]) & 0x0FFF_3FFF_FFFF_FFFF_FFFF
    value = (int(at * 1000) & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | 0b10 << 62 | random
    return f"{value:032x}"


def _picture(content: bytes) -> str:
    for start, ending in ((rb"\x89PNG", ".png"), (rb"\xff\xd8", ".jpg"), (rb"GIF8", ".gif")):
        if re.match(start, content):
            return ending
    return ".bin"
