"""Values as artifacts, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from celltrail.artifacts.arrays import ArrayCodec
from celltrail.artifacts.codec import Codec, class_name
from celltrail.artifacts.estimators import EstimatorCodec
from celltrail.artifacts.figures import MatplotlibCodec, PlotlyCodec
from celltrail.artifacts.folder import Folder
from celltrail.artifacts.frames import FrameCodec
from celltrail.artifacts.plain import JsonCodec, TextCodec
from celltrail.errors import NotFoundError, NotStorableError
from celltrail.records import Artifact, ArtifactKind

CODECS: tuple[Codec, ...] = (
    FrameCodec(),
    ArrayCodec(),
    EstimatorCodec(),
    MatplotlibCodec(),
    PlotlyCodec(),
    TextCodec(),
    JsonCodec(),
)
"""In the order in which they are asked."""
BYTES = "bytes"
"""The codec of bytes that are kept as they are: files, patches, profiles."""


class ArtifactStore:
    """Keeps values by their content."""

    def __init__(self, folder: Path) -> None:
        self._folder = Folder(folder)
        self._by_name = {codec.name: codec for codec in CODECS}

    def can_keep(self, value: object) -> bool:
        """Whether some codec keeps such values."""
        return any(codec.accepts(value) for codec in CODECS)

    def put(self, value: Any) -> Artifact:
        """Keep a value; the same content is kept once.

        Raises
        ------
        NotStorableError
            No codec keeps such values, or this one cannot be kept.
        StoreError
            The folder cannot be written.
        """
        codec = next((codec for codec in CODECS if codec.accepts(value)), None)
        if codec is None:
            raise NotStorableError(
                f"There is no codec for {class_name(value)}.",
                hint="Frames, arrays, scikit-learn estimators, figures, text, lists and dictionaries are kept.",
            )
        encoded = codec.encode(value, self._folder.put)
        return Artifact(
            digest=self._folder.put(encoded.data),
            kind=encoded.kind,
            codec=codec.name,
            size_bytes=encoded.size_bytes,
            summary=encoded.summary,
        )

    def get(self, digest: str, codec: str, *, trusted: Sequence[str] = ()) -> Any:
        """Return a value that was put.

        Raises
        ------
        NotFoundError
            It is not here, or the codec is unknown.
        CorruptArtifactError
            Its bytes have changed.
        UntrustedError
            Loading it would run code of types that are not in `trusted`.
        """
        data = self._folder.get(digest)
        return data if codec == BYTES else self._codec(codec).decode(data, self._folder.get, trusted)

    def preview(self, digest: str, codec: str) -> dict[str, Any]:
        """Return a MIME bundle that shows an artifact; empty where there is nothing to show."""
        if codec == BYTES:
            return {"text/plain": self._folder.get(digest)[:10_000].decode("utf-8", "replace")}
        return self._codec(codec).preview(self._folder.get(digest), self._folder.get)

    def put_bytes(self, data: bytes) -> str:
        """Keep bytes as they are and return their digest."""
        return self._folder.put(data)

    def put_file(self, data: bytes, kind: ArtifactKind, **summary: Any) -> Artifact:
        """Keep bytes as an artifact of a kind."""
        digest = self._folder.put(data)
        return Artifact(digest=digest, kind=kind, codec=BYTES, size_bytes=len(data), summary=summary)

    def get_bytes(self, digest: str) -> bytes:
        """Return bytes that were put."""
        return self._folder.get(digest)

    def path(self, digest: str) -> Path:
        """Return where the bytes of a digest lie."""
        return self._folder.path(digest)

    def _codec(self, name: str) -> Codec:
        if name not in self._by_name:
            raise NotFoundError(
                f"There is no codec {name!r}.",
                hint="A newer celltrail or a plug-in wrote this artifact: install it.",
            )
        return self._by_name[name]
