"""What starts by itself: schedules, pipelines and the workers that start what is due."""

from __future__ import annotations

from celltrail.scheduling.preview import SchedulePreview, preview
from celltrail.scheduling.schedule import (
    NO_WORKER,
    Draft,
    advice,
    create,
    next_times,
    pause,
    remove,
    resume,
    run_now,
)
from celltrail.scheduling.sources import is_named
from celltrail.scheduling.timekeeping import alive
from celltrail.scheduling.worker import Loop

__all__ = [
    "NO_WORKER",
    "Draft",
    "Loop",
    "SchedulePreview",
    "advice",
    "alive",
    "create",
    "is_named",
    "next_times",
    "pause",
    "preview",
    "remove",
    "resume",
    "run_now",
]
