"""Schedules and pipelines."""

from __future__ import annotations

from typing import Any

from celltrail.records import PipelineRun
from celltrail.server.messages import PipelinesPage, ScheduleDetail, SchedulesPage


def list_schedules(question: Any) -> SchedulesPage:
    """Return all schedules by name."""
    schedules = question.workspace.store.schedules
    found = sorted(schedules.all(limit=None), key=lambda schedule: schedule.name)
    return SchedulesPage(schedules=tuple(found), workers=schedules.workers())


def get_schedule(question: Any) -> ScheduleDetail:
    """Return a schedule with its history."""
    schedules = question.workspace.store.schedules
    schedule = schedules.get(question.path["schedule_id"])
    return ScheduleDetail(schedule=schedule, firings=schedules.firings(schedule.id))


def list_pipelines(question: Any) -> PipelinesPage:
    """Return all pipelines, and their newest runs."""
    pipelines = question.workspace.store.pipelines
    return PipelinesPage(pipelines=pipelines.all(), runs=pipelines.runs.all())


def get_pipeline_run(question: Any) -> PipelineRun:
    """Return a run of a pipeline."""
    run: PipelineRun = question.workspace.store.pipelines.runs.get(question.path["pipeline_run_id"])
    return run
