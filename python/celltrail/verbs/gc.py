"""Remove the bytes that nothing refers to any more."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.errors import InvalidInputError
from celltrail.tracking import workspace

_HOUR_S = 3_600.0


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection did."""

    files: int
    freed_bytes: int
    kept: int
    """How many digests something refers to."""

    def __repr__(self) -> str:
        return f"{self.files} file(s) with {self.freed_bytes / 1e6:.1f} MB removed, {self.kept} kept"


def gc(*, older_than_h: float = 1.0, alone: bool = False) -> Collected:
    """Remove artifacts that no run, model or environment refers to; never one that something does.

    It may run while others track: what was put during the last hour is spared; what is put again counts as new.

    Parameters
    ----------
    older_than_h
        Spare what was put during so many hours.
    alone
        Say that no other home keeps its artifacts in this folder. Needed where `CELLTRAIL_ARTIFACTS` names one
        outside the home: whose rows refer to it cannot be seen from here.

    Raises
    ------
    InvalidInputError
        Others may use the folder, or the rows are on a team server.
    """
    here = workspace()
    settings = here.settings
    if settings.server is not None:
        raise InvalidInputError(
            "The rows are on the team server, so only it knows what they refer to.",
            hint="Run `celltrail gc` where the server keeps its home.",
        )
    if not alone and not settings.artifacts.absolute().is_relative_to(settings.home.absolute()):
        raise InvalidInputError(
            f"{settings.artifacts} lies outside the home {settings.home}, so other homes may use it too.",
            hint="If none does, say so: `celltrail gc --alone`.",
        )
    here.drain()
    keep = here.artifacts.closure(here.store.references.artifacts())
    files, freed = here.artifacts.sweep(keep, older_than_s=older_than_h * _HOUR_S)
    return Collected(files, freed, len(keep))
