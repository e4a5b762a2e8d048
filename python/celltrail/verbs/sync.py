"""Send what waits on this machine."""

from __future__ import annotations

from pathlib import Path

from celltrail.errors import InvalidInputError
from celltrail.journal import journals
from celltrail.tracking import workspace
from celltrail.tracking.workspace import Progress


def sync(*, progress: Progress | None = None) -> int:
    """Send to the team server what waits on this machine, also of kernels that have ended; return how many facts.

    Without a team server, what waits is brought into the store of this home.

    Parameters
    ----------
    progress
        Is called with the bytes that have arrived and all there are, after each piece.

    Raises
    ------
    ServerAwayError
        The server does not answer. What waits goes on waiting.
    ServerRefusedError
        It does not take it, with the reason.
    InvalidInputError
        Something waits for a team server, and CELLTRAIL_STORE does not name it.
    """
    here = workspace()
    count = here.drain(progress=progress)
    if here.settings.server is None and (waiting := _waiting(here.settings.home)):
        raise InvalidInputError(
            f"The journals of {len(waiting)} kernel(s) wait for the team server {waiting[0].parts[-3]}.",
            hint="Set CELLTRAIL_STORE to its address, and CELLTRAIL_TOKEN, and run this again.",
        )
    return count


def _waiting(home: Path) -> list[Path]:
    return [path for folder in sorted(home.glob("remote/*/journal")) for path in journals(folder)]
