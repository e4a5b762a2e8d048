"""What a cell of a job reads, makes and touches, seen in its kernel from its beginning to its end."""

from __future__ import annotations

import ast
import math
import os
import pickle
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
from celltrail.jobs.cells.effects import Effects
from celltrail.jobs.cells.purity import DYNAMIC, LOGS, refusals_of, refusals_of_file, refusals_of_functions
from celltrail.jobs.cells.settings import SETTINGS, magics_of, settings_of
from celltrail.records import Artifact, CellTrace
from celltrail.tracking import Workspace
from celltrail.tracking.active import last_of_cell
from celltrail.tracking.files import file_digests

_TRACK = "%%track"
_SEED = re.compile(r"\s--seed[\s=]")
_generators_seen: dict[str, tuple[bytes, str, Artifact | None]] = {}
"""The last state of each generator, with its content."""
_MACHINERY = {"In", "Out", "exit", "quit", "get_ipython", "open", "_", "__", "___", "_dh", "_oh", "_ih"}


class Seeing:
    """One cell on its way."""

    def __init__(self, shell: Any, workspace: Workspace, raw: str) -> None:
        self.raw = raw
        self._names: dict[str, Any] = shell.user_ns
        self._workspace = workspace
        self._source = _plain(shell, raw)
        self._scan = scan(self._source)
        self._contents = Contents(workspace.artifacts, self._names)
        home = workspace.settings.home
        self._is_run = raw.lstrip().startswith(_TRACK)
        self._run_before = last_of_cell()
        self._watch = Observation(self._source, self._names, outputs=False, ignore=(home,))
        self._effects = Effects(str(home))
        self._inputs: dict[str, str] = {}
        self._around: dict[str, str] = {}
        self._states: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._definitions: dict[str, str] = {}

    def begin(self) -> None:
        """Look at what the cell reads, and start to watch."""
        try:
            reads = self._reads()
            self._inputs = {name: self._contents.of(name) for name in reads}
            if any(content.startswith("a pickle") for content in self._inputs.values()):
                own = through_functions(_own_code(self._names), self._names)[0] | set(_own_code(self._names))
                self._inputs |= {name: self._contents.of(name) for name in own - set(reads)}
            self._around = {name: self._contents.of(name) for name in self._aliases(self._inputs)}
            self._definitions = definitions_of(reads, self._names)
            self._states = self._generators()
        finally:
            self._places = {name: id(value) for name, value in list(self._names.items())}
            self._watch.start()
            self._effects.start()

    def end(self) -> dict[str, Any]:
        """Stop to watch, and return what was seen, as JSON can hold it."""
        effects = self._effects.stop()
        observed = self._watch.finish()
        made = self._made()
        self._add_generators(made, observed)
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

    def _run(self) -> str:
        """Return the run that the cell was; empty where it was none."""
        run = last_of_cell()
        return run.id if self._is_run and run is not None and run is not self._run_before else ""

    def _reads(self) -> list[str]:
        """Return what the code reads, directly and through functions of the notebook."""
        reads = {*self._scan.reads, *(name for name in self._scan.builtins if name in self._names)}
        reads |= magics_of(self.raw).words & set(self._names)
        inner, _ = through_functions(reads, self._names)
        return sorted((reads | (inner - set(self._scan.binds))) - _MACHINERY)

    def _aliases(self, names: Iterable[str]) -> set[str]:
        """Return other names of what some names hold."""
        known = set(names)
        values = [self._names[name] for name in known if name in self._names and not is_code(self._names[name])]
        with suppress(Exception):  # a user's object may do anything when it is looked into
            return {name for name in aliases_of(values, self._names) - known if name not in _MACHINERY}
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
            if self._places.get(name) != id(value) and not _is_machinery(name)
        }
        looked = {*moved, *self._scan.binds, *self._scan.touches, *bound, *self._around, *self._inputs}
        before = {**self._inputs, **self._around}
        made = {name: self._contents.of(name) for name in sorted(looked) if name in self._names}
        changed = {
            name: content
            for name, content in made.items()
            if content != before.get(name) or content.startswith(UNKNOWN) or name in moved
        }
        gone = {name: ABSENT for name in self._places if name not in self._names and not _is_machinery(name)}
        if settings := settings_of(self._tree(), magics_of(self.raw), self._names):
            changed[SETTINGS] = f"{UNKNOWN} {settings}"
        return {**changed, **gone}

    def _generators(self) -> dict[str, str]:
        return {name: self._of_generator(name, state) for name, state in generators.states().items()}

    def _of_generator(self, name: str, state: Any) -> str:
        """Return the content of a state; most cells leave it as it was."""
        exact = pickle.dumps(state)
        known = _generators_seen.get(name)
        if known is not None and known[0] == exact and self._contents.keep(*known[1:]):
            return known[1]
        content = self._contents.of_value(generators.plain(state))
        _generators_seen[name] = (exact, content, self._contents.artifact(content))
        return content

    def _add_generators(self, made: dict[str, str], observed: Observed) -> None:
        """Note the shared generators that the cell set or drew from."""
        first = generators.seeds_first(self._tree()) or self._is_seeded_run()
        for name, state in self._generators().items():
            before = self._states.get(name)
            if state == before or not (generators.is_seeded(name) or self._draws(name, observed)):
                continue
            made[name] = state
            if not first and before is not None:
                self._inputs[name] = before if generators.is_seeded(name) else f"{UNKNOWN} nobody seeded it"

    def _draws(self, name: str, observed: Observed) -> bool:
        return name.strip("<>") in observed.unseeded

    def _is_seeded_run(self) -> bool:
        """Whether ``%%track --seed`` seeds before the code begins."""
        return self._is_run and _SEED.search(self.raw.lstrip().partition("\n")[0]) is not None

    def _undone(self, observed: Observed) -> set[str]:
        return {f"draws from {name} without a seed" for name in observed.unseeded}

    def _refusals(self, own: Iterable[str]) -> set[str]:
        found = magics_of(self.raw).refusals
        tree = self._tree()
        if tree is None:
            return found | ({DYNAMIC} if not found else set())
        found |= (
            refusals_of(tree, self._names) if not magics_of(self.raw).lines else _without_shell(tree, self._names)
        )
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


def _own_code(names: dict[str, Any]) -> list[str]:
    """Return the names of the notebook's own functions and classes."""
    home = names.get("__name__")
    return [
        name
        for name, value in list(names.items())
        if is_code(value) and getattr(value, "__module__", None) == home and not _is_machinery(name)
    ]


def _without_shell(tree: ast.Module, names: dict[str, Any]) -> set[str]:
    """Return the reasons in a cell with magics, each of which is a call of ``get_ipython``."""
    return refusals_of(tree, names) - {DYNAMIC}


def _plain(shell: Any, raw: str) -> str:
    """Return a cell as plain Python; empty where it is none, and of a tracked cell without the magic."""
    lines = raw.lstrip().splitlines(keepends=True)
    if lines and lines[0].startswith(_TRACK):
        raw = "".join(lines[1:])
    if raw.lstrip().startswith("%%"):
        return ""
    with suppress(SyntaxError):
        return str(shell.transform_cell(raw))
    return ""


def _is_machinery(name: str) -> bool:
    return name in _MACHINERY or (name.startswith("_i") and name[2:].strip("i").isdigit()) or name in {
        "_i", "_ii", "_iii", "__builtin__", "__builtins__", "__name__", "__doc__", "__loader__", "__spec__",
        "__package__", "_sh",
    } or (name.startswith("_") and name[1:].isdigit())  # fmt: skip
