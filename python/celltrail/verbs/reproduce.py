"""Run a run again, and say whether it came out the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from celltrail import reproduction
from celltrail.artifacts import signing
from celltrail.errors import InvalidInputError
from celltrail.records import Reproduction
from celltrail.reproduction.environment import Wish
from celltrail.reproduction.subject import subject_of
from celltrail.reproduction.verdict import write_document
from celltrail.tracking import workspace
from celltrail.tracking.context import wait_for_contexts

WISHES: tuple[Wish, ...] = ("auto", "same", "rebuild")


def reproduce(
    run: str,
    *,
    tolerance: float = 1e-9,
    env: str = "auto",
    sign: str | Path | None = None,
    output: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Reproduction:
    """Run a run again with its notebook, parameters, data and environment, and compare every output.

    Nothing is registered, promoted or deployed by it: the notebook finds the registry as it was then, and what it
    adds is forgotten. It runs in a private folder with a copy of the data.

    Parameters
    ----------
    run
        The run of a notebook, or of a tracked cell in one: its id, the beginning or end of it, or its name.
    tolerance
        By how much numbers may differ, of their size, and still count as the same within tolerance.
    env
        ``same`` runs it in this environment whatever is on record, ``rebuild`` builds the recorded one anew,
        ``auto`` builds it only where this one differs.
    sign
        A private key: the verdict file is signed by it.
    output
        Where to write the verdict file. It lies in the home in any case.
    progress
        Called with a sentence at each step.

    Raises
    ------
    NotFoundError
        There is no such run.
    NotebookError
        Its notebook was not kept.
    EnvironmentFailedError
        Its environment cannot be built.
    JobFailedError
        No cell could be run.
    InvalidInputError
        The run has not ended, or the tolerance or `env` is none.

    Examples
    --------
    >>> reproduce("train").verdict  # doctest: +SKIP
    'identical'
    """
    environment = checked(tolerance, env)
    if sign is not None:
        signing.sign(b"", Path(sign))  # that the key is none shall be known before anything is run
    here = workspace()
    wait_for_contexts()
    here.drain()
    subject = subject_of(here, run)
    request = reproduction.Request(tolerance=tolerance, environment=environment)
    done = reproduction.reproduce(here, subject, request, progress=progress)
    content = signing.signed(done.document, Path(sign)) if sign is not None else done.document
    for path in (done.path, *([Path(output)] if output is not None else [])):
        _write(content, path)
    return done.reproduction


def checked(tolerance: float, env: str) -> Wish:
    """Return the wished environment, if it and the tolerance can be.

    Raises
    ------
    InvalidInputError
        They cannot.
    """
    if not 0 <= tolerance < 1:
        raise InvalidInputError(f"{tolerance!r} is no tolerance.", hint="Give a number from 0 to below 1.")
    for wish in WISHES:
        if wish == env:
            return wish
    raise InvalidInputError(f"{env!r} is no way to an environment.", hint=f"Give one of {', '.join(WISHES)}.")


def _write(content: dict[str, object], path: Path) -> None:
    try:
        write_document(content, path)
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be written: {error.strerror}.", hint="Give another -o.") from error
