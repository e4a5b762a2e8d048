"""Sends a job to a cluster: ``python -m celltrail.jobs.dask.detached <job id>`` prints a pid and ends.

The process of that pid holds the connection until the job has ended. It outlives whoever asked.
"""

from __future__ import annotations

import os
import sys


def main(job_id: str) -> int:
    """Fork, and let the child send the job and wait for it."""
    pid = os.fork()
    if pid:
        print(pid, flush=True)  # noqa: T201 - the caller reads it
        os._exit(0)
    os.setsid()
    out = os.open(os.devnull, os.O_WRONLY)
    os.dup2(out, sys.stdout.fileno())  # the caller waits for the end of what it reads
    from celltrail.jobs.dask.sender import send  # noqa: PLC0415 - for the child alone

    return send(job_id)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
