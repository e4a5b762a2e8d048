"""To and from a team server: journals, and the bytes that they speak of.

A process that tracks for a server writes a fact ``bytes`` with the digest of everything it keeps, before the fact
that uses it. Whoever ships the journal, this process or one that comes after its death, therefore knows what the
server needs first.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from celltrail import ids
from celltrail.artifacts import ArtifactStore
from celltrail.artifacts.folder import Folder
from celltrail.config import Settings
from celltrail.errors import CorruptArtifactError, NotFoundError, ServerRefusedError
from celltrail.journal import Piece, writer_id
from celltrail.journal.line import decode
from celltrail.remote import Client, RemoteStore
from celltrail.tracking.delivery import put_copy_aside
from celltrail.tracking.ingest import Taken

Announce = Callable[[tuple[str, Any]], None]
BYTES = "bytes"
_BYTES_LINE = b'["bytes",'
_BODY_AT = 9
"""Where the JSON of a line begins."""
_ASKED_AT_ONCE = 1000
_SMALLEST = 64 << 10
_TOO_LARGE = 413
_DOWNLOAD_BYTES = 32 << 20


class Team:
    """All that a workspace needs of its team server."""

    def __init__(self, settings: Settings, announce: Announce) -> None:
        assert settings.server is not None
        client = Client(settings.server)
        self.client = client
        self.store = RemoteStore(client)
        self.artifacts = ArtifactStore(TeamFolder(settings.artifacts, client, announce))
        self.delivery = ToServer(client, self.artifacts)


class TeamFolder(Folder):
    """The bytes of this home; what is put is announced in the journal, what is not here is fetched."""

    def __init__(self, root: Path, client: Client, announce: Announce) -> None:
        super().__init__(root)
        self._client = client
        self._announce = announce

    def put(self, *content: Any) -> str:
        """Keep content as a folder does, and say so."""
        digest = super().put(*content)
        self._announce((BYTES, digest))
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes of a digest, from the server if need be.

        Raises
        ------
        NotFoundError
            They are not there either.
        CorruptArtifactError
            They have another digest.
        """
        try:
            return super().get(digest)
        except NotFoundError:
            pieces: list[bytes] = []
            while not pieces or len(pieces[-1]) == _DOWNLOAD_BYTES:
                start = sum(map(len, pieces))
                pieces.append(self._client.get_bytes(f"bytes/{digest}", start=start, length=_DOWNLOAD_BYTES))
            fetched = ArtifactStore(self._root)
            if fetched.put_bytes(b"".join(pieces)) != digest:
                raise CorruptArtifactError(
                    f"The team server sent other bytes than those of artifact {digest[:12]}.",
                    hint="Ask for it again; if that does not help, run again what made it.",
                ) from None
            return super().get(digest)


class ToServer:
    """To a team server, over HTTP."""

    piece_bytes = 4 << 20

    def __init__(self, client: Client, artifacts: ArtifactStore) -> None:
        self._client = client
        self._artifacts = artifacts
        self._part_bytes = 8 << 20
        self._arrived: dict[Path, int] = {}

    def offset(self, path: Path) -> int:
        """Return how many bytes of a journal have arrived; asked once, then remembered."""
        if path not in self._arrived:
            self._arrived[path] = self._client.get(f"journals/{writer_id(path)}")["offset"]
        return self._arrived[path]

    def bring(self, path: Path, piece: Piece) -> Taken:
        """Send a piece, after the bytes that it speaks of."""
        self._send_bytes(_announced(piece))
        try:
            answer = self._client.post_bytes(
                f"journals/{writer_id(path)}", piece.data, packed=True, start=piece.start
            )
        except ServerRefusedError as error:
            halves = piece.halves()
            if error.answered != _TOO_LARGE or halves is None:
                raise
            self.piece_bytes = max(_SMALLEST, len(piece.data) // 2)
            return self.bring(path, halves[0])
        self._arrived[path] = answer["offset"]
        if answer["damaged"]:
            put_copy_aside(path, piece)
        return Taken(answer["offset"], answer["facts"], answer["damaged"])

    def end(self, path: Path) -> None:
        """Say that the writer of a journal is gone."""
        self._client.post(f"journals/{writer_id(path)}/end", {})
        self._arrived.pop(path, None)

    def _send_bytes(self, digests: list[str]) -> None:
        for first in range(0, len(digests), _ASKED_AT_ONCE):
            asked = {"digests": digests[first : first + _ASKED_AT_ONCE]}
            for digest in self._client.post("bytes/missing", asked)["missing"]:
                self._upload(digest)

    def _upload(self, digest: str) -> None:
        """Send the bytes of a digest in parts; the server says where to go on. What is not here cannot be sent."""
        try:
            content = _Content(self._artifacts, digest)
        except (NotFoundError, CorruptArtifactError):
            return  # the server names in an alert what was announced and never came
        upload, start, whole = ids.new_id(), 0, False
        while not whole:
            part = content.part(start, self._part_bytes)
            try:
                answer = self._client.post_bytes(
                    f"bytes/{digest}", part, upload=upload, start=start, total=content.size
                )
            except ServerRefusedError as error:
                if error.answered != _TOO_LARGE or self._part_bytes <= _SMALLEST:
                    raise
                self._part_bytes //= 4
                continue
            start, whole = answer["offset"], answer["whole"]


class _Content:
    """The bytes of a digest, read a part at a time where they lie in a file as they are."""

    def __init__(self, artifacts: ArtifactStore, digest: str) -> None:
        path = artifacts.path(digest)
        plain = path.name == digest[2:] and path.exists()
        self._file = path if plain else None
        self._data = b"" if plain else artifacts.get_bytes(digest)
        self.size = path.stat().st_size if plain else len(self._data)

    def part(self, start: int, length: int) -> bytes:
        """Return some of them."""
        if self._file is None:
            return self._data[start : start + length]
        with self._file.open("rb") as file:
            file.seek(start)
            return file.read(length)


def _announced(piece: Piece) -> list[str]:
    """Return the digests that a piece says were kept."""
    lines = (line for line in piece.lines() if line.startswith(_BYTES_LINE, _BODY_AT))
    facts = (decode(line) for line in lines)
    return list(dict.fromkeys(fact[1] for fact in facts if fact))
