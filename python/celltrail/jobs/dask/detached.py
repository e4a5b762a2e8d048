"""Sends a job to a cluster: ``python -m celltrail.jobs.dask.detached <job id>`` prints a pid and ends.

The process of that pid holds the connection until the job has ended. It outlives whoever asked. Told what to leave
behind, it leaves that to later jobs when it has imported what speaks to clusters.
"""

from __future__ import annotations

import sys

from celltrail.ownprocess import leave_caller


def main(job_id: str, _notebook: str = "", to_leave: str = "") -> int:
    """Send the job and wait for it, in a process that is left alone."""
    leave_caller()
    if to_leave:
        from celltrail.jobs.warm.processes import leave_sender_behind  # noqa: PLC0415 - for the child alone

        leave_sender_behind(to_leave)
    from celltrail.jobs.dask.sender import main as send  # noqa: PLC0415 - for the child alone

    return send(job_id)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
