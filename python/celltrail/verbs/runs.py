"""Look at runs."""

from __future__ import annotations

from typing import Any

from celltrail import clock
from celltrail.errors import MissingDependencyError
from celltrail.records import RunRow
from celltrail.tracking import workspace


def list_runs(search: str = "", *, limit: int = 100) -> tuple[RunRow, ...]:
    """Return the newest runs whose name, status, parameters or tags mention all words of `search`."""
    here = workspace()
    here.drain()
    return here.store.runs.list(search=search, limit=limit)


def run(reference: str) -> RunRow:
    """Return a run by its id, the beginning or end of its id, or the newest of a name.

    Raises
    ------
    NotFoundError
        No run fits.
    """
    here = workspace()
    here.drain()
    return here.store.runs.find(reference)


def runs(search: str = "", *, limit: int = 100) -> Any:
    """Return the newest runs as a pandas DataFrame: one row a run, one column a parameter or metric.

    Raises
    ------
    MissingDependencyError
        pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingDependencyError(
            "A table of runs needs pandas.", hint="Run `pip install pandas`, or use celltrail.list_runs()."
        ) from None
    rows = [
        {
            "run": row.run.id[-6:],
            "name": row.run.name,
            "status": row.run.status,
            "started": clock.iso(row.run.started_at),
            "seconds": (row.run.ended_at or clock.now()) - row.run.started_at,
            **row.params,
            **row.metrics,
        }
        for row in list_runs(search, limit=limit)
    ]
    return pd.DataFrame(rows)
