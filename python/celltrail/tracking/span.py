"""A run around some code: watches it, and keeps what it read, made and measured.

Nothing here may raise into the user's code: a value that cannot be kept is written down as such, with the reason.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from celltrail import clock, ids
from celltrail.capture import Observation, Observed, is_number, measured_numbers
from celltrail.capture import environment as environments
from celltrail.capture import git as git_state
from celltrail.errors import CelltrailError
from celltrail.records import CellExecution, Direction, Environment, RunStatus
from celltrail.tracking.run import ActiveRun
from celltrail.tracking.workspace import Workspace

Failure = tuple[str, str, list[str]]
"""Name, value and traceback of an exception."""


class Span:
    """The code between ``begin`` and ``end`` as the one cell of a run."""

    def __init__(
        self,
        run: ActiveRun,
        source: str,
        namespace: Mapping[str, Any],
        *,
        shown: str | None = None,
        cell_id: str | None = None,
        shell: Any = None,
    ) -> None:
        self.run = run
        self._namespace = namespace
        self._watch = Observation(source, shell=shell, ignore=(run.workspace.settings.home,))
        self._context = threading.Thread(target=self._find_context, daemon=True)
        self._cell = CellExecution(
            id=ids.new_id(),
            run_id=run.id,
            position=0,
            source=source if shown is None else shown,
            status="running",
            started_at=clock.now(),
            cell_id=cell_id,
            reads=self._watch.scan.reads,
            binds=self._watch.scan.binds,
        )
        self._not_captured: dict[str, str] = {}

    @property
    def not_captured(self) -> dict[str, str]:
        """Names whose value was not kept, each with the reason."""
        return dict(self._not_captured)

    def begin(self) -> None:
        """Start to watch."""
        self.run.log_cell(self._cell)
        self._context.start()
        scan = self._watch.scan
        for name, value in scan.literals.items():
            if not name.startswith("_"):
                self.run.log_param(name, value)
        for name in scan.reads:
            self._keep_choice(name)
            self._keep(name, "input")
        self.run.pending = lambda: measured_numbers(scan.measured, self._namespace)
        self._watch.start()

    def end(self, status: RunStatus = "finished", failure: Failure | None = None) -> None:
        """Stop to watch, keep what was seen and finish the run."""
        observed = self._watch.finish(failure)
        scan = self._watch.scan
        self.run.log_metrics(self.run.pending())
        self.run.pending = dict
        for name in (*scan.binds, *scan.touches):
            self._keep(name, "output")
        self._context.join(timeout=30)
        self.run.log_cell(self._finished_cell(observed, failure))
        self.run.finish(status, failure and f"{failure[0]}: {failure[1]}"[:500])

    def _finished_cell(self, observed: Observed, failure: Failure | None) -> CellExecution:
        return replace(
            self._cell,
            status="failed" if failure else "finished",
            outputs=observed.outputs,
            error="\n".join(failure[2]) if failure else None,
            wall_s=observed.wall_s,
            cpu_s=observed.cpu_s,
            peak_bytes=observed.peak_bytes,
            files_read=observed.files_read,
            files_written=observed.files_written,
            not_captured=self._not_captured,
        )

    def _keep_choice(self, name: str) -> None:
        """Keep a plain value that an earlier cell gave a name, such as a notebook's parameter, as a parameter."""
        value = self._namespace.get(name)
        if not name.startswith("_") and (type(value) in (str, bool) or is_number(value)):
            self.run.log_param(name, value)

    def _keep(self, name: str, direction: Direction) -> None:
        """Keep a name's value, if it is data."""
        if name.startswith("_") or name not in self._namespace:
            return
        value = self._namespace[name]
        if is_number(value) or not _is_data(value):
            return
        try:
            artifact = self.run.workspace.artifacts.put(value)
            if direction == "input" or not self._was_input(name, artifact.digest):
                self.run.log_use(name, artifact, direction, self._cell.id)
        except CelltrailError as error:
            self._not_captured[name] = error.message
        except Exception as error:  # noqa: BLE001 - a user's object may do anything when it is read
            self._not_captured[name] = f"Reading it raised {type(error).__name__}: {error}"[:500]

    def _was_input(self, name: str, digest: str) -> bool:
        """Whether the name had this content when the code began, so that it is no output."""
        return any(
            use.name == name and use.direction == "input" and use.artifact.digest == digest
            for use in self.run.uses
        )

    def _find_context(self) -> None:
        with suppress(Exception):  # what surrounds a run must not end it
            write_context(self.run)


def write_context(run: ActiveRun) -> None:
    """Write down the environment and the state of the git tree."""
    run.log_environment(keep_environment(run.workspace))
    git = git_state.describe(Path.cwd())
    patch = run.workspace.artifacts.put_bytes(git.patch) if git.patch else None
    source = replace(run.run.source, git_commit=git.commit, git_branch=git.branch, git_patch=patch)
    run.amend(source=source)


def keep_environment(workspace: Workspace) -> Environment:
    """Keep the environment of this process: its lock file as bytes, itself under the digest of what it says."""
    facts = environments.describe()
    lock = workspace.artifacts.put_bytes(facts.lock.encode())
    values = {name: getattr(facts, name) for name in environments.EnvironmentFacts.__slots__ if name != "lock"}
    digest = workspace.artifacts.put(dict(values, lock=lock)).digest
    return Environment(digest=digest, lock=lock, **values)


_DATA_KINDS = {
    "pandas": {"DataFrame", "Series"},
    "polars": {"DataFrame", "Series", "LazyFrame"},
    "pyarrow": {"Table"},
    "numpy": {"ndarray"},
    "sklearn": {"BaseEstimator"},
    "matplotlib": {"Figure"},
    "plotly": {"BaseFigure"},
    "scipy": {"spmatrix", "sparray"},
}


def _is_data(value: object) -> bool:
    """Whether a value is of a kind that people mean when they say data: tables, arrays, models, figures."""
    kind = type(value)
    if kind in (list, dict):
        return bool(value)
    return any(base.__name__ in _DATA_KINDS.get(base.__module__.partition(".")[0], ()) for base in kind.__mro__)
