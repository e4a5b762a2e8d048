"""Runs as files that travel: write one, look at one, take one over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from celltrail import sharing
from celltrail.records import Lineage
from celltrail.sharing import Bundled, Holdings, Opened, Wanted
from celltrail.tracking import workspace
from celltrail.tracking.context import wait_for_contexts
from celltrail.verbs.diff import find_run
from celltrail.verbs.lineage import lineage


def bundle(
    run: str,
    output: str | Path | None = None,
    *,
    data: bool = True,
    outputs: bool = True,
    without: Sequence[str] = (),
    sign: str | Path | None = None,
) -> Bundled:
    """Write everything of a run into one file, which ``open_bundle`` takes over on another machine.

    Parameters
    ----------
    run
        Its id, the beginning or end of it, or the newest of a name; or a job's id.
    output
        The file; by default ``NAME-ID.celltrail.zip`` in the working directory.
    data
        Whether values, models and files travel. Without them there are their digests and schemas, so that who has
        the data can check them.
    outputs
        Whether what the cells showed travels: there may be data in it too.
    without
        Names of values, models and files that do not travel; ``*`` stands for anything.
    sign
        The private key to sign with (``keygen`` makes one).

    Raises
    ------
    NotFoundError
        There is no such run or key.
    ConflictError
        The run goes on, or a file changed while it was packed.
    InvalidInputError
        A name of `without` is nothing's.

    Examples
    --------
    >>> bundle("train", data=False)  # doctest: +SKIP
    """
    here = workspace()
    wait_for_contexts()
    here.drain()
    found = find_run(here, run)
    return sharing.make(
        here,
        found.id,
        _upwards(lineage(found.id), f"run:{found.id}"),
        output=Path(output) if output is not None else None,
        wanted=Wanted(data=data, outputs=outputs, without=tuple(without)),
        key=Path(sign) if sign is not None else None,
    )


def look_at_bundle(path: str | Path, *, key: str | Path | None = None, most_gb: float | None = None) -> Holdings:
    """Return what a bundle holds: every byte checked, nothing written, nothing loaded or run.

    Raises
    ------
    NotFoundError
        There is no such file.
    BundleError
        It is no bundle, is damaged, was tampered with, or is of a newer form.
    SignatureError
        It is not signed by `key`, a public key.
    TooLargeError
        Unpacked, it would take more than `most_gb`; by default 10.
    """
    return sharing.look(workspace(), Path(path), key=_path(key), most_bytes=_bytes(most_gb))


def open_bundle(
    path: str | Path,
    *,
    into: str | Path | None = None,
    key: str | Path | None = None,
    data: str | Path | None = None,
    most_gb: float | None = None,
) -> Opened:
    """Take a bundle over into this home: the run with its lineage, outputs and data, to look at and to reproduce.

    All of it comes or nothing; a second time changes nothing. Nothing of it is loaded or run.

    Parameters
    ----------
    path
        The file that ``bundle`` wrote.
    into
        A new folder that gets the notebook, the lock file and the data as files too.
    key
        The public key that it must be signed by.
    data
        A folder with files that the bundle leaves out: they are found by their digests.
    most_gb
        How large it may be, unpacked; by default 10.

    Raises
    ------
    NotFoundError
        There is no such file.
    BundleError
        It is no bundle, is damaged, was tampered with, or is of a newer form.
    SignatureError
        It is not signed by `key`.
    TooLargeError
        It is larger than `most_gb`.
    StoreError
        There is no room.

    Examples
    --------
    >>> open_bundle("train-a1b2c3.celltrail.zip").run_id  # doctest: +SKIP
    """
    return sharing.take(
        workspace(),
        Path(path),
        key=_path(key),
        most_bytes=_bytes(most_gb),
        into=_path(into),
        data=_path(data),
    )


def _upwards(graph: Lineage, run: str) -> Lineage:
    """Return what a run was made from and what it made itself; what came of that later is nobody's business."""
    known = {run}
    while more := {edge.source for edge in graph.edges if edge.target in known} - known:
        known |= more
    known |= {edge.target for edge in graph.edges if edge.source == run}
    return Lineage(
        nodes=tuple(node for node in graph.nodes if node.id in known),
        edges=tuple(edge for edge in graph.edges if {edge.source, edge.target} <= known),
    )


def _path(given: str | Path | None) -> Path | None:
    return Path(given) if given is not None else None


def _bytes(gigabytes: float | None) -> int:
    return sharing.MOST_BYTES if gigabytes is None else int(gigabytes * 1e9)
