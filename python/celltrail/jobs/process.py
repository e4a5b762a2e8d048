"""What the process of one job does.

A job has a process of its own, so that it outlives the kernel or server that asked for it, can be stopped as a
whole, and cannot take anything else with it.
"""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from celltrail import clock
from celltrail.errors import CelltrailError
from celltrail.jobs.client import CellPlan
from celltrail.jobs.engine import execute_under
from celltrail.jobs.notebook import read_notebook
from celltrail.jobs.parameters import parameters_of
from celltrail.jobs.reason import reason_of
from celltrail.jobs.warm import kernel_manager
from celltrail.records import Job, JobStatus
from celltrail.tracking import ActiveRun, Workspace, start_run, workspace
from celltrail.tracking.context import write_context
from celltrail.tracking.run import PARENT_VARIABLE


class CancelledError(Exception):
    """Somebody asked the job to stop."""


def main(job_id: str) -> int:
    """Run a queued job to its end and return the process' exit code."""
    signal.signal(signal.SIGTERM, _cancel)
    here = workspace()
    if not here.store.jobs.change(
        job_id, only_if=("queued",), status="running", started_at=clock.now(), pid=os.getpid()
    ):
        return 0  # cancelled before it began, or another process has it
    job = here.store.jobs.get(job_id)
    run = None
    end: tuple[JobStatus, str | None] = ("finished", None)
    try:
        run = _begin(here, job)
        _execute(job, run)
    except (CancelledError, KeyboardInterrupt):
        end = ("cancelled", "It was cancelled.")
    except CelltrailError as fault:
        end = ("failed", str(fault))
    except Exception as fault:  # noqa: BLE001 - whatever the notebook raised is the job's end
        end = ("failed", reason_of(fault, Path(job.output or "")))
    _end(here, job, run, end)
    return 0 if end[0] == "finished" else 1


def _begin(here: Workspace, job: Job) -> ActiveRun:
    notebook = Path(job.notebook)
    run = start_run(here, notebook.stem, "notebook")
    here.store.jobs.change(job.id, run_id=run.id)
    run.log_params({**_defaults(notebook), **job.parameters})
    run.set_tag("celltrail.job", job.id)
    run.set_tag("celltrail.trigger", job.trigger)
    run.set_tag("celltrail.cells", str(job.cells_total))
    for key, value in job.tags.items():
        run.set_tag(key, value)
    os.environ[PARENT_VARIABLE] = run.id
    os.environ["CELLTRAIL_NOTEBOOK"] = job.notebook
    os.chdir(notebook.parent)
    write_context(run)
    return run


def _defaults(notebook: Path) -> dict[str, Any]:
    """Return the values that a notebook's parameters have where nothing else is given."""
    return {parameter.name: parameter.default for parameter in parameters_of(read_notebook(notebook)) or ()}


def _execute(job: Job, run: ActiveRun) -> None:
    import papermill

    assert job.output is not None
    execute_under(run, partial(kernel_manager, run.workspace, job_id=job.id, warm=job.options.warm))
    papermill.execute_notebook(
        job.notebook,
        job.output,
        parameters=job.parameters or None,
        engine_name="celltrail",
        progress_bar=False,
        log_output=False,
        cwd=str(Path(job.notebook).parent),
        autosave_cell_every=0,
        plan=CellPlan(capture=job.options.capture),
        **_language(job),
    )


def _language(job: Job) -> dict[str, str]:
    """Return the kernel and language of a Python notebook; other languages are as the notebook says.

    The kernel is that of this very environment, so that it has what we have.
    """
    spec = read_notebook(Path(job.notebook)).metadata.get("kernelspec", {})
    is_python = spec.get("language", "python") == "python"
    return {"kernel_name": "python3", "language": "python"} if is_python else {}


def _end(here: Workspace, job: Job, run: ActiveRun | None, end: tuple[JobStatus, str | None]) -> None:
    status, error = end
    if run is not None:
        _keep_output(run, job)
        run.finish({"finished": "finished", "cancelled": "killed"}.get(status, "failed"), error)  # type: ignore[arg-type]
    here.drain()
    here.store.jobs.change(job.id, status=status, ended_at=clock.now(), error=error)


def _keep_output(run: ActiveRun, job: Job) -> None:
    output = Path(job.output or "")
    if output.is_file():
        artifact = run.workspace.artifacts.put_file(output.read_bytes(), "notebook", name=output.name)
        run.log_use(output.name, artifact)


def _cancel(_signal: int, _frame: FrameType | None) -> Any:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough; the kernel is being shut down
    raise CancelledError
