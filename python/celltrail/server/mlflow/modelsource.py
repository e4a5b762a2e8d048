"""Where a model version comes from, as a client writes it: a run's folder, a logged model, or another store."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from celltrail.errors import CelltrailError
from celltrail.records import LoggedModel
from celltrail.server.mlflow.artifacts import files_of
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import MlflowError, invalid
from celltrail.server.mlflow.logged_models import location_of
from celltrail.server.mlflow.places import Place, place_of, safe_path
from celltrail.server.mlflow.wire import ARTIFACTS, artifact_uri

_LOGGED = re.compile(r"models:/+(m-[\w-]+)/?")
_RUN = re.compile(r"runs:/+([\w-]+)/(.+)")
_ELSEWHERE = {"s3", "gs", "wasbs", "abfss", "hdfs", "http", "https", "dbfs", "ftp", "sftp", "r2", "viewfs"}
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Source:
    """A source that was looked up."""

    uri: str
    place: Place | None
    """What it is among our files; None where it lies elsewhere."""
    run_id: str | None = None
    model_id: str | None = None


def source_of(call: Call, uri: str, run_id: str | None, model_id: str | None) -> Source:
    """Return what a source names.

    Raises
    ------
    MlflowError
        It is a path of this machine, or not of the run or logged model that the request names.
    """
    if len(uri) > _LONGEST:
        raise invalid(f"Invalid model version source: it has more than {_LONGEST} characters.")
    found = _LOGGED.fullmatch(uri)
    if found or model_id:
        return _of_logged(call, uri, found[1] if found else str(model_id), run_id, named=model_id)
    if found := _RUN.fullmatch(uri):
        if not run_id or found[1] != run_id:
            raise _wrong(uri, "run_id")
        return Source(uri, Place(found[1], safe_path(found[2])), run_id)
    if uri.startswith(ARTIFACTS):
        return _of_proxy(call, uri, run_id)
    _check_elsewhere(uri)
    return Source(uri, None, run_id)


def download_uri(call: Call, uri: str, run_id: str | None) -> str:
    """Return where a client finds the files of a source."""
    if found := _LOGGED.fullmatch(uri):
        return location_of(call.workspace.store.logged_models.get(found[1]))
    if (found := _RUN.fullmatch(uri)) and run_id:
        run = call.workspace.store.client_runs.get(found[1]).run
        root = artifact_uri(run.id, call.workspace.store.experiments.named(run.project).id)
        return f"{root}/{found[2]}"
    return uri


def digests_of(call: Call, source: Source) -> dict[str, str]:
    """Return the files of a source with their digests, by their paths in it."""
    if source.place is None:
        return {}
    start = f"{source.place.path}/" if source.place.path else ""
    files = files_of(call.workspace, source.place.owner)
    return {one.path[len(start) :]: one.digest for one in files if one.path.startswith(start)}


def _check_elsewhere(uri: str) -> None:
    parts = urlsplit(uri)
    if parts.scheme not in _ELSEWHERE or any(part == ".." for part in parts.path.split("/")):
        raise invalid(
            f"Invalid model version source: '{uri[:200]}'. A path of the server's machine cannot be a source."
        )


def _of_logged(call: Call, uri: str, owner: str, run_id: str | None, *, named: str | None) -> Source:
    model = _logged(call, uri, owner)
    if named not in (None, owner) or (not uri.startswith("models:") and uri.rstrip("/") != location_of(model)):
        raise _wrong(uri, "model_id")
    return Source(uri, Place(model.id, ""), run_id or model.run_id, model.id)


def _of_proxy(call: Call, uri: str, run_id: str | None) -> Source:
    place = place_of(call.workspace, uri.removeprefix(ARTIFACTS).lstrip("/"))
    if place.owner.startswith("m-"):
        return Source(uri, place, run_id, place.owner)
    if place.owner != run_id:
        raise _wrong(uri, "run_id")
    return Source(uri, place, run_id)


def _logged(call: Call, uri: str, model_id: str) -> LoggedModel:
    try:
        found: LoggedModel = call.workspace.store.logged_models.get(model_id)
    except CelltrailError:
        raise _wrong(uri, "model_id") from None
    return found


def _wrong(uri: str, field: str) -> MlflowError:
    return invalid(
        f"Invalid model version source: '{uri[:200]}'. It has to be within the files of what the request names as"
        f" {field}."
    )
