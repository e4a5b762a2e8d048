"""Leaves the caller: ``python -m celltrail.scheduling.detached <run id>`` prints the pid of what steers the run.

So the run belongs to nobody: it outlives the kernel, terminal or worker that started it.
"""

from __future__ import annotations

import os
import sys

from celltrail.ownprocess import leave_caller


def main(run_id: str) -> int:
    """Steer the run in a process that is left alone."""
    leave_caller()
    os.dup2(sys.stdout.fileno(), sys.stderr.fileno())
    from celltrail.scheduling.steering import steer  # noqa: PLC0415 - only the child needs it

    return steer(run_id)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
