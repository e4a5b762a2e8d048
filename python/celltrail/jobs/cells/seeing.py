"""What a cell of a job reads, makes and touches, seen in its kernel from its beginning to its end."""

from __future__ import annotations

import ast
import math
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import msgspec

from celltrail.capture import Observation, Observed, measured_numbers, scan
from celltrail.capture.aliases import aliases_of
from celltrail.capture.definitions import definitions_of
from celltrail.capture.functions import through_functions
from celltrail.capture.quiet import parsed
from celltrail.capture.worth import is_code
from celltrail.jobs.cells import generators
from celltrail.jobs.cells.contents import ABSENT, UNKNOWN, Contents, own_files
from celltrail.jobs.cells.draws import Draws
from celltrail.jobs.cells.effects import Effects
from celltrail.jobs.cells.namespace import MACHINERY, is_machinery, own_code
from celltrail.jobs.cells.plaincode import TRACK, plain_code
from celltrail.jobs.cells.purity import DYNAMIC, LOGS, refusals_of, refusals_of_file, refusals_of_functions
from celltrail.jobs.cells.settings import SETTINGS, magics_of, settings_of
from celltrail.records import Artifact, CellTrace
from celltrail.tracking import Workspace
from celltrail.tracking.active import last_of_cell
from celltrail.tracking.files import file_digests

_SEED = re.compile(r"\s--seed[\s=]")
Look = tuple[int, str, Artifact | None]
"""What a name held at the end of a cell: which object, its content, and what that stands for."""


