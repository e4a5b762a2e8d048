"""Look at runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from celltrail import clock
from celltrail.errors import MissingDependencyError
from celltrail.records import RunRow
from celltrail.tracking import workspace
from celltrail.verbs.prominence import ranked

_SORT = "--sort"


def list_runs(query: str = "", *, sort: str = "", limit: int = 100) -> tuple[RunRow, ...]:
    """Return the newest runs that a query finds.

    Parameters
    ----------
    query
        A condition such as ``metrics.auc > 0.8 and params.depth <= 6 and status == 'finished' and not stale``; or
        words that must all occur in the name, status, parameters or tags.
    sort
        A metric, parameter or field by which to sort instead; with ``-`` in front, the greatest first.
    limit
        How many at the most.

    Raises
    ------
    InvalidInputError
        The query cannot be understood.
    NotFoundError
        No run has anything of a name in `query` or `sort`.
    """
    here = workspace()
    here.drain()
    return ranked(here.store, here.store.runs.list(search=query, sort=sort, limit=limit))


def run(reference: str) -> RunRow:
    """Return a run by its id, the newest of a name, or the newest whose id begins or ends so.

    Raises
    ------
    NotFoundError
        No run fits.
    """
    here = workspace()
    here.drain()
    return here.store.runs.find(reference)


def runs(query: str = "", *, sort: str = "", limit: int = 100) -> Any:
    """Return runs as a pandas DataFrame: one row a run, one column a parameter or metric.

    What a notebook shows of it has a lamp where a run is stale: where an input has changed since.

    Parameters
    ----------
    query
        As for ``list_runs``.
    sort
        As for ``list_runs``.
    limit
        How many at the most.

    Raises
    ------
    MissingDependencyError
        pandas is not installed.
    InvalidInputError
        The query cannot be understood.
    NotFoundError
        No run has anything of a name in `query` or `sort`.

    Examples
    --------
    >>> celltrail.runs("auc > 0.8 and not stale", sort="-auc", limit=10)  # doctest: +SKIP
    """
    try:
        from celltrail.verbs.runframe import RunFrame  # noqa: PLC0415 - needs pandas
    except ImportError:
        raise MissingDependencyError(
            "A table of runs needs pandas.", hint="Run `pip install pandas`, or use celltrail.list_runs()."
        ) from None
    return RunFrame(columns_of(list_runs(query, sort=sort, limit=limit)))


def columns_of(rows: Sequence[RunRow]) -> dict[str, list[Any]]:
    """Return runs as columns; a name that is taken already stands behind ``params.`` or ``metrics.``."""
    columns: dict[str, list[Any]] = {
        "run": [row.run.id[-6:] for row in rows],
        "name": [row.run.name for row in rows],
        "status": [row.run.status for row in rows],
        "stale": [row.run.stale for row in rows],
        "started": [clock.iso(row.run.started_at) for row in rows],
        "seconds": [(row.run.ended_at or clock.now()) - row.run.started_at for row in rows],
    }
    values: dict[str, Sequence[Mapping[str, Any]]] = {
        "params": [row.params for row in rows],
        "metrics": [row.metrics for row in rows],
    }
    keys = {group: dict.fromkeys(key for one in ones for key in one) for group, ones in values.items()}
    taken = {*columns, *(keys["params"].keys() & keys["metrics"].keys())}
    for group, ones in values.items():
        for key in keys[group]:
            columns[f"{group}.{key}" if key in taken else key] = [one.get(key) for one in ones]
    return columns


def joined_sort(arguments: Sequence[str]) -> list[str]:
    """Return arguments with ``--sort -auc`` as ``--sort=-auc``, which a parser does not take for an option.

    >>> joined_sort(["auc", ">", "0.8", "--sort", "-auc"])
    ['auc', '>', '0.8', '--sort=-auc']
    """
    joined: list[str] = []
    for word in arguments:
        if joined and joined[-1] == _SORT:
            joined[-1] = f"{_SORT}={word}"
        else:
            joined.append(word)
    return joined
