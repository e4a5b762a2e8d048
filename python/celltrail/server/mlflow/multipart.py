"""Large files in parts: a client begins an upload, puts its parts in any order, and says when all are there."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from celltrail import clock
from celltrail.ids import new_id
from celltrail.server.mlflow import limits
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import MlflowError, invalid
from celltrail.server.mlflow.places import Place, place_of
from celltrail.server.mlflow.receiving import Receiving
from celltrail.server.mlflow.wire import Json
from celltrail.tracking import Workspace

PARTS = "mlflow-artifacts/mpu/part"
_MOST_PARTS = 10_000
_FORGOTTEN_S = 7 * 24 * 3600.0
_PIECE = 1 << 20
_ID = re.compile(r"[0-9a-f]{32}")


class CreateUpload(msgspec.Struct):
    folder: str
    path: str | None = None
    num_parts: int | None = None


class SentPart(msgspec.Struct):
    part_number: int | None = None
    etag: str | None = None


class EndUpload(msgspec.Struct):
    folder: str
    path: str | None = None
    upload_id: str | None = None
    parts: list[SentPart] = []


def create_upload(call: Call) -> Json:
    """Begin an upload, and say where its parts go."""
    request = call.request
    place = _place(call)
    count = limits.between(request.num_parts or 1, 1, _MOST_PARTS, "num_parts")
    upload = new_id()
    folder = _uploads(call.workspace) / upload
    _forget_old(folder.parent)
    folder.mkdir(parents=True)
    (folder / "place.json").write_text(json.dumps(asdict(place)))
    address = f"{call.base}/api/2.0/{PARTS}/{upload}"
    # The client sends parts without its own token, but with the headers that it is given here.
    headers = {"Authorization": call.authorization} if call.authorization else {}
    parts = [
        {"url": f"{address}/{number}", "part_number": number, "headers": headers} for number in range(1, count + 1)
    ]
    return {"upload_id": upload, "credentials": parts}


def complete_upload(call: Call) -> Json:
    """Put the parts together, and keep the file."""
    folder, place = _opened(call)
    given = call.request.parts
    numbers = [part.part_number for part in given]
    if not numbers or numbers != sorted(set(numbers)):
        raise invalid("The parts of an upload are named once each, in their order.")
    paths = [folder / str(number) for number in numbers]
    for part, path in zip(given, paths, strict=True):
        tag = path.with_suffix(".etag")
        if not tag.exists() or (part.etag or "").strip('"') != tag.read_text():
            raise invalid(f"Part {part.part_number} of the upload is not here, or is another one.")
    receiving = Receiving(call.workspace)
    try:
        for path in paths:
            _append(receiving, path)
        receiving.keep(place)
    finally:
        receiving.forget()
    shutil.rmtree(folder, ignore_errors=True)
    return {}


def abort_upload(call: Call) -> Json:
    """Forget an upload and its parts."""
    folder, _ = _opened(call)
    shutil.rmtree(folder, ignore_errors=True)
    return {}


def part_path(workspace: Workspace, upload: str, number: str) -> Path:
    """Return where a part of an upload belongs.

    Raises
    ------
    MlflowError
        There is no such upload.
    """
    folder = _uploads(workspace) / upload
    known = _ID.fullmatch(upload) and number.isdecimal() and 1 <= int(number) <= _MOST_PARTS and folder.is_dir()
    if not known:
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", "There is no such upload, or it has ended.")
    return folder / str(int(number))


def _append(receiving: Receiving, path: Path) -> None:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            receiving.add(piece)
    path.unlink()


def _place(call: Call) -> Place:
    """Return where a file belongs: clients give its folder, and its path on their own disk."""
    name = posixpath.basename(str(limits.needed(call.request.path, "path")).replace("\\", "/"))
    return place_of(call.workspace, f"{call.request.folder}/{name}")


def _opened(call: Call) -> tuple[Path, Place]:
    upload = call.request.upload_id or ""
    folder = _uploads(call.workspace) / upload
    if not _ID.fullmatch(upload) or not (folder / "place.json").exists():
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", "There is no such upload, or it has ended.")
    known: dict[str, Any] = json.loads((folder / "place.json").read_text())
    place = _place(call)
    if Place(**known) != place:
        raise invalid("The upload was begun for another file.")
    return folder, place


def _uploads(workspace: Workspace) -> Path:
    if workspace.settings.server:
        raise MlflowError("NOT_IMPLEMENTED", f"This server sends its own runs to {workspace.settings.server}.")
    return workspace.settings.home / "uploads" / "parts"


def _forget_old(uploads: Path) -> None:
    if not uploads.exists():
        return
    for folder in uploads.iterdir():
        with suppress(OSError):
            if folder.stat().st_mtime < clock.now() - _FORGOTTEN_S:
                shutil.rmtree(folder, ignore_errors=True)
