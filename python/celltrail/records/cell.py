"""What happened in one execution of a cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from celltrail.records.run import RunStatus

CellStatus = Literal["running", "finished", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTrace:
    """What the result of a job's cell depended on, and what it left behind: enough to know it again.

    A content is ``= 6`` of a plain value, ``a frame/1 <digest>`` of one that is kept, ``m numpy`` of a module,
    ``f <digest>`` of a function or class of the notebook, ``o json.loads`` of one of a library, ``?`` and a reason
    of what cannot be told. Names in angle brackets stand for what has none: ``<settings>``, ``<numpy.random>``.
    """

    inputs: dict[str, str] = field(default_factory=dict)
    """The content of each name that it read, when it began; empty where there was no such name."""
    made: dict[str, str] = field(default_factory=dict)
    """The content of each name that it bound or changed, when it ended; empty where it deleted the name."""
    numbers: dict[str, float] = field(default_factory=dict)
    """The finite numbers among them that it computed at top level: the run's metrics."""
    shared: tuple[str, ...] = ()
    """Names whose object is also held by another name: apart from each other they are not what they were."""
    files: dict[str, str] = field(default_factory=dict)
    """Every file that mattered, its own modules among them: path to digest."""
    folder: str = ""
    """The folder that it ran in."""
    environment: str = ""
    """The digest of the environment that it ran in."""
    refusals: tuple[str, ...] = ()
    """Why its result may be another next time though all of this is the same; none where it may not."""
    hidden: tuple[str, ...] = ()
    """What it left in the process that cannot be brought back: threads, open files."""
    run: str = ""
    """The run that it was, where it is tracked as one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellExecution:
    """One execution of one cell, as part of a run."""

    id: str
    run_id: str
    position: int
    """Which cell of the run it is, from 0."""
    source: str
    status: CellStatus
    started_at: float
    cell_id: str | None = None
    reads: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    definitions: dict[str, str] = field(default_factory=dict)
    """Of the names that it reads and that hold code, the statement that gives it: an import, or a definition."""
    outputs: tuple[dict[str, Any], ...] = ()
    """What the cell showed, as nbformat 4 outputs."""
    error: str | None = None
    """The traceback without colours."""
    wall_s: float | None = None
    cpu_s: float | None = None
    peak_bytes: int | None = None
    """The largest resident memory of the process during the cell; None where the system does not tell."""
    files_read: tuple[str, ...] = ()
    files_written: tuple[str, ...] = ()
    file_digests: dict[str, str] = field(default_factory=dict)
    """The content of those files when the cell ended: path to digest. A file that cannot be read has none."""
    not_captured: dict[str, str] = field(default_factory=dict)
    """Names whose value was not kept, each with the reason."""
    warnings: tuple[str, ...] = ()
    """What Python warned of: ``UserWarning: text (file:line)``."""
    seeds: dict[str, int] = field(default_factory=dict)
    """Random generators that were seeded before or in the cell, by name, with the seed."""
    unseeded: tuple[str, ...] = ()
    """Random generators that the cell drew from though nobody had seeded them: the result will not come again."""
    cached_from: str | None = None
    """The run whose results were taken instead of running the cell; None where it ran."""
    trace: CellTrace | None = None
    """What a job's kernel saw of it; None where nobody watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookCell:
    """The latest run of a cell of a notebook."""

    cell_id: str
    run_id: str
    stale: bool
    """True where an input has changed since the run."""
    status: RunStatus = "finished"
    """How that run stands."""
    reasons: tuple[str, ...] = ()
    """Which inputs have changed: names, with their values where these are plain, and paths of files."""
