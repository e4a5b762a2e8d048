"""Leaves the caller: ``python -m celltrail.sweeping.detached <sweep id>`` prints the pid that steers and ends.

So the sweep belongs to nobody: it outlives the kernel or terminal that asked for it.
"""

from __future__ import annotations

import os
import sys


def main(sweep_id: str) -> int:
    """Fork, and let the child steer the sweep."""
    pid = os.fork()
    if pid:
        print(pid, flush=True)  # noqa: T201 - the caller reads it
        os._exit(0)
    os.setsid()
    out = os.open(os.devnull, os.O_WRONLY)
    os.dup2(out, sys.stdout.fileno())  # the caller waits for the end of what it reads
    from celltrail.sweeping.process import main as steer  # noqa: PLC0415 - for the child alone

    return steer(sweep_id)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
