"""Which executions a result came from: a walk backwards along names, contents and files.

A name's value comes from the last execution before that bound it or changed it in place. Where the content that
was read is known, it must be the content that this execution left behind: if it is not, something that was not
tracked came between, and the value that was kept is loaded instead.
"""

from __future__ import annotations

import builtins
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from celltrail.capture import scan
from celltrail.errors import NotFoundError
from celltrail.records import Artifact
from celltrail.sessions.code import (
    Code,
    Definition,
    changed_in_place,
    modules_of,
    read_code,
    reads,
    used_as_module,
    without_unused,
)
from celltrail.sessions.hidden import Hidden
from celltrail.sessions.imports import usual_import
from celltrail.sessions.session import Execution
from celltrail.sessions.state import number
from celltrail.sessions.statements import pruned

_ALWAYS = {
    *dir(builtins),
    "__name__",
    "__file__",
    "get_ipython",
    "display",
    "In",
    "Out",
    "_",
    "__",
    "_i",
    "exit",
    "quit",
}
_ABSENT = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A value that is taken from what was kept, because no cell that can be run makes it."""

    name: str
    artifact: Artifact | None = None
    value: Any = None
    """Where it is no artifact."""
    code: str = ""
    """The import that it comes from, or the source of a function or class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An execution that is needed, as far as it is needed."""

    execution: Execution
    source: str
    loads: tuple[Load, ...] = ()
    """What has to be there before it runs."""
    is_logging: bool = False
    """Whether it logs to celltrail by hand, so that it has to run under a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The executions that a result came from, in the order in which they ran."""

    pieces: tuple[Piece, ...]
    left_out: int
    """How many executions before it were not needed."""
    notes: tuple[str, ...] = ()
    """What a reader should know before trusting it."""


def slice_of(
    executions: Sequence[Execution], target: int, names: Iterable[str], *, values: Iterable[str] = ()
) -> Slice:
    """Return the executions that the values came from which `names` had after the execution at place `target`.

    Parameters
    ----------
    executions
        What a kernel did, oldest first.
    target
        The place of the execution that made the result.
    names
        The result.
    values
        Names whose kept value is taken, instead of the cells that made it.

    Raises
    ------
    NotFoundError
        A name is needed that nothing known gives a value.
    """
    walk = _Walk(executions, frozenset(values))
    walk.need(target, *names)
    for place in range(target, -1, -1):
        if place in walk.needed:
            walk.visit(place)
    pieces = tuple(walk.pieces[place] for place in sorted(walk.pieces))
    return Slice(pieces=pieces, left_out=target + 1 - len(pieces), notes=tuple(dict.fromkeys(walk.notes)))


@dataclass
class _Walk:
    """One walk from the last execution to the first."""

    executions: Sequence[Execution]
    values: frozenset[str]
    needed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Which names' values are needed that an execution left behind."""
    pieces: dict[int, Piece] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.codes = [read_code(execution.cell.source) for execution in self.executions]
        self.bound = {name for execution in self.executions for name in execution.cell.binds}
        self.modules = self._modules()
        self.touched = [
            _touched(code, execution) for code, execution in zip(self.codes, self.executions, strict=True)
        ]
        self.hidden = Hidden(self.executions, self.codes, self.modules)
        self.definers: dict[str, list[int]] = defaultdict(list)
        for place, code in enumerate(self.codes):
            for name in code.definitions:
                self.definers[name].append(place)

    def visit(self, place: int) -> None:
        """Keep an execution, and need what it needs."""
        execution = self.executions[place]
        source = pruned(self.codes[place], self.needed[place])
        code = read_code(source)
        at_once, later = self._reads(code, place)
        loads = self._loads(at_once, later, place)
        used = {self.modules[name] for name in at_once | later if name in self.modules}
        for one in self.hidden.before(place, code, used):
            self.need(one)
        self.notes += self.hidden.notes(place)
        self.pieces[place] = Piece(
            execution=execution,
            source=source,
            loads=tuple(loads),
            is_logging=any(self.modules.get(name) == "celltrail" for name in at_once | later | set(code.modules)),
        )
        if not execution.is_tracked:
            self.notes.append(
                f"Cell {execution.cell.position + 1} of the notebook is not tracked: its code is known, "
                "the values that it made are not."
            )

    def _loads(self, at_once: set[str], later: set[str], place: int) -> list[Load]:
        """Need what makes some names, and return what to load where nothing does; also for functions loaded so."""
        loads: list[Load] = []
        waiting, seen = (
            [*((name, True) for name in sorted(at_once)), *((name, False) for name in sorted(later))],
            set(),
        )
        while waiting:
            name, is_certain = waiting.pop(0)
            load = None if name in seen else self._find(name, place, is_certain=is_certain)
            seen.add(name)
            if load is not None:
                loads.append(load)
                needed = scan(load.code).reads if load.code else ()
                waiting += [(inner, False) for inner in needed if inner not in seen]
        return loads

    def _modules(self) -> dict[str, str]:
        """Return the names that are modules, those included whose import is not known but usual."""
        unknown = {name for code in self.codes for name in used_as_module(code)} - self.bound
        usual = {name: words[1].partition(".")[0] for name in unknown if (words := usual_import(name).split())}
        return usual | modules_of(self.codes)

    def need(self, place: int, *names: str) -> None:
        """Need an execution, and the values that it left behind under some names."""
        self.needed[place] |= set(names)

    def _reads(self, code: Code, place: int) -> tuple[set[str], set[str]]:
        """Return the names that have to be there, and those that a function may ask for when it is called."""
        execution = self.executions[place]
        if code.tree is None:
            return set(execution.cell.reads), set()
        at_once, _ = reads(code.tree)
        _, later = reads(without_unused(code))
        if code.magics:  # what they read may have been seen when they ran
            at_once |= set(execution.cell.reads)
            later |= code.words() & self.bound
        called, waiting = set(), list(at_once | later)
        while waiting:
            name = waiting.pop()
            definition = self._definition(name, place)
            if definition is not None and name not in called:
                called.add(name)
                inner = set().union(*reads(definition))
                later |= inner
                waiting += inner
        bound = set(execution.cell.binds)
        return at_once - _ALWAYS, later - at_once - bound - _ALWAYS

    def _definition(self, name: str, place: int) -> Definition | None:
        """Return the function or class that a name stood for before an execution."""
        before = [one for one in self.definers.get(name, ()) if one < place]
        return self.codes[before[-1]].definitions[name] if before else None

    def _find(self, name: str, place: int, *, is_certain: bool) -> Load | None:
        """Need the execution that a name's value came from; return what to load where there is none."""
        reader = self.executions[place]
        read = reader.inputs.get(name)
        if name in self.values and read is not None:
            return Load(name=name, artifact=read.artifact)
        maker = next((one for one in range(place - 1, -1, -1) if self._changes(one, name)), None)
        reason = self._unfit(maker, name, reader)
        if maker is not None and not reason:
            self.need(maker, name)
            return None
        kept = self._kept(name, place, is_made=maker is not None)
        if kept is None and not self._find_star(name, place):
            self._miss(name, reader, reason, is_certain=is_certain)
        return kept

    def _kept(self, name: str, place: int, *, is_made: bool) -> Load | None:
        """Return what stands for a name's value where no cell that can be run makes it."""
        reader = self.executions[place]
        if name in reader.inputs:
            return Load(name=name, artifact=reader.inputs[name].artifact)
        if name in reader.params:
            return Load(name=name, value=reader.params[name])
        if not is_made and (code := reader.cell.definitions.get(name)):
            return Load(name=name, code=code)
        code = usual_import(name)
        if is_made or not code or name not in used_as_module(self.codes[place]):
            return None
        self.notes.append(f"No tracked cell makes {name!r}: it is taken to come from `{code}`.")
        return Load(name=name, code=code)

    def _miss(self, name: str, reader: Execution, reason: str, *, is_certain: bool) -> None:
        if is_certain:
            raise NotFoundError(
                f"{reader.label} reads {name!r}, and {reason}. Its value was not kept either.",
                hint=f"Put %%track into the cell that makes {name!r} and run the notebook again.",
            )
        self.notes.append(f"{reader.label} calls a function that may need {name!r}, which no known cell makes.")

    def _find_star(self, name: str, place: int) -> bool:
        """Need the cells that import everything of some module; whether there are any."""
        found = [one for one in range(place) if "*" in self.codes[one].modules]
        for one in found:
            self.need(one)
        if found:
            self.notes.append(f"{name!r} is taken to come from an import of everything.")
        return bool(found)

    def _changes(self, place: int, name: str) -> bool:
        """Whether an execution left another value behind under a name, as far as anybody can know."""
        execution = self.executions[place]
        if name in execution.cell.binds or name in execution.outputs:
            return True
        if name in execution.inputs or name in execution.params or name in self.modules:
            return False  # its content was compared before and after, or it cannot change
        if name in execution.cell.not_captured:
            return True
        written, called = self.touched[place]
        return name in written or (name in called and name not in self.definers)

    def _unfit(self, maker: int | None, name: str, reader: Execution) -> str:
        """Return why the execution that bound a name does not account for the value that was read, if so."""
        if maker is None:
            return "no tracked cell made it"
        made = self.executions[maker]
        if made.cell.status == "failed":
            return f"{made.label}, which made it, failed"
        left = made.outputs.get(name) or made.inputs.get(name)
        read = reader.inputs.get(name)
        between = f"code that is not tracked changed it after {made.label}"
        if left is not None and read is not None:
            return "" if left.artifact.digest == read.artifact.digest else between
        if name in reader.params and name in made.cell.binds:
            known = made.params.get(name, _ABSENT) if name not in made.cell.reads else _ABSENT
            if name in made.metrics:
                known = number(made.metrics[name])
            return "" if known is _ABSENT or known == reader.params[name] else between
        return ""


def _touched(code: Code, execution: Execution) -> tuple[set[str], set[str]]:
    if code.tree is None:
        return set(execution.cell.reads), set()
    return changed_in_place(code.tree)
