"""The run handle: begin, log, end."""

from __future__ import annotations

from celltrail.tracking.active import active_run, last_run, require_run, run_that_made
from celltrail.tracking.run import ActiveRun, start_run
from celltrail.tracking.tracked import track
from celltrail.tracking.workspace import Workspace, workspace

__all__ = [
    "ActiveRun",
    "Workspace",
    "active_run",
    "last_run",
    "require_run",
    "run_that_made",
    "start_run",
    "track",
    "workspace",
]
