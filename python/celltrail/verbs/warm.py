"""Have notebooks' imports done before they run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from celltrail import clock, jobs
from celltrail.errors import WarmError
from celltrail.jobs import warm as templates
from celltrail.tracking import workspace


@dataclass(frozen=True, slots=True)
class Warm:
    """A process that is kept to be forked."""

    pid: int
    kind: str
    """``kernel``, or ``job`` for the process that runs a job."""
    modules: tuple[str, ...]
    age_s: float
    served: int
    """How many processes were forked from it."""
    running: int
    left_out: dict[str, str]
    """What it does not import beforehand, and why."""


def warm(notebook: str | Path | None = None, *, stop: bool = False) -> list[Warm]:
    """Return the processes that are kept to be forked by the runs to come.

    Parameters
    ----------
    notebook
        Do the imports of this notebook now, and wait for them, so that its first run finds them done.
    stop
        Have those that are kept end. What was forked from them goes on.

    Raises
    ------
    NotebookError
        There is no such notebook, or the file is none.
    WarmError
        Nothing can be kept here; the message says why.
    """
    here = workspace()
    if stop:
        return [_shown(kept) for kept in templates.stop(here.settings.home)]
    if notebook is not None:
        path = Path(notebook).absolute()
        jobs.read_notebook(path)
        try:
            templates.prepare(here.settings.home, path)
        except WarmError as error:
            text = f"{path.name} cannot be made ready: {error.message}"
            raise WarmError(text, hint="It runs all the same, from cold.") from error
    return [_shown(kept) for kept in templates.listed(here.settings.home)]


def _shown(kept: templates.Kept) -> Warm:
    return Warm(
        pid=kept.pid,
        kind=kept.kind,
        modules=kept.modules,
        age_s=clock.now() - kept.since,
        served=kept.served,
        running=len(kept.forks),
        left_out=kept.without,
    )
