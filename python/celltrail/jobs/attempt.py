"""One attempt at a job: a run of its own, the notebook executed under it, what it left kept."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from celltrail.errors import CelltrailError, NotStorableError
from celltrail.jobs.cells import CellPlan, plan_of
from celltrail.jobs.engine import Execution, execute_under
from celltrail.jobs.given import secrets_in
from celltrail.jobs.injection import inject
from celltrail.jobs.notebook import read_notebook
from celltrail.jobs.outputs import job_folder
from celltrail.jobs.parameters import parameters_of, typed_parameters
from celltrail.jobs.source import kernel_of, prepared, source_of
from celltrail.jobs.warm import kernel_manager
from celltrail.records import Job, RunStatus
from celltrail.secrets import SECRETS_VARIABLE, own_secrets
from celltrail.tracking import ActiveRun, Workspace, start_run
from celltrail.tracking.context import write_context
from celltrail.tracking.run import PARENT_VARIABLE


def begin(here: Workspace, job: Job) -> ActiveRun:
    """Begin the run of an attempt.

    Raises
    ------
    ParameterError
        A secret is not set here.
    """
    os.environ.pop(PARENT_VARIABLE, None)  # of the attempt before
    os.environ[SECRETS_VARIABLE] = ",".join({secret.variable: None for secret in secrets_in(job.parameters)})
    source = source_of(here, job)
    notebook = Path(job.notebook)
    run = start_run(here, notebook.stem, "notebook")
    here.store.jobs.change(job.id, by=job.worker, run_id=run.id, attempt=job.attempt, cells_done=0)
    run.log_params({**_defaults(source), **job.parameters})
    run.set_tag("celltrail.job", job.id)
    run.set_tag("celltrail.trigger", job.trigger)
    run.set_tag("celltrail.cells", str(job.cells_total))
    if job.attempt > 1:
        run.set_tag("celltrail.attempt", str(job.attempt))
    for key, value in job.tags.items():
        run.set_tag(key, value)
    os.environ[PARENT_VARIABLE] = run.id
    os.environ["CELLTRAIL_NOTEBOOK"] = job.notebook
    os.chdir(notebook.parent)
    write_context(run)
    with suppress(NotStorableError):  # a secret is written in the notebook itself
        kept = here.artifacts.put_file(source.read_bytes(), "file", name=notebook.name)
        run.log_use("source.ipynb", kept, "input")
    return run


def execute(here: Workspace, job: Job, run: ActiveRun) -> None:
    """Execute the notebook of an attempt.

    Raises
    ------
    Exception
        Whatever ended it before its last cell.
    """
    import papermill

    assert job.output is not None
    source, folder = source_of(here, job), job_folder(here, job.id)
    content = read_notebook(source)
    kernel, language = kernel_of(content)
    inject(typed_parameters(source, content, job.parameters))
    limit = job.options.cell_timeout_s
    client: dict[str, Any] = {"timeout_func": lambda _cell: limit} if limit else {}
    start = partial(kernel_manager, here, job_id=job.id, warm=job.options.warm and language == "python")
    execute_under(Execution(run, own_secrets(), client, start, folder, job.notebook))
    papermill.execute_notebook(
        _verbatim(str(prepared(source, folder))),
        _verbatim(job.output),
        parameters=job.parameters or None,
        engine_name="celltrail",
        progress_bar=False,
        log_output=False,
        cwd=str(Path(job.notebook).parent),
        kernel_name=kernel,
        language=language,
        plan=_plan(here, job),
    )


def _plan(here: Workspace, job: Job) -> CellPlan:
    """Return what is done with the cells beside running them. What held a secret does not come back."""
    plan = plan_of(here, job)
    if plan.skips and secrets_in(job.parameters):
        here.store.jobs.note(job.id, "All cells ran: a notebook that is given a secret takes nothing from before.")
        return replace(plan, cache=False, resumes=None)
    return plan


def finish(run: ActiveRun, job: Job, status: RunStatus, error: str | None) -> None:
    """End the run of an attempt, with the notebook as it is by now. A full disk must not hinder that."""
    with suppress(CelltrailError, OSError):
        output = Path(job.output or "")
        if output.is_file():
            artifact = run.workspace.artifacts.put_file(output.read_bytes(), "notebook", name=output.name)
            run.log_use(output.name, artifact)
    with suppress(CelltrailError, OSError):
        run.finish(status, error)


def _defaults(source: Path) -> dict[str, Any]:
    """Return the values that a notebook's parameters have where nothing else is given."""
    return {parameter.name: parameter.default for parameter in parameters_of(read_notebook(source)) or ()}


def _verbatim(path: str) -> str:
    """Return a path in which papermill finds no fields to fill in."""
    return path.replace("{", "{{").replace("}", "}}")
