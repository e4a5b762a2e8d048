"""The files themselves, up and down: ``mlflow-artifacts``. They stream; no body is ever in memory as a whole."""

from __future__ import annotations

import asyncio
import mimetypes
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tornado import web  # type: ignore[attr-defined]
from tornado.iostream import StreamClosedError

from celltrail.errors import CelltrailError, StoreError
from celltrail.server.mlflow.artifacts import content_of
from celltrail.server.mlflow.errors import MlflowError, invalid, translated
from celltrail.server.mlflow.handler import PREFIX, MlflowHandler
from celltrail.server.mlflow.multipart import part_path
from celltrail.server.mlflow.places import Place, place_of
from celltrail.server.mlflow.receiving import LARGEST, Receiving
from celltrail.tracking import Workspace, workspace

_TOO_LARGE = 413


@web.stream_request_body
class FileHandler(MlflowHandler):
    """Takes, gives and removes one file."""

    _receiving: Receiving | None = None
    _place: Place | None = None
    _fault: MlflowError | None = None

    async def prepare(self) -> Any:
        """Find out, before anything of the body is read, whether it may be sent and where it belongs."""
        await super().prepare()
        if self.request.method not in ("PUT", "GET", "DELETE", "HEAD"):
            return
        writes = self.request.method in ("PUT", "DELETE")
        self.check_allowed(writes=writes)
        self.take_large()
        try:
            self._place = await asyncio.to_thread(self._find, self.path_kwargs["path"])
            if self.request.method == "PUT":
                if not self._place.path:
                    raise invalid("Invalid path: a file needs a name.")
                self._receiving = Receiving(here(workspace()))
        except (CelltrailError, MlflowError) as error:
            self._fault = error if isinstance(error, MlflowError) else translated(error)

    def take_large(self) -> None:
        """Let the body be as large as files may be.

        Raises
        ------
        HTTPError
            It says that it is larger.
        """
        said = self.request.headers.get("Content-Length", "")
        if said.isdecimal() and int(said[:20]) > LARGEST:
            raise web.HTTPError(_TOO_LARGE, f"A file may have {LARGEST >> 30} GiB. Send it in several.")
        self.request.connection.set_max_body_size(LARGEST)

    def _find(self, path: str) -> Place:
        return place_of(here(workspace()), path)

    async def data_received(self, chunk: bytes) -> None:
        """Take a piece of the body; what belongs nowhere is read and dropped."""
        if self._receiving is None or self._fault is not None:
            return
        try:
            await self._receiving.take(chunk)
        except CelltrailError as error:
            self._fault = translated(error)

    async def put(self, path: str) -> None:  # noqa: ARG002 - prepare has read it
        """Keep what has come."""
        receiving, place = self._receiving, self._place
        if self._fault is None and receiving is not None and place is not None:
            try:
                await asyncio.to_thread(receiving.keep, place)
            except CelltrailError as error:
                self._fault = translated(error)
        self._end({})

    async def delete(self, path: str) -> None:  # noqa: ARG002
        """Remove a file, or a folder with all that is in it."""
        if self._fault is None and self._place is not None:
            place = self._place
            await asyncio.to_thread(lambda: workspace().store.files.remove(place.owner, place.path))
        self._end({})

    async def get(self, path: str) -> None:
        """Send a file, piece by piece."""
        if self._fault is not None or self._place is None:
            self._end({})
            return
        try:
            content = await asyncio.to_thread(content_of, workspace(), self._place)
            pieces = workspace().artifacts.pieces(content.digest)
            first = await asyncio.to_thread(next, pieces, b"")
        except (CelltrailError, MlflowError) as error:
            self._fault = error if isinstance(error, MlflowError) else translated(error)
            self._end({})
            return
        name = posixpath.basename(path)
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
        # Whatever somebody has put here, it is never a page of this server.
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
        self.set_header("X-Content-Type-Options", "nosniff")
        if content.size_bytes is not None:
            self.set_header("Content-Length", str(content.size_bytes))
        await self._send(first, pieces)

    async def _send(self, first: bytes, pieces: Iterator[bytes]) -> None:
        piece = first
        try:
            while piece:
                self.write(piece)
                await self.flush()
                piece = await asyncio.to_thread(next, pieces, b"")
        except StreamClosedError:
            return  # whoever asked is gone
        await self.finish()

    def on_finish(self) -> None:
        """Leave nothing of what was not kept."""
        if self._receiving is not None:
            self._receiving.forget()
        super().on_finish()

    def on_connection_close(self) -> None:
        """Leave nothing of what came only in part."""
        if self._receiving is not None:
            self._receiving.forget()
            self._receiving = None
        super().on_connection_close()

    def _end(self, answer: dict[str, Any]) -> None:
        if self._fault is not None:
            self.problem(self._fault)
        else:
            self.finish_json(200, answer)


@web.stream_request_body
class PartHandler(FileHandler):
    """Takes a part of an upload."""

    _target: Path | None = None

    async def prepare(self) -> Any:
        """Find out whether there is such an upload."""
        await MlflowHandler.prepare(self)
        self.check_allowed(writes=True)
        self.take_large()
        try:
            self._target = part_path(workspace(), self.path_kwargs["upload"], self.path_kwargs["number"])
            self._receiving = Receiving(workspace())
        except (CelltrailError, MlflowError) as error:
            self._fault = error if isinstance(error, MlflowError) else translated(error)

    async def put(self, upload: str, number: str) -> None:  # type: ignore[override] # noqa: ARG002
        """Keep the part, and tell its digest."""
        receiving, target = self._receiving, self._target
        if self._fault is None and receiving is not None and target is not None:
            try:
                self.set_header("ETag", f'"{await asyncio.to_thread(receiving.part, target)}"')
            except (CelltrailError, OSError) as error:
                fault = error if isinstance(error, CelltrailError) else StoreError(f"{error}.")
                self._fault = translated(fault)
        self._end({})


def here(found: Workspace) -> Workspace:
    """Return the workspace where its rows and bytes are this server's own.

    Raises
    ------
    MlflowError
        They are another server's.
    """
    if found.settings.server:
        raise MlflowError("NOT_IMPLEMENTED", f"This server sends its own runs to {found.settings.server}.")
    return found


def proxy_handlers() -> list[tuple[Any, ...]]:
    """Return tornado's table of the handlers of files."""
    root = rf"/{PREFIX}/(?:api|ajax-api)/2\.0/mlflow-artifacts"
    return [
        (rf"{root}/artifacts/(?P<path>.+)", FileHandler),
        (rf"{root}/mpu/part/(?P<upload>[^/]+)/(?P<number>[^/]+)", PartHandler),
    ]
