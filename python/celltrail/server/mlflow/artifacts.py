"""The files of runs and logged models: listing them, and finding the content of one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from celltrail.records import StoredFile
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import MlflowError
from celltrail.server.mlflow.places import Place, place_of, safe_path
from celltrail.server.mlflow.runs import experiment_id_of, run_of
from celltrail.server.mlflow.wire import Json, artifact_uri
from celltrail.tracking import Workspace

_BYTES = "bytes"


class ListArtifacts(msgspec.Struct):
    run_id: str | None = None
    run_uuid: str | None = None
    path: str | None = None
    page_token: str | None = None


class ListProxied(msgspec.Struct):
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds."""

    digest: str
    size_bytes: int | None
    """None where only reading it tells."""


def list_artifacts(call: Call) -> Json:
    """Return what is in a folder of a run's files, with paths from the run on."""
    found = run_of(call, call.request.run_id or call.request.run_uuid)
    folder = safe_path(call.request.path or "")
    listed = in_folder(files_of(call.workspace, found.run.id), folder)
    return {"root_uri": artifact_uri(found.run.id, experiment_id_of(call, found)), "files": listed}


def list_proxied(call: Call) -> Json:
    """Return what is in a folder, with names only."""
    place = place_of(call.workspace, call.request.path or "")
    listed = in_folder(files_of(call.workspace, place.owner), place.path)
    return {"files": [one | {"path": posixpath.basename(one["path"])} for one in listed]}


def content_of(workspace: Workspace, place: Place) -> Content:
    """Return what is under a path.

    Raises
    ------
    MlflowError
        Nothing is.
    """
    found = workspace.store.files.get(place.owner, place.path)
    if found is None:
        found = next((one for one in _kept(workspace, place.owner) if one.path == place.path), None)
    if found is None:
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", f"No such artifact: '{place.path[:200]}'")
    return Content(found.digest, found.size_bytes)


def files_of(workspace: Workspace, owner: str) -> list[StoredFile]:
    """Return the files of a run or logged model, those too that celltrail itself has kept of a run."""
    stored = {one.path: one for one in workspace.store.files.below(owner)}
    return [*stored.values(), *(one for one in _kept(workspace, owner) if one.path not in stored)]


def in_folder(files: Iterable[StoredFile], folder: str) -> list[Json]:
    """Return the files and folders that are in a folder itself, by path."""
    start = f"{folder}/" if folder else ""
    found: dict[str, Json] = {}
    for one in files:
        if not one.path.startswith(start):
            continue
        name, slash, _ = one.path[len(start) :].partition("/")
        path = start + name
        if slash:
            found[path] = {"path": path, "is_dir": True}
        else:
            found.setdefault(path, {"path": path, "is_dir": False, "file_size": one.size_bytes})
    return [found[path] for path in sorted(found)]


def _kept(workspace: Workspace, owner: str) -> list[StoredFile]:
    """Return what a tracked cell has kept as bytes, where its name can be a path."""
    found = []
    for use in workspace.store.runs.uses_of_run(owner):
        if use.direction != "output" or use.artifact.codec != _BYTES:
            continue
        try:
            path = safe_path(use.name)
        except MlflowError:
            continue
        found.append(StoredFile(owner=owner, path=path, digest=use.artifact.digest,
                                size_bytes=use.artifact.size_bytes, at=0.0))  # fmt: skip
    return found
