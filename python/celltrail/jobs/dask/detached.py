"""Sends a job to a cluster: ``python -m celltrail.jobs.dask.detached <job id>`` prints a pid and ends.

The process of that pid holds the connection until the job has ended. It outlives whoever asked. Told what to leave
behind, it leaves that to later jobs when it has imported what speaks to clusters.
"""

from __future__ import annotations

import os
import sys


def main(job_id: str, _notebook: str = "", to_leave: str = "") -> int:
    """Fork, and let the child send the job and wait for it."""
    pid = os.fork()
    if pid:
        print(pid, flush=True)  # noqa: T201 - the caller reads it
        os._exit(0)
    os.setsid()
    out = os.open(os.devnull, os.O_WRONLY)
    os.dup2(out, sys.stdout.fileno())  # the caller waits for the end of what it reads
    if to_leave:
        from celltrail.jobs.warm.processes import leave_sender_behind  # noqa: PLC0415 - for the child alone

        leave_sender_behind(to_leave)
    from celltrail.jobs.dask.sender import main as send  # noqa: PLC0415 - for the child alone

    return send(job_id)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
