"""Remove the folders of old jobs."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.errors import InvalidInputError
from celltrail.jobs.retention import Candidate, Keep, candidates, remove
from celltrail.tracking import workspace


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pruned:
    """What was removed, or would be."""

    going: tuple[Candidate, ...]
    staying: tuple[Candidate, ...]
    """Those that are old enough and stay nevertheless, each with the reason."""
    freed_bytes: int
    is_dry: bool

    def __repr__(self) -> str:
        verb = "would be removed" if self.is_dry else "removed"
        lines = [f"{len(self.going)} job folder(s) with {self.freed_bytes / 1e6:.1f} MB {verb}"]
        lines += [f"  {one.folder}" for one in self.going]
        lines += [f"  stays: {one.folder}: {one.kept_for}" for one in self.staying]
        return "\n".join(lines)


def prune_jobs(keep: str, *, yes: bool = False) -> Pruned:
    """Remove the folders of old jobs from the home; by default only say which.

    Runs, and executed notebooks as their artifacts, stay; so do notebooks that a template put elsewhere. A
    folder stays too where a model version was registered from the job, the job is the best of a sweep, another job
    goes on with its work, or its notebook is kept nowhere else.

    Parameters
    ----------
    keep
        What is not old: an age (``12h``, ``30d``, ``4w``) or the number of the newest jobs (``100``).
    yes
        Remove them.

    Raises
    ------
    InvalidInputError
        `keep` is neither, or the rows are on a team server.

    Examples
    --------
    >>> prune_jobs("30d")  # doctest: +SKIP
    """
    here = workspace()
    if here.settings.server is not None:
        raise InvalidInputError(
            "The rows are on the team server, so only it knows its jobs.",
            hint="Run `celltrail prune-jobs` where the server keeps its home.",
        )
    here.drain()
    found = candidates(here, Keep.parse(keep))
    going = tuple(one for one in found if not one.kept_for)
    freed = remove(going) if yes else sum(one.size_bytes for one in going)
    staying = tuple(one for one in found if one.kept_for)
    return Pruned(going=going, staying=staying, freed_bytes=freed, is_dry=not yes)
