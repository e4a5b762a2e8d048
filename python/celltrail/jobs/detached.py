"""Leaves the caller: ``python -m celltrail.jobs.detached <job id>`` prints the pid of the job's process and ends.

So the job belongs to nobody: it outlives the kernel that asked for it, and nobody has to reap it.
"""

from __future__ import annotations

import os
import sys


def main(job_id: str) -> int:
    """Fork, and let the child run the job."""
    pid = os.fork()
    if pid:
        print(pid, flush=True)  # noqa: T201 - the caller reads it
        os._exit(0)
    os.setsid()
    out = os.open(os.devnull, os.O_WRONLY)
    os.dup2(out, sys.stdout.fileno())  # the caller waits for the end of what it reads
    from celltrail.jobs.process import main as run  # noqa: PLC0415 - papermill is for the child alone

    return run(job_id)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
