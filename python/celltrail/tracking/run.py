"""The handle of a run: what is logged goes into the journal before the call returns."""

from __future__ import annotations

import operator
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from celltrail import clock, ids
from celltrail.actor import user_name as user_name  # noqa: PLC0414 - others look for it here
from celltrail.errors import InvalidInputError
from celltrail.journal.line import metric_head, metric_line
from celltrail.records import (
    Artifact,
    ArtifactUse,
    CellExecution,
    Direction,
    Environment,
    Param,
    Run,
    RunKind,
    RunStatus,
    Scalar,
    Source,
)
from celltrail.tracking.shipping import wake_shipping
from celltrail.tracking.workspace import Workspace

PARENT_VARIABLE = "CELLTRAIL_PARENT_RUN"
"""How a notebook job tells the kernel that it starts which run it belongs to."""
_LONGEST_NAME = 250
_LARGEST = 2**63


class ActiveRun:
    """A run that is going on. Threads may log at once."""

    def __init__(self, workspace: Workspace, run: Run, *, is_new: bool = True) -> None:
        self.workspace = workspace
        self.run = run
        self.params: dict[str, Scalar] = {}
        self.metrics: dict[str, float] = {}
        self.uses: list[ArtifactUse] = []
        self.pending: Callable[[], Mapping[str, float]] = dict
        """Numbers that will be metrics when the code that is running ends."""
        self.before_end: list[Callable[[], None]] = []
        """What is still to be written when the run ends."""
        self._steps: dict[str, int] = {}
        self._amending = threading.Lock()
        self._heads: dict[str, str] = {}
        journal = workspace.journal
        self._append, self._append_line = journal.append, journal.append_line
        self._shipping = wake_shipping(workspace)
        self._pid = os.getpid()
        if is_new:  # else it belongs to another process, which will also end it
            self._write("run", run)

    @property
    def id(self) -> str:
        """The run's id."""
        return self.run.id

    def log_param(self, key: str, value: Any) -> None:
        """Write down a chosen value; anything but text, numbers and booleans is kept as it prints."""
        _check_key(key)
        plain = plain_scalar(value)
        self.params[key] = plain
        self._write("param", Param(run_id=self.id, key=key, value=plain))

    def log_params(self, params: Mapping[str, Any]) -> None:
        """Write down chosen values."""
        for key, value in params.items():
            self.log_param(key, value)

    def log_metric(self, key: str, value: float, step: int | None = None) -> None:
        """Write down a measured number.

        Parameters
        ----------
        key
            What was measured.
        value
            The number; nan and infinities are kept too.
        step
            Where it belongs on the axis; by default one more than the last of this metric.

        Raises
        ------
        InvalidInputError
            `value` is no number, or `step` no whole one.
        StoreError
            The journal cannot be written.
        """
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            raise InvalidInputError(
                f"Metric {key!r} is {type(value).__name__} {str(value)[:80]!r}, not a number.",
                hint="Log text with log_param or set_tag.",
            ) from None
        if key not in self._heads:
            _check_key(key)
            self._heads[key] = metric_head(self.run.id, key)
        step = self._steps.get(key, -1) + 1 if step is None else _check_step(step)
        self._steps[key] = step
        self.metrics[key] = number
        self._append_line(metric_line(self._heads[key], number, step, clock.now_us()))
        self._shipping.wake()

    def log_metrics(self, metrics: Mapping[str, float], step: int | None = None) -> None:
        """Write down measured numbers."""
        for key, value in metrics.items():
            self.log_metric(key, value, step)

    def measured(self) -> dict[str, float]:
        """Return the latest value of each metric, with those of the code that is running."""
        return {**self.metrics, **self.pending()}

    def set_tag(self, key: str, value: str) -> None:
        """Mark the run."""
        _check_key(key)
        self._write("tag", {"run_id": self.id, "key": key, "value": str(value)})

    def log_value(
        self, name: str, value: Any, direction: Direction = "output", cell: str | None = None
    ) -> Artifact:
        """Keep a value as an artifact under a name.

        Raises
        ------
        NotStorableError
            No codec keeps it.
        """
        artifact = self.workspace.artifacts.put(value)
        self.log_use(name, artifact, direction, cell)
        return artifact

    def log_file(self, path: str | Path, name: str | None = None) -> Artifact:
        """Keep a file as an artifact.

        Raises
        ------
        InvalidInputError
            It cannot be read.
        """
        path = Path(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InvalidInputError(f"The file {path} cannot be read: {error.strerror}.") from error
        artifact = self.workspace.artifacts.put_file(data, "file", name=path.name, bytes=len(data))
        self.log_use(name or path.name, artifact)
        return artifact

    def log_use(
        self, name: str, artifact: Artifact, direction: Direction = "output", cell: str | None = None
    ) -> None:
        """Write down that the run read or made an artifact."""
        use = ArtifactUse(
            run_id=self.id, cell_execution_id=cell, name=name, direction=direction, artifact=artifact, version=0
        )
        self.uses.append(use)
        self._write("use", use)

    def log_cell(self, cell: CellExecution) -> None:
        """Write down the state of a cell; the newest one counts."""
        self._write_own("cell", cell)

    def log_environment(self, environment: Environment) -> None:
        """Write down the environment."""
        self._write("environment", environment)
        with self._amending:
            self.run = replace(self.run, environment=environment.digest)

    def amend(self, **values: Any) -> None:
        """Change what is known of the run itself."""
        with self._amending:  # the thread that finds the context amends too
            self.run = replace(self.run, **values)
            self._write_own("run", self.run)

    def finish(self, status: RunStatus = "finished", error: str | None = None) -> Run:
        """End the run, after what waits for its end."""
        while self.before_end:
            with suppress(Exception):
                self.before_end.pop(0)()
        self.amend(status=status, ended_at=clock.now(), error=error)
        return self.run

    def _write_own(self, kind: str, body: Any) -> None:
        """Write down what only the process that began the run knows; the child of a fork may end earlier."""
        if os.getpid() == self._pid:
            self._write(kind, body)

    def _write(self, kind: str, body: Any) -> None:
        self._append((kind, body))
        self._shipping.wake()


def start_run(
    workspace: Workspace,
    name: str,
    kind: RunKind,
    *,
    source: Source | None = None,
    parent_id: str | None = None,
    seed: int | None = None,
) -> ActiveRun:
    """Begin a run.

    Raises
    ------
    InvalidInputError
        The name is empty or too long, or the seed too large.
    StoreError
        The home cannot be written.
    """
    if not name or len(name) > _LONGEST_NAME:
        raise InvalidInputError(
            f"A run's name has 1 to {_LONGEST_NAME} characters, this one {len(name)}.",
            hint="Choose a shorter one.",
        )
    if seed is not None and not -_LARGEST <= seed < _LARGEST:
        raise InvalidInputError(f"The seed {seed} does not fit into 64 bits.", hint="Choose a smaller one.")
    run = Run(
        id=ids.new_id(),
        name=name,
        kind=kind,
        status="running",
        started_at=clock.now(),
        project=workspace.settings.home.parent.name or "default",
        who=user_name(),
        parent_id=parent_id or os.environ.get(PARENT_VARIABLE),
        source=source or Source(),
        seed=seed,
    )
    return ActiveRun(workspace, run)


def run_of_job(workspace: Workspace, id: str) -> ActiveRun:  # noqa: A002
    """Return the run of the job that this process is the kernel of, to log to it."""
    run = Run(id=id, name="", kind="notebook", status="running", started_at=clock.now())
    return ActiveRun(workspace, run, is_new=False)


def plain_scalar(value: Any) -> Scalar:
    """Return a value as one that JSON can hold; what is no scalar as it prints.

    >>> plain_scalar([1, 2])
    '[1, 2]'
    """
    if isinstance(value, float) and value - value != 0:  # nan and infinities, which JSON has no word for
        return repr(float(value))
    if type(value) is int and not -_LARGEST <= value < _LARGEST:
        return repr(value)
    if value is None or type(value) in (str, int, float, bool):
        return value  # type: ignore[no-any-return] # one of the four
    item = getattr(value, "item", None)  # a NumPy scalar
    if item is not None and getattr(value, "shape", None) == ():
        return plain_scalar(item())
    return repr(value)


def _check_step(step: Any) -> int:
    try:
        whole = operator.index(step)
    except TypeError:
        whole = _LARGEST
    if not -_LARGEST <= whole < _LARGEST:
        raise InvalidInputError(f"{step!r} is no step.", hint="A step is a whole number of at most 64 bits.")
    return whole


def _check_key(key: Any) -> None:
    if not isinstance(key, str) or not key or len(key) > _LONGEST_NAME:
        raise InvalidInputError(
            f"{str(key)[:40]!r} cannot name a parameter, metric or tag.",
            hint=f"A name is text of 1 to {_LONGEST_NAME} characters.",
        )
