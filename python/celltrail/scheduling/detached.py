"""Leaves the caller: ``python -m celltrail.scheduling.detached <run id>`` prints the pid of what steers the run.

So the run belongs to nobody: it outlives the kernel, terminal or worker that started it.
"""

from __future__ import annotations

import os
import sys


def main(run_id: str) -> int:
    """Fork, and let the child steer the run."""
    pid = os.fork()
    if pid:
        print(pid, flush=True)  # noqa: T201 - the caller reads it
        os._exit(0)
    os.setsid()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # the caller waits for the end of what it reads
    os.dup2(nowhere, sys.stderr.fileno())
    from celltrail.scheduling.steering import steer  # noqa: PLC0415 - only the child needs it

    return steer(run_id)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
