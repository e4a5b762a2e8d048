"""Schedules and pipelines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from celltrail import scheduling
from celltrail.records import Firing, Pipeline, PipelineRun, Schedule, Trigger
from celltrail.scheduling import pipelines as running
from celltrail.server.handlers.jobs import inside
from celltrail.server.handlers.problems import field_problems
from celltrail.server.messages import NextTimes, PipelinesPage, ScheduleDetail, SchedulePreview, SchedulesPage


def list_schedules(question: Any) -> SchedulesPage:
    """Return all schedules by name, and the workers that are alive."""
    here = question.workspace
    found = sorted(here.store.schedules.all(limit=None), key=lambda schedule: schedule.name)
    workers = scheduling.alive(here)
    return SchedulesPage(schedules=tuple(found), workers=workers, advice="" if workers else scheduling.NO_WORKER)


def get_schedule(question: Any) -> ScheduleDetail:
    """Return a schedule with its history."""
    schedules = question.workspace.store.schedules
    schedule = schedules.get(question.path["schedule_id"])
    return ScheduleDetail(schedule=schedule, firings=schedules.firings(schedule.id))


def create_schedule(question: Any) -> Schedule:
    """Make a schedule."""
    return scheduling.create(question.workspace, _draft(question))


def preview_schedule(question: Any) -> SchedulePreview:
    """Return when a schedule would be due, and what is wrong with it."""
    found = scheduling.preview(question.workspace, _draft(question))
    return SchedulePreview(times=found.times, problems=field_problems(found.problems))


def list_next_times(question: Any) -> NextTimes:
    """Return when a schedule is due next."""
    schedule = question.workspace.store.schedules.get(question.path["schedule_id"])
    return NextTimes(times=scheduling.next_times(schedule, question.query.count))


def pause_schedule(question: Any) -> Schedule:
    """Let a schedule start nothing."""
    return scheduling.pause(question.workspace, question.path["schedule_id"])


def resume_schedule(question: Any) -> Schedule:
    """Let a schedule start again what is due."""
    return scheduling.resume(question.workspace, question.path["schedule_id"])


def run_schedule(question: Any) -> Firing:
    """Start what a schedule starts, at once."""
    return scheduling.run_now(question.workspace, question.path["schedule_id"])


def remove_schedule(question: Any) -> Schedule:
    """Forget a schedule."""
    return scheduling.remove(question.workspace, question.path["schedule_id"])


def list_pipelines(question: Any) -> PipelinesPage:
    """Return all pipelines, and their newest runs."""
    pipelines = question.workspace.store.pipelines
    runs = (running.refreshed(question.workspace, run) for run in pipelines.runs.all())
    return PipelinesPage(pipelines=pipelines.all(), runs=tuple(runs))


def create_pipeline(question: Any) -> Pipeline:
    """Keep a pipeline."""
    asked = question.body
    steps = [replace(step, notebook=str(inside(question.root, step.notebook))) for step in asked.steps]
    return running.keep(question.workspace, asked.name, steps, asked.options)


def run_pipeline(question: Any) -> PipelineRun:
    """Start a pipeline."""
    return running.start(question.workspace, question.path["name"])


def get_pipeline_run(question: Any) -> PipelineRun:
    """Return a run of a pipeline."""
    return running.current(question.workspace, question.path["pipeline_run_id"])


def cancel_pipeline_run(question: Any) -> PipelineRun:
    """Stop a run of a pipeline."""
    return running.cancel(question.workspace, question.path["pipeline_run_id"])


def resume_pipeline_run(question: Any) -> PipelineRun:
    """Go on with a run of a pipeline."""
    return running.resume(question.workspace, question.path["pipeline_run_id"])


def _trigger_inside(root: Path, trigger: Trigger) -> Trigger:
    """Return a trigger whose paths are those that the person sees below the server's root folder."""
    if trigger.kind == "data" and trigger.watch and not scheduling.is_named(trigger.watch):
        return replace(trigger, watch=str(inside(root, trigger.watch)))
    if trigger.kind == "after" and trigger.of.endswith(".ipynb"):
        return replace(trigger, of=str(inside(root, trigger.of)))
    return trigger


def _draft(question: Any) -> scheduling.Draft:
    asked = question.body
    return scheduling.Draft(
        trigger=_trigger_inside(question.root, asked.trigger),
        notebook=inside(question.root, asked.notebook) if asked.notebook else None,
        pipeline=asked.pipeline,
        name=asked.name,
        parameters=asked.parameters,
        options=asked.options,
        missed=asked.missed,
        overlap=asked.overlap,
        who=question.who,
    )
