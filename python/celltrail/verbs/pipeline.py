"""Run notebooks one after the other, each with what the ones before it made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from celltrail.errors import JobFailedError, ScheduleError
from celltrail.records import JobOptions, Pipeline, PipelineRun, Step
from celltrail.scheduling import pipelines as running
from celltrail.scheduling.pipelinefile import read_pipeline
from celltrail.tracking import workspace


def pipeline(
    name: str | Path,
    steps: Iterable[Step | Mapping[str, Any]] | None = None,
    *,
    options: JobOptions | None = None,
) -> Pipeline:
    """Keep a graph of notebooks under a name; one that has the name is replaced.

    Parameters
    ----------
    name
        What it is called; or without `steps`, the path of a YAML file that says all of it.
    steps
        Each with ``name``, ``notebook``, and where needed ``parameters`` and ``after``. A text ``${step.metric}``
        in the parameters stands for what a step before computed.

    Raises
    ------
    ScheduleError
        The file or the graph cannot be: a name is unknown or stands twice, or steps need each other in a circle.
    NotebookError
        There is no such notebook, or the file is none.
    ParameterError
        A parameter is unknown or of another type.

    Examples
    --------
    >>> pipeline(
    ...     "nightly",
    ...     [
    ...         {"name": "load", "notebook": "load.ipynb"},
    ...         {"name": "train", "notebook": "train.ipynb", "parameters": {"rows": "${load.rows}"}},
    ...     ],
    ... )  # doctest: +SKIP
    """
    if steps is None:
        read = read_pipeline(Path(name))
        return running.keep(workspace(), read.name, read.steps, options or read.options)
    try:
        made = [step if isinstance(step, Step) else msgspec.convert(step, Step) for step in steps]
    except msgspec.ValidationError as error:
        raise ScheduleError(
            f"A step does not fit: {error}.", hint="A step has a name, a notebook, parameters and after."
        ) from None
    return running.keep(workspace(), str(name), made, options)


def run_pipeline(
    name: str, *, wait: bool = True, progress: Callable[[PipelineRun], None] | None = None
) -> PipelineRun:
    """Start a pipeline and return its run; when it has finished, unless `wait` is False.

    Raises
    ------
    NotFoundError
        There is no such pipeline.
    JobFailedError
        A step failed, or it was stopped.
    """
    here = workspace()
    return _awaited(running.start(here, name), wait=wait, progress=progress)


def resume_pipeline(
    run_id: str, *, wait: bool = True, progress: Callable[[PipelineRun], None] | None = None
) -> PipelineRun:
    """Go on with a run that failed or was stopped; steps that have finished are not run again.

    Raises
    ------
    ConflictError
        It runs, or has finished.
    NotFoundError
        There is no such run.
    JobFailedError
        A step failed again.
    """
    return _awaited(running.resume(workspace(), run_id), wait=wait, progress=progress)


def cancel_pipeline(run_id: str) -> PipelineRun:
    """Stop a run of a pipeline with the jobs that it runs.

    Raises
    ------
    ConflictError
        It has ended already.
    NotFoundError
        There is no such run.
    """
    return running.cancel(workspace(), run_id)


def _awaited(run: PipelineRun, *, wait: bool, progress: Callable[[PipelineRun], None] | None) -> PipelineRun:
    if not wait:
        return run
    run = running.wait(workspace(), run.id, progress)
    if run.status != "finished":
        raise JobFailedError(
            f"The pipeline {run.pipeline!r} {run.status}: {run.error}",
            hint=f"Mend it, then go on from there: `celltrail pipelines resume {run.id}`.",
        )
    return run
