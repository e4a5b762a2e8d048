"""Leaves the caller: ``python -m celltrail.jobs.detached <job id>`` prints the pid of the job's process and ends.

The job belongs to nobody: it outlives the kernel that asked for it, and nobody has to reap it. Told of a notebook
and what to leave behind, it leaves that to later jobs when its imports are done.
"""

from __future__ import annotations

import sys

from celltrail.ownprocess import leave_caller


def main(job_id: str, notebook: str = "", to_leave: str = "") -> int:
    """Run the job in a process that is left alone."""
    leave_caller()
    if to_leave:
        from celltrail.jobs.warm.processes import leave_behind  # noqa: PLC0415 - for the child alone

        leave_behind(to_leave, notebook)
    from celltrail.jobs.process import main as run  # noqa: PLC0415 - papermill is for the child alone

    return run(job_id)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
