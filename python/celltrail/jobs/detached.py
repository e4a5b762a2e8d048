"""Leaves the caller: ``python -m celltrail.jobs.detached <job id>`` prints the pid of the job's process and ends.

The job belongs to nobody: it outlives the kernel that asked for it, and nobody has to reap it. Told of a notebook
and what to leave behind, it leaves that to later jobs when its imports are done.
"""

from __future__ import annotations

import os
import sys


def main(job_id: str, notebook: str = "", to_leave: str = "") -> int:
    """Fork, and let the child run the job."""
    pid = os.fork()
    if pid:
        print(pid, flush=True)  # noqa: T201 - the caller reads it
        os._exit(0)
    os.setsid()
    out = os.open(os.devnull, os.O_WRONLY)
    os.dup2(out, sys.stdout.fileno())  # the caller waits for the end of what it reads
    if to_leave:
        from celltrail.jobs.warm.processes import leave_behind  # noqa: PLC0415 - for the child alone

        leave_behind(to_leave, notebook)
    from celltrail.jobs.process import main as run  # noqa: PLC0415 - papermill is for the child alone

    return run(job_id)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
