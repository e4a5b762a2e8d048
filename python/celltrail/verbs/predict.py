"""Ask an endpoint, and tell it later what was true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from celltrail.artifacts import to_arrow
from celltrail.errors import ConflictError, InvalidInputError
from celltrail.records import Deployment
from celltrail.serving import client
from celltrail.tracking import workspace

CHUNK_ROWS = 2000
_CHUNK_LABELS = 20_000


def predict(name: str, rows: Any, *, window: str = "", request_ids: Sequence[str] | None = None) -> dict[str, Any]:
    """Ask an endpoint about rows, over HTTP, and return what it says.

    Parameters
    ----------
    name
        The deployment.
    rows
        One row as a dictionary, several as a list of them, or a data frame.
    window
        A name for the slice of the log that the rows belong to, such as ``2013-04``.
    request_ids
        One for each row, by which labels are given later; made where they are not given.

    Returns
    -------
    dict
        ``predictions``, ``request_ids``, ``model``, ``version`` and, of a classifier, ``classes`` with
        ``probabilities``.

    Raises
    ------
    EndpointError
        A row does not fit.
    ConflictError
        The deployment does not run.

    Examples
    --------
    >>> predict("churn", {"age": 41, "plan": "basic"})["predictions"]  # doctest: +SKIP
    [1]
    """
    deployment = _running(name)
    plain = [_plain(row) for row in _listed(rows)]
    whole: dict[str, Any] = {}
    for start in range(0, max(1, len(plain)), CHUNK_ROWS):
        end = start + CHUNK_ROWS
        chosen = None if request_ids is None else list(request_ids[start:end])
        answer = client.predict(deployment.url, plain[start:end], window=window, request_ids=chosen)
        for key, value in answer.items():
            if key in ("predictions", "probabilities", "request_ids"):
                whole.setdefault(key, []).extend(value)
            else:
                whole[key] = value
    return whole


def label(name: str, labels: Mapping[str, Any]) -> int:
    """Tell an endpoint what turned out to be true, by request id, and return how many labels it took.

    Raises
    ------
    ConflictError
        The deployment does not run.
    """
    deployment, items = _running(name), list(labels.items())
    parts = (dict(items[start : start + _CHUNK_LABELS]) for start in range(0, len(items), _CHUNK_LABELS))
    return sum(client.send_labels(deployment.url, part) for part in parts)


def _running(name: str) -> Deployment:
    deployment = workspace().store.deployments.get(name)
    if deployment.status != "running":
        raise ConflictError(
            f"Deployment {deployment.name!r} is {deployment.status}.",
            hint=f"Deploy again: `celltrail deploy {deployment.model} --name {deployment.name}`.",
        )
    return deployment


def _listed(rows: Any) -> list[dict[str, Any]]:
    if isinstance(rows, Mapping):
        return [dict(rows)]
    if hasattr(rows, "to_dict") and not hasattr(rows, "columns"):  # a series is one row of a frame
        return [dict(rows.to_dict())]
    if hasattr(rows, "columns") or hasattr(rows, "to_arrow"):
        frame = rows.reset_index(drop=True) if hasattr(rows, "reset_index") else rows
        return list(to_arrow(frame).to_pylist())
    listed = list(rows) if isinstance(rows, Sequence) else []
    if not all(isinstance(row, Mapping) for row in listed) or not isinstance(rows, Sequence):
        raise InvalidInputError(
            f"Rows are named: {type(rows).__name__} does not say which number is which column.",
            hint="Give a data frame, a dictionary, or a list of dictionaries.",
        )
    return [dict(row) for row in listed]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as JSON can hold it: NaN as null, times in ISO 8601, NumPy's scalars as Python's."""
    out = {}
    for key, value in row.items():
        item = value.item() if hasattr(value, "item") else value
        if isinstance(item, datetime | date):
            item = item.isoformat()
        out[key] = None if isinstance(item, float) and item != item else item  # noqa: PLR0124 - only NaN differs
    return out
