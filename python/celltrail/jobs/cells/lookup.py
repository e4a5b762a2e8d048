"""Whether an earlier execution of a cell stands for the one that is due: why not, or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from celltrail.jobs.cells.contents import ABSENT, UNKNOWN
from celltrail.jobs.cells.ledger import State
from celltrail.jobs.cells.settings import SETTINGS
from celltrail.records import CellExecution, CellTrace
from celltrail.tracking import Workspace
from celltrail.tracking.files import file_digests

_MOST = 30
_FOLDER = "folder"
NEW = "this code has not run here before"


def known(workspace: Workspace, source: str, state: State, environment: str) -> tuple[CellExecution | None, str]:
    """Return the execution whose result can be taken; else none, and the reason why the newest one cannot."""
    reason = ""
    for execution in workspace.store.sessions.same_source(source, limit=_MOST):
        why = difference(execution, state, environment)
        if not why and execution.trace is not None:
            why = missing_run(workspace, execution.trace)
        if not why:
            return execution, ""
        reason = reason or why
    return None, reason or NEW


def difference(execution: CellExecution, state: State, environment: str) -> str:
    """Return why an execution cannot stand for one that begins with `state`; empty where it can."""
    trace = execution.trace
    if trace is None or execution.status != "finished":
        return NEW
    return (
        ", ".join((*trace.refusals, *(f"leaves {left}" for left in trace.hidden)))
        or surroundings(trace, environment)
        or _inputs(trace, state)
        or _files(trace.files.items())
    )


def missing_run(workspace: Workspace, trace: CellTrace) -> str:
    """Return why the run that a tracked cell was cannot be written again; empty where it can, or is none."""
    if not trace.run:
        return ""
    found = workspace.store.sessions.with_ids([trace.run])
    return "" if found and found[0].status == "finished" else "the run that it was is not to be found"


def surroundings(trace: CellTrace, environment: str) -> str:
    """Return what differs around a cell."""
    if not environment or trace.environment != environment:
        return "the environment (packages, Python, machine) is another"
    folder = os.getcwd()  # noqa: PTH109 - as the kernel says it
    return "" if trace.folder == folder else f"it ran in another folder, {trace.folder}"


def _inputs(trace: CellTrace, state: State) -> str:
    if state.contents.get(SETTINGS, ABSENT) != trace.inputs.get(SETTINGS, ABSENT):
        return "settings were changed otherwise before it"
    for name, content in trace.inputs.items():
        if content.startswith(UNKNOWN):
            return f"it needs {name}, which cannot be compared ({content[1:].strip().rstrip('.')})"
        if state.contents.get(name, ABSENT) != content:
            return f"{name} is another"
    return ""


def _files(files: Iterable[tuple[str, str]]) -> str:
    wanted = dict(files)
    now = file_digests(path for path, digest in wanted.items() if digest != _FOLDER)
    for path, digest in wanted.items():
        same = Path(path).is_dir() if digest == _FOLDER else now.get(path) == digest
        if not same:
            return f"the file {Path(path).name} is another"
    return ""
