"""What a worker of the cluster does for a job: it starts a process of the job's own, and waits for its end.

So whatever a notebook does to its process, the worker is there for the next one.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from celltrail import config
from celltrail.errors import ClusterError
from celltrail.jobs.dask.address import require
from celltrail.jobs.warm import kept
from celltrail.jobs.warm.processes import fork_job, heir, prepare_meanwhile

_REMOTE = "celltrail.jobs.dask.remote"
_TAIL_LINES = 3


@dataclass(frozen=True, slots=True)
class Envelope:
    """What travels to the worker."""

    job_id: str
    folder: str
    """The folder of the job in the home."""
    notebook: str
    content: bytes
    """The notebook as it was when the job was asked for."""
    environment: dict[str, str]
    """Where rows and bytes are kept."""
    version: str
    """The celltrail of who sends it."""
    warm: bool = True
    """Whether the process of the job may be forked from one that is kept ready."""


def own_version() -> str:
    """Return the version of the celltrail that is installed here."""
    try:
        return metadata.version("celltrail")
    except metadata.PackageNotFoundError:  # run from a source tree that is not installed
        return "0+unknown"


def run_on_worker(envelope: Envelope) -> str:
    """Run a job in a process of its own and return what it said, where it ended badly.

    Raises
    ------
    ClusterError
        This worker has another celltrail, or does not see what the job needs.
    """
    worker = require("distributed", "dask").get_worker().address
    _check(envelope, worker)
    source = Path(envelope.folder) / "source" / Path(envelope.notebook).name
    if not source.is_file():
        try:
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_bytes(envelope.content)
        except OSError as error:
            raise ClusterError(
                f"Worker {worker} on {socket.gethostname()} cannot make the job's folder {source.parent.parent}: "
                f"{error.strerror}.",
                hint="Name a home with CELLTRAIL_HOME that the worker can write to, best a shared one.",
            ) from error
    token = f"{worker} ({socket.gethostname()}, process {os.getpid()})"
    code = _run(envelope, token)
    if code in (0, 1):
        return ""
    log = Path(envelope.folder) / "job.log"
    said = log.read_text(errors="replace").strip().splitlines()[-_TAIL_LINES:]
    return f"Its process on worker {token} ended with {code}. {' '.join(said)}".strip()


def _run(envelope: Envelope, token: str) -> int:
    """Run the process of a job and return its exit code; the end of its input tells it that we are gone."""
    environment = {**os.environ, **envelope.environment}
    home, notebook = Path(envelope.environment["CELLTRAIL_HOME"]), Path(envelope.notebook)
    spec = None
    if envelope.warm and config.warm_idle_s() and sys.platform.startswith("linux"):
        spec = kept.spec_of(home, "job", environment)
    theirs, mine = os.pipe()
    try:
        with (Path(envelope.folder) / "job.log").open("ab") as log:
            argv = (_REMOTE, envelope.job_id, token)
            forked = fork_job(spec, argv, environment, log=log.fileno(), stdin=theirs) if spec else None
            if forked:
                code = forked.wait()
                forked.close()
                return code
            if spec:
                prepare_meanwhile(home, notebook, environment)
            with heir(spec) as (told, files):
                process = subprocess.Popen(
                    [sys.executable, "-m", *argv, envelope.notebook, told],
                    stdin=theirs,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    env=environment,
                    pass_fds=files,
                    start_new_session=True,
                )
        return process.wait()
    finally:
        os.close(theirs)
        os.close(mine)


def _check(envelope: Envelope, worker: str) -> None:
    if envelope.version != own_version():
        raise ClusterError(
            f"This job comes from celltrail {envelope.version}, worker {worker} has {own_version()}.",
            hint="Install the same version on both.",
        )
    place = Path(envelope.notebook).parent
    store = envelope.environment["CELLTRAIL_STORE"]
    artifacts = Path(envelope.environment["CELLTRAIL_ARTIFACTS"])
    needed = {
        "the notebook's folder": (place, "Put the notebook, with the files that it reads, into a folder that"),
        "the artifacts": (artifacts, "Name a folder with CELLTRAIL_ARTIFACTS that"),
    }
    if store.startswith("sqlite:///"):
        file = Path(store.removeprefix("sqlite:///"))
        needed["the store"] = (file, "Keep rows in PostgreSQL (CELLTRAIL_STORE), or the home in a folder that")
    for what, (path, cure) in needed.items():
        if not path.exists():
            raise ClusterError(
                f"Worker {worker} on {socket.gethostname()} does not see {what}, {path}.",
                hint=f"{cure} is there for both of you, under one path.",
            )
