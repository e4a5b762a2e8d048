"""Leaves the caller: ``python -m celltrail.sweeping.detached <sweep id>`` prints the pid that steers and ends.

So the sweep belongs to nobody: it outlives the kernel or terminal that asked for it. Told what to leave behind, it
leaves that to the jobs which it will send to a cluster: it imports what speaks to that one in any case.
"""

from __future__ import annotations

import sys

from celltrail.ownprocess import leave_caller


def main(sweep_id: str, to_leave: str = "") -> int:
    """Steer the sweep in a process that is left alone."""
    leave_caller()
    if to_leave:
        from celltrail.jobs.warm.processes import leave_sender_behind  # noqa: PLC0415 - for the child alone

        leave_sender_behind(to_leave)
    from celltrail.sweeping.process import main as steer  # noqa: PLC0415 - for the child alone

    return steer(sweep_id)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
