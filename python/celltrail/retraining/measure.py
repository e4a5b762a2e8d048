"""A slice of the request log becomes a drift report."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import Any

from celltrail import clock
from celltrail.errors import CelltrailError, InvalidInputError, NotFoundError
from celltrail.monitoring.reference import Profile
from celltrail.monitoring.report import Observed, report
from celltrail.records import Deployment, DriftReport, ModelVersion
from celltrail.serving import client, requestlog
from celltrail.serving.requestlog import LogQuery
from celltrail.tracking import Workspace

LATELY_S = 24 * 3600.0


def measure(workspace: Workspace, name: str, *, window: str | None = None) -> DriftReport:
    """Compare a window of a deployment's requests with the reference of the version that answered, and keep that.

    Parameters
    ----------
    window
        The name that the requests gave; by default that of the newest request, and where it gave none, all
        requests of the last 24 hours.

    Raises
    ------
    NotFoundError
        There is no such deployment, or no request in the window.
    InvalidInputError
        The version was registered without data, and no labels have come.
    """
    deployment = workspace.store.deployments.get(name)
    if deployment.status == "running":
        with contextlib.suppress(CelltrailError):  # what is on disk can be measured all the same
            client.flush(deployment.url)
    rows = _rows(workspace, deployment, window)
    named = window if window is not None else _newest_name(rows)
    if named:
        rows = _only(rows, "window", named)
    version = _answering(workspace, deployment, rows)
    rows = _only(rows, "version", version.number)
    if version.profile is None and rows.column("label").null_count == rows.num_rows:
        raise InvalidInputError(
            f"{version.label} has no reference profile, and no labels have come: there is nothing to compare.",
            hint="Register it again with data=X_train, or send labels.",
        )
    observed = Observed(
        window=requestlog.window_of(deployment.id, rows, named),
        features=requestlog.features(rows),
        prediction=rows.column("prediction"),
        probability=rows.column("probability"),
        label=rows.column("label"),
    )
    made = report(deployment, version, _reference(workspace, version), observed)
    workspace.store.drift.add_report(made)
    return made


def _rows(workspace: Workspace, deployment: Deployment, window: str | None) -> Any:
    query = LogQuery(window=window) if window is not None else LogQuery(from_at=clock.now() - LATELY_S)
    rows = requestlog.read(workspace.settings.serving, deployment.id, query)
    if rows.num_rows:
        return rows
    asked = f"in the window {window!r}" if window is not None else "within the last 24 hours"
    raise NotFoundError(
        f"Deployment {deployment.name!r} was asked nothing {asked}.",
        hint=f"Send requests to {deployment.url}/predict, or name a window with --window.",
    )


def _newest_name(rows: Any) -> str:
    import pyarrow.compute as pc

    newest = pc.max(rows.column("at"))
    return str(rows.filter(pc.equal(rows.column("at"), newest)).column("window")[0].as_py() or "")


def _answering(workspace: Workspace, deployment: Deployment, rows: Any) -> ModelVersion:
    """Return the version that gave most of the answers."""
    number = Counter(rows.column("version").to_pylist()).most_common(1)[0][0]
    return workspace.store.models.version(deployment.model, number)


def _only(rows: Any, column: str, value: object) -> Any:
    import pyarrow.compute as pc

    return rows.filter(pc.equal(rows.column(column), value))


def _reference(workspace: Workspace, version: ModelVersion) -> Profile | None:
    return Profile.from_bytes(workspace.artifacts.get_bytes(version.profile)) if version.profile else None
