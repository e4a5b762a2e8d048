"""The executed notebook of a job, brought from the worker's disk to that of who asked, where they are two."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

from celltrail.errors import CelltrailError
from celltrail.records import Job
from celltrail.tracking import Workspace


def bring_notebook(workspace: Workspace, job: Job) -> None:
    """Put the executed notebook of a job that ran on a cluster where its row says, if it is not there.

    The two share the artifacts, of which it is one, and not always the home. Several may bring it at once.
    """
    output = Path(job.output or "")
    if not (job.options.on and job.run_id and job.output) or output.is_file():
        return
    with suppress(CelltrailError, OSError):
        for use in workspace.store.runs.uses_of_run(job.run_id):
            if use.name == output.name and use.artifact.kind == "notebook":
                output.parent.mkdir(parents=True, exist_ok=True)
                half = output.with_name(f".{output.name}-{os.getpid()}-{threading.get_ident()}")
                half.write_bytes(workspace.artifacts.get_bytes(use.artifact.digest))
                half.replace(output)