class Seeing:
    """One cell on its way."""

    def __init__(self, shell: Any, workspace: Workspace, raw: str) -> None:
        self.raw = raw
        self._names: dict[str, Any] = shell.user_ns
        self._workspace = workspace
        self._source = plain_code(shell, raw)
        self._scan = scan(self._source)
        self._contents = Contents(workspace.artifacts, self._names)
        home = workspace.settings.home
        self._is_run = raw.lstrip().startswith(TRACK)
        self._run_before = last_of_cell()
        self._watch = Observation(self._source, self._names, outputs=False, ignore=(home,))
        self._effects = Effects(str(home))
        self._inputs: dict[str, str] = {}
        self._around: dict[str, str] = {}
        self._draws = Draws(self._contents)
        self._places: dict[str, int] = {}
        self._definitions: dict[str, str] = {}
        self.left: dict[str, Look] = {}
        """What was looked at when the cell had ended."""

    def begin(self, left: Mapping[str, Look]) -> None:
        """Look at what the cell reads, and start to watch.

        Parameters
        ----------
        left
            What the cell before left, if nothing has run since: that need not be looked at again.
        """
        try:
            reads = self._reads()
            self._inputs = {name: self._as_left(name, left) for name in reads}
            if any(content.startswith("a pickle") for content in self._inputs.values()):
                own = through_functions(own_code(self._names), self._names)[0] | set(own_code(self._names))
                self._inputs |= {name: self._contents.of(name) for name in own - set(reads)}
            self._around = {name: self._as_left(name, left) for name in self._aliases(self._inputs)}
            self._definitions = definitions_of(reads, self._names)
            self._draws.begin()
        finally:
            self._places = {name: id(value) for name, value in list(self._names.items())}
            self._watch.start()
            self._effects.start()

    def end(self) -> dict[str, Any]:
        """Stop to watch, and return what was seen, as JSON can hold it."""
        effects = self._effects.stop()
        observed = self._watch.finish()
        made = self._made()
        drawn, set_anew = self._draws.note(observed, seeds_first=self._seeds_first())
        self._inputs |= drawn
        made |= set_anew
        own = own_files()
        trace = CellTrace(
            inputs=self._inputs,
            made=made,
            numbers=self._numbers(made),
            shared=self._shared(made),
            files=self._files(observed, own),
            folder=os.getcwd(),  # noqa: PTH109 - as Python's own open sees it
            refusals=tuple(sorted({*effects, *self._refusals(own), *self._undone(observed)})),
            hidden=self._effects.left(),
            run=self._run(),
        )
        uses = self._uses(made)
        return {"trace": msgspec.to_builtins(trace), "uses": uses, **self._facts(observed, made)}

    def _as_left(self, name: str, left: Mapping[str, Look]) -> str:
        """Return the content of a name, which the cell before may have left."""
        place, content, artifact = left.get(name, (0, UNKNOWN, None))
        same = name in self._names and id(self._names[name]) == place and not content.startswith(UNKNOWN)
        if same and (artifact is None or self._contents.keep(content, artifact)):
            return content
        return self._contents.of(name)

    def _run(self) -> str:
        """Return the run that the cell was; empty where it was none."""
        run = last_of_cell()
        return run.id if self._is_run and run is not None and run is not self._run_before else ""

    def _reads(self) -> list[str]:
        """Return what the code reads, directly and through functions of the notebook."""
        reads = {*self._scan.reads, *(name for name in self._scan.builtins if name in self._names)}
        reads |= magics_of(self.raw).words & set(self._names)
        inner, _ = through_functions(reads, self._names)
        return sorted((reads | (inner - set(self._scan.binds))) - MACHINERY)

    def _aliases(self, names: Iterable[str]) -> set[str]:
        """Return other names of what some names hold."""
        known = set(names)
        values = [self._names[name] for name in known if name in self._names and not is_code(self._names[name])]
        with suppress(Exception):  # a user's object may do anything when it is looked into
            return {name for name in aliases_of(values, self._names) - known if name not in MACHINERY}
        return set()

    def _shared(self, made: dict[str, str]) -> tuple[str, ...]:
        """Return other names that hold what the cell made, or a part of it."""
        data = [name for name, content in made.items() if content.startswith("a ")]
        return tuple(
            sorted(name for name in self._aliases(data) | self._twins(data) if not is_code(self._names[name]))
        )

    def _twins(self, names: list[str]) -> set[str]:
        """Return those of some names that share something with each other."""
        with suppress(Exception):
            return {
                other
                for name in names
                for other in aliases_of(
                    [self._names[name]], {key: self._names[key] for key in names if key != name}
                )
            }
        return set()

    def _made(self) -> dict[str, str]:
        """Return the names that hold something else now; those that are gone with nothing."""
        bound = through_functions(self._inputs, self._names)[1]
        moved = {
            name
            for name, value in list(self._names.items())
            if self._places.get(name) != id(value) and not is_machinery(name)
        }
        looked = {*moved, *self._scan.binds, *self._scan.touches, *bound, *self._around, *self._inputs}
        before = {**self._inputs, **self._around}
        made = {name: self._contents.of(name) for name in sorted(looked) if name in self._names}
        self.left = {
            name: (id(self._names[name]), content, self._contents.artifact(content))
            for name, content in made.items()
            if name in self._names
        }
        changed = {
            name: content
            for name, content in made.items()
            if content != before.get(name) or content.startswith(UNKNOWN) or name in moved
        }
        gone = {name: ABSENT for name in self._places if name not in self._names and not is_machinery(name)}
        if settings := settings_of(self._tree(), magics_of(self.raw), self._names):
            changed[SETTINGS] = f"{UNKNOWN} {settings}"
        return {**changed, **gone}

    def _seeds_first(self) -> bool:
        """Whether the code seeds before it draws, or ``%%track --seed`` does before it."""
        first = self.raw.lstrip().partition("\n")[0]
        return generators.seeds_first(self._tree()) or (self._is_run and _SEED.search(first) is not None)

    def _undone(self, observed: Observed) -> set[str]:
        return {f"draws from {name} without a seed" for name in observed.unseeded}

    def _refusals(self, own: Iterable[str]) -> set[str]:
        found = magics_of(self.raw).refusals
        tree = self._tree()
        if tree is None:
            return found | ({DYNAMIC} if not found else set())
        found |= refusals_of(tree, self._names) - ({DYNAMIC} if magics_of(self.raw).lines else set())
        found |= refusals_of_functions(self._inputs, self._names)
        if self._is_run:
            found.discard(LOGS)  # what is logged belongs to its run, and is written down with it again
        for path in own:
            name = os.path.basename(path)  # noqa: PTH119 - as cheap as can be, once a cell
            found |= {f"{reason} in {name}" for reason in refusals_of_file(path)}
        return found

    def _files(self, observed: Observed, own: Mapping[str, str]) -> dict[str, str]:
        files = {**own}
        files |= dict.fromkeys(self._effects.folders, "folder")
        paths = (*observed.files_read, *observed.files_written)
        return files | dict.fromkeys(paths, UNKNOWN) | observed.versions | file_digests(paths)

    def _facts(self, observed: Observed, made: dict[str, str]) -> dict[str, Any]:
        return {
            "wall_s": observed.wall_s,
            "cpu_s": observed.cpu_s,
            "peak_bytes": observed.peak_bytes,
            "reads": [name for name in self._inputs if not name.startswith(("_", "<"))],
            "binds": list(self._scan.binds),
            "definitions": self._definitions,
            "files_read": observed.files_read,
            "files_written": observed.files_written,
            "file_digests": observed.versions | file_digests((*observed.files_read, *observed.files_written)),
            "not_captured": {
                name: content.removeprefix(f"{UNKNOWN} ")
                for name, content in made.items()
                if content.startswith(UNKNOWN) and not name.startswith(("_", "<"))
            },
            "warnings": observed.warnings,
            "seeds": observed.seeds,
            "unseeded": observed.unseeded,
        }

    def _uses(self, made: dict[str, str]) -> list[dict[str, Any]]:
        """Return the artifacts that the cell read and made."""
        return [
            {"name": name, "direction": direction, "artifact": msgspec.to_builtins(artifact)}
            for direction, contents in (("input", self._inputs), ("output", made))
            for name, content in contents.items()
            if not name.startswith(("_", "<"))
            and (artifact := self._contents.artifact(content)) is not None
            and not (direction == "output" and self._inputs.get(name) == content)
        ]

    def _numbers(self, made: dict[str, str]) -> dict[str, float]:
        found = measured_numbers(tuple(name for name in self._scan.measured if name in made), self._names)
        return {name: value for name, value in found.items() if math.isfinite(value)}

    def _tree(self) -> ast.Module | None:
        try:
            return parsed(self._source)
        except (SyntaxError, ValueError, RecursionError):
            return None
