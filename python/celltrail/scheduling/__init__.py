"""What starts by itself: schedules, pipelines and the workers that start what is due."""

from __future__ import annotations
