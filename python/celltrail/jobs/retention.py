"""Which folders of ended jobs may go: what lies in them is kept as artifacts, or can be done without.

The folder of a job in the home holds its log, the notebook as it was, and the executed one where no other place
was asked for. Files that a template put elsewhere are the user's and stay.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from celltrail import clock
from celltrail.errors import InvalidInputError
from celltrail.jobs.outputs import job_folder
from celltrail.jobs.submit import ENDED
from celltrail.records import Job
from celltrail.tracking import Workspace

_UNITS = {"h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
_KEEP = re.compile(r"(\d+)([hdw]?)")
_BEST = "celltrail.best"
_CHILDREN = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The folder of an ended job that is older than what is to be kept."""

    job: Job
    folder: Path
    size_bytes: int
    kept_for: str = ""
    """Why it stays nevertheless; empty where it may go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How much is kept: what is younger than `age_s`, or the `newest`."""

    age_s: float | None = None
    newest: int | None = None

    @classmethod
    def parse(cls, text: str) -> Keep:
        """Return what a person wrote: an age (``12h``, ``30d``, ``4w``) or a number of jobs (``100``).

        Raises
        ------
        InvalidInputError
            It is neither.

        Examples
        --------
        >>> Keep.parse("30d").age_s, Keep.parse("100").newest
        (2592000.0, 100)
        """
        found = _KEEP.fullmatch(text.strip())
        if found is None:
            raise InvalidInputError(
                f"{text!r} is neither an age nor a number.", hint="Write 12h, 30d, 4w, or 100 for the newest 100."
            )
        number, unit = int(found[1]), found[2]
        return cls(age_s=number * _UNITS[unit]) if unit else cls(newest=number)


def candidates(workspace: Workspace, keep: Keep) -> tuple[Candidate, ...]:
    """Return the folders of ended jobs that are older than what is to be kept, the oldest first."""
    ended = [job for job in workspace.store.jobs.all(limit=None) if job.status in ENDED]
    if keep.newest is not None:
        old = ended[keep.newest :]
    else:
        before = clock.now() - (keep.age_s or 0.0)
        old = [job for job in ended if (job.ended_at or job.created_at) < before]
    resumed = {job.resumes for job in workspace.store.jobs.open() if job.resumes}
    found = []
    for job in reversed(old):
        folder = job_folder(workspace, job.id)
        if folder.is_dir():
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            reason = "a job goes on with its work" if job.id in resumed else _reason(workspace, job, folder)
            found.append(Candidate(job=job, folder=folder, size_bytes=size, kept_for=reason))
    return tuple(found)


def remove(found: Sequence[Candidate]) -> int:
    """Remove the folders that may go and return how many bytes are free by that."""
    freed = 0
    for one in found:
        if not one.kept_for:
            with suppress(OSError):
                shutil.rmtree(one.folder)
                freed += one.size_bytes
    return freed


def _reason(workspace: Workspace, job: Job, folder: Path) -> str:
    """Return why the folder of a job stays; empty where it may go."""
    if job.run_id is None:
        return ""
    store = workspace.store
    runs = [store.runs.find(job.run_id), *store.runs.list(parent=job.run_id, limit=_CHILDREN)]
    versions = [version for row in runs for version in store.models.versions_of_run(row.run.id)]
    if versions:
        return f"{versions[0].label} was registered from it"
    if any(row.tags.get(_BEST) for row in runs):
        return "it is the best of a sweep"
    is_here = Path(job.output or "").is_relative_to(folder) and Path(job.output or "").is_file()
    uses = [use for use in store.runs.uses_of_run(job.run_id) if use.direction == "output"]
    kept = any(use.artifact.kind == "notebook" and workspace.artifacts.has(use.artifact.digest) for use in uses)
    return "its executed notebook is kept nowhere else" if is_here and not kept else ""
