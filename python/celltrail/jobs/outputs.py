"""Where an executed notebook is to lie: templates of names, filled in before anything runs.

``reports/{date}/{notebook}-{p.region}`` is a path beside the notebook (or an absolute one). What is filled in is
always a part of one name: a parameter's value cannot lead to another folder. A name that is taken gets a number.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from celltrail import clock
from celltrail.errors import InvalidInputError
from celltrail.jobs.parameters import parameters_of
from celltrail.records import Job
from celltrail.tracking import Workspace

_FIELDS = ("notebook", "date", "time", "job")
_PARAMETER = "p."
_SHOWN = 6
_LONGEST = 80
_MOST = 10_000
_UNSAFE = re.compile(r"[^\w.=+,@-]+")


@dataclass(frozen=True, slots=True)
class _Named:
    """What a template can say of a job."""

    values: Mapping[str, str]
    parameters: Mapping[str, Any]

    def fill(self, field: str, form: str) -> str:
        if field.startswith(_PARAMETER):
            return self._parameter(field.removeprefix(_PARAMETER), form)
        if field in self.values:
            return self.values[field]
        known = ", ".join(f"{{{name}}}" for name in (*self.values, f"{_PARAMETER}NAME"))
        raise InvalidInputError(f"An output's name knows no {{{field}}}.", hint=f"It knows {known}.")

    def _parameter(self, name: str, form: str) -> str:
        if name not in self.parameters:
            raise InvalidInputError(
                f"The output's name has {{p.{name}}}, and the notebook has no parameter {name!r}.",
                hint=f"It has: {', '.join(self.parameters) or 'none'}.",
            )
        try:
            return format(self.parameters[name], form)
        except (ValueError, TypeError) as error:
            raise InvalidInputError(
                f"The parameter {name} = {self.parameters[name]!r} cannot be written as {form!r}: {error}.",
                hint="Write for example {p.lr:.3f}, or {p.lr} alone.",
            ) from error


def job_folder(workspace: Workspace, job_id: str) -> Path:
    """Return the folder of a job in the home: its log, and its notebook where no other place was asked for."""
    return workspace.settings.jobs / job_id


def take_output(workspace: Workspace, job: Job, content: Any) -> Path:
    """Return the path for a job's executed notebook, and hold it: nobody else gets the same.

    `content` is the notebook; until the job writes there, it lies there as it was before.

    Raises
    ------
    InvalidInputError
        The template has a field that it cannot have, leads upwards, or to where nothing can be written.
    """
    folder = job_folder(workspace, job.id)
    asked = job.options.output
    path = output_path(job, content) if asked else folder / Path(job.notebook).name
    try:
        if asked:
            path = _taken(path, Path(job.notebook).read_bytes())
        folder.mkdir(parents=True, exist_ok=True)  # who promised the id may have died just here
    except OSError as error:
        raise InvalidInputError(
            f"The executed notebook cannot be written to {path.parent}: {error.strerror}.",
            hint="Choose another place with --output, or none: then it lies in the home.",
        ) from error
    return path


def output_path(job: Job, content: Any) -> Path:
    """Return what a job's template says, whether it is taken or not.

    Raises
    ------
    InvalidInputError
        It has a field that it cannot have, or leads upwards.
    """
    notebook, template = Path(job.notebook), job.options.output
    now = datetime.fromtimestamp(clock.now(), UTC).astimezone()
    values = (notebook.stem, now.strftime("%Y-%m-%d"), now.strftime("%H%M%S"), job.id[-_SHOWN:])
    defaults = {parameter.name: parameter.default for parameter in parameters_of(content) or ()}
    named = _Named(dict(zip(_FIELDS, values, strict=True)), {**defaults, **job.parameters})
    filled = Path(_filled(template, named)).expanduser()
    if ".." in filled.parts:
        raise InvalidInputError(
            f"The output {template!r} leads upwards.",
            hint="Write a path below the notebook's folder, or a whole one.",
        )
    path = notebook.parent / filled
    return path if path.suffix == ".ipynb" else path.with_name(f"{path.name}.ipynb")


def safe(text: str) -> str:
    """Return text as a part of a file's name.

    >>> safe("../../etc/passwd"), safe("[1, 2]"), safe("-1.5"), safe("")
    ('etc-passwd', '1,-2', '-1.5', 'none')
    """
    sign = "-" if text.startswith("-") else ""
    return sign + _UNSAFE.sub("-", text).replace("..", "").strip("-.")[:_LONGEST] or "none"


def _filled(template: str, named: _Named) -> str:
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError as error:
        raise InvalidInputError(
            f"The output {template!r} is no template: {error}.", hint="Write for example {notebook}-{date}."
        ) from error
    if template.endswith("/") or "\x00" in template or any(conversion for *_, conversion in pieces):
        raise InvalidInputError(
            f"The output {template!r} names no file.", hint="Write for example out/{notebook}."
        )
    written = []
    for literal, field, form, _ in pieces:
        written.append(literal)
        if field is not None:
            written.append(safe(named.fill(field, form or "")))
    return "".join(written)


def _taken(path: Path, content: bytes) -> Path:
    """Make a file of this name, or of the next number that is free."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for number in range(1, _MOST):
        free = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        try:
            with free.open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        return free
    raise InvalidInputError(
        f"There are {_MOST} files called {path.name} already.", hint="Put {time} or {job} into the output's name."
    )
