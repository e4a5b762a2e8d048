"""The state that the names of a kernel had at the end of a run."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from celltrail.records import Artifact, Metric
from celltrail.sessions.code import Code, Definition, deleted, literals, read_code, segment
from celltrail.sessions.session import Execution

_UNTRACKED = "the cell that made it is not tracked (no %%track), so only its code is known"
_FAILED = "its cell failed before the end; run it again"
_NOT_KEPT = "a value of this kind is not kept; run the cell again that makes it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is known of a name's value."""

    name: str
    kind: Literal["artifact", "plain", "code", "missing"]
    execution: Execution
    """The one that says so last."""
    artifact: Artifact | None = None
    value: Any = None
    code: str = ""
    """The statement that makes it: an import, a function, a class."""
    reason: str = ""
    """Why there is no value."""


def state_after(executions: Sequence[Execution], run_id: str) -> dict[str, Held]:
    """Return what each name held when a run had ended; the names of the run itself come first.

    Names with an underscore in front are private and left out.
    """
    state: dict[str, Held] = {}
    own: set[str] = set()
    last = max((place for place, one in enumerate(executions) if one.run.id == run_id), default=-1)
    for execution in executions[: last + 1]:
        changed = {name: held for name, held in _after(execution).items() if not name.startswith("_")}
        code = read_code(execution.cell.source)
        for name in deleted(code.tree) if code.tree else ():
            state.pop(name, None)
        state.update(changed)
        if execution.run.id == run_id:
            own |= changed.keys()
    return {name: state[name] for name in sorted(state, key=lambda name: (name not in own, name))}


def _after(execution: Execution) -> dict[str, Held]:
    """Return what one execution says of names; the later sources know better."""
    cell, code = execution.cell, read_code(execution.cell.source)
    tracked = _FAILED if cell.status == "failed" else _NOT_KEPT
    reason = tracked if execution.is_tracked else _UNTRACKED
    known: dict[str, Held] = {
        name: Held(name=name, kind="missing", execution=execution, reason=reason) for name in cell.binds
    }
    _add_code(known, code)
    for name, use in {**execution.inputs, **execution.outputs}.items():
        known[name] = Held(name=name, kind="artifact", execution=execution, artifact=use.artifact)
    for name, value in _plain_values(execution, code).items():
        known[name] = Held(name=name, kind="plain", execution=execution, value=value)
    for name, why in cell.not_captured.items():
        if name not in execution.outputs:
            known[name] = Held(name=name, kind="missing", execution=execution, reason=why.rstrip("."))
    gone = deleted(code.tree) if code.tree else set()
    return {name: held for name, held in known.items() if name not in gone}


def _plain_values(execution: Execution, code: Code) -> dict[str, Any]:
    # What was read is what the name held before: it says nothing of a name that the cell then bound.
    values: dict[str, Any] = {
        name: value
        for name, value in execution.params.items()
        if name not in execution.cell.binds or (code.tree is None and name not in execution.cell.reads)
    }
    written = literals(code.tree) if code.tree else {}
    failed = execution.cell.status == "failed"  # then nobody knows how far it came
    certain = set() if failed else set(execution.cell.binds) - set(execution.outputs)
    values |= {name: value for name, value in written.items() if name in certain}
    values |= {name: number(metric) for name, metric in execution.metrics.items()}
    return values


def number(metric: Metric) -> float | int:
    """Return a metric's value; whole numbers come back whole, since a metric keeps no type.

    >>> number(Metric(run_id="", key="n", value=3.0, text="3.0", step=0, at=0.0, count=1))
    3
    """
    value = float(metric.text)
    return int(value) if value.is_integer() else value


def _add_code(known: dict[str, Held], code: Code) -> None:
    """Note the names that a statement of the source makes anew: imports, functions and classes."""
    if code.tree is None:
        return
    for statement in code.tree.body:
        names = read_code(segment(code.source, statement))
        for name in (*names.modules, *names.definitions):
            if name in known and _makes_code(statement):
                held = replace(known[name], kind="code", code=segment(code.source, statement), reason="")
                known[name] = held


def _makes_code(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom | Definition)
