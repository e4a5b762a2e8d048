"""Pipelines written in YAML."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import msgspec

from celltrail.errors import ScheduleError
from celltrail.records import JobOptions, Step

_FORM = "See docs/how/pipelines.md for the form: name, steps, and options."


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineFile:
    """What a file says; paths of notebooks are meant from the folder that it lies in."""

    steps: tuple[Step, ...]
    name: str = ""
    """Empty for the name of the file."""
    options: JobOptions = field(default_factory=JobOptions)


def read_pipeline(path: Path) -> PipelineFile:
    """Return what a YAML file says, with whole paths.

    Raises
    ------
    ScheduleError
        It cannot be read, is no YAML, or does not have the form of a pipeline.
    """
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ScheduleError(f"{path} cannot be read: {error}.", hint="Check the path.") from error
    except yaml.YAMLError as error:
        raise ScheduleError(f"{path} is no YAML: {' '.join(str(error).split())}.", hint=_FORM) from None
    _refuse_unknown(path, content)
    try:
        made = msgspec.convert(content, PipelineFile)
    except msgspec.ValidationError as error:
        raise ScheduleError(f"{path} does not have the form of a pipeline: {error}.", hint=_FORM) from None
    steps = tuple(replace(step, notebook=str((path.parent / step.notebook).absolute())) for step in made.steps)
    return PipelineFile(steps=steps, name=made.name or path.stem, options=made.options)


def _refuse_unknown(path: Path, content: Any) -> None:
    """Refuse words that mean nothing, which are mostly slips."""
    if not isinstance(content, dict):
        raise ScheduleError(f"{path} does not have the form of a pipeline.", hint=_FORM)
    options = content.get("options")
    if isinstance(options, dict) and True in options:  # YAML reads the word `on` as a truth value
        options["on"] = options.pop(True)
    steps = content.get("steps")
    parts = [
        (PipelineFile, content),
        (JobOptions, options),
        *((Step, step) for step in (steps if isinstance(steps, list) else ())),
    ]
    for kind, part in parts:
        known = {one.name for one in fields(kind)}
        for word in part if isinstance(part, dict) else ():
            if word not in known:
                raise ScheduleError(
                    f"{path} says {word!r}, which a pipeline does not know.",
                    hint=f"Known are {', '.join(sorted(known))}.",
                )
