"""Running a run again, and saying whether it came out the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from celltrail import clock, ids, jobs
from celltrail.actor import user_name
from celltrail.config import AS_OF_VARIABLE
from celltrail.errors import CelltrailError, JobFailedError
from celltrail.jobs.launch import Fresh, environment_of, launch_new
from celltrail.records import Job, JobOptions, Reproduction, Run
from celltrail.reproduction.data import Layout, lay_out
from celltrail.reproduction.environment import Room, Wish, room_for, same_files
from celltrail.reproduction.judgement import judged
from celltrail.reproduction.recorded import Recorded, recorded_of
from celltrail.reproduction.verdict import document, write_document
from celltrail.tracking import Workspace
from celltrail.tracking.liveness import Beating

TAG = "celltrail.reproduces"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "PYTHONHASHSEED")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How a run is to be reproduced."""

    tolerance: float = 1e-9
    """By how much numbers may differ, of their size, and still count as the same within tolerance."""
    environment: Wish = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced:
    """What came of it."""

    reproduction: Reproduction
    document: dict[str, Any]
    """The verdict as it goes into a file."""
    path: Path
    """Where that file lies in the home."""


class _Steps:
    """Writes down how far a reproduction is, and tells who waits."""

    def __init__(self, workspace: Workspace, reproduction: Reproduction, progress: Progress | None) -> None:
        self._workspace, self.reproduction, self._progress = workspace, reproduction, progress

    def say(self, text: str) -> None:
        self.change(step=text)
        if self._progress:
            self._progress(text)

    def change(self, **values: Any) -> None:
        self.reproduction = replace(self.reproduction, **values)
        self._workspace.store.reproductions.change(self.reproduction.id, **msgspec.to_builtins(values))

    def job(self, job: Job) -> None:
        self.say(f"Running the notebook again: {job.cells_done} of {job.cells_total} cells.")


def begin(workspace: Workspace, run: Run) -> Reproduction:
    """Write down that a run is going to be reproduced."""
    reproduction = Reproduction(
        id=ids.new_id(), run_id=run.id, status="running", started_at=clock.now(), pid=os.getpid(), who=user_name()
    )
    workspace.store.reproductions.add(reproduction)
    return reproduction


def reproduce(
    workspace: Workspace,
    run: Run,
    request: Request,
    *,
    begun: Reproduction | None = None,
    progress: Progress | None = None,
) -> Reproduced:
    """Run a notebook's run again with its data, parameters and environment, and compare what came out.

    Raises
    ------
    NotebookError
        Its notebook was not kept.
    EnvironmentFailedError
        Its environment cannot be built.
    JobFailedError
        No cell could be run.
    """
    steps = _Steps(workspace, begun or begin(workspace, run), progress)
    steps.change(pid=os.getpid())
    with Beating(workspace, steps.reproduction.id):
        return _reproduced(workspace, run, request, steps)


def _reproduced(workspace: Workspace, run: Run, request: Request, steps: _Steps) -> Reproduced:
    folder = workspace.settings.home / "reproductions" / steps.reproduction.id
    layout = None
    try:
        recorded = recorded_of(workspace, run)
        steps.say("Laying out the recorded data.")
        layout = lay_out(workspace, recorded, folder / "place")
        room = room_for(workspace, recorded.environment, request.environment, steps.say)
        notes = (*_data_notes(layout), *layout.notes, *room.notes)
        steps.change(environment=room.how, notes=notes)
        again = _run_again(workspace, recorded, (layout, room), steps)
        steps.change(new_run_id=again.run.id)
        if room.how != "same" and recorded.environment and again.environment:
            steps.change(notes=(*notes, same_files(workspace, recorded.environment, again.environment)))
        steps.say("Comparing what came out.")
        found = judged(workspace, (recorded, again), layout, request.tolerance)
        steps.change(status="finished", ended_at=clock.now(), step="", **found)
        content = document(steps.reproduction, (recorded, again), layout, request.tolerance)
        return Reproduced(
            reproduction=steps.reproduction,
            document=content,
            path=write_document(content, folder / "verdict.json"),
        )
    except BaseException as error:
        reason = str(error) if isinstance(error, CelltrailError) else f"{type(error).__name__}: {error}"
        steps.change(status="failed", ended_at=clock.now(), step="", error=reason)
        raise
    finally:
        if layout is not None:
            layout.clear()


def starter(room: Room, recorded: Recorded) -> Callable[[Workspace, Job], int]:
    """Return what starts a job in a room, with the threads and the registry that a run had."""

    def start(workspace: Workspace, job: Job) -> int:
        variables = environment_of(workspace)
        threads: Mapping[str, str] = recorded.environment.threads if recorded.environment else {}
        for name in THREADS:
            variables.pop(name, None)
        variables.update(threads)
        variables.update(room.variables)
        variables[AS_OF_VARIABLE] = repr(recorded.run.started_at)
        return launch_new(workspace, job, Fresh(room.python, variables))

    return start


def _run_again(workspace: Workspace, recorded: Recorded, place: tuple[Layout, Room], steps: _Steps) -> Recorded:
    layout, room = place
    options = recorded.job.options if recorded.job else JobOptions()
    job = jobs.submit(
        workspace,
        layout.notebook,
        recorded.parameters,
        options=JobOptions(cell_timeout_s=options.cell_timeout_s, timeout_s=options.timeout_s, warm=False),
        origin=jobs.Origin(trigger="reproduce", tags={TAG: recorded.run.id}),
        start=starter(room, recorded),
    )
    steps.change(job_id=job.id)
    try:
        ended = jobs.wait(workspace, job.id, steps.job)
    except BaseException:
        jobs.cancel(workspace, job.id)
        raise
    workspace.drain()
    if ended.run_id is None or not workspace.store.runs.cells(ended.run_id):
        raise JobFailedError(f"No cell could be run: {ended.error}", hint=f"The job is {ended.id}.")
    return recorded_of(workspace, workspace.store.runs.find(ended.run_id).run)


def _data_notes(layout: Layout) -> list[str]:
    return [f"{file.path}: {file.said}." for file in layout.files if file.said]
