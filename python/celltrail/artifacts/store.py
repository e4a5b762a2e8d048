"""Values as artifacts, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from celltrail.artifacts import codecs
from celltrail.artifacts.codec import Codec, HasFiles, OnePart, Part, class_name, loaded
from celltrail.artifacts.fingerprint import Recall, fingerprint
from celltrail.artifacts.folder import Buffer, Folder
from celltrail.artifacts.guard import within
from celltrail.artifacts.pickles import PickleCodec, pickled
from celltrail.artifacts.refusal import refusal_of
from celltrail.errors import CelltrailError, InvalidInputError, NotFoundError, NotStorableError
from celltrail.records import Artifact, ArtifactKind
from celltrail.secrets import own_secrets

BYTES = "bytes"
"""The codec of bytes that are kept as they are: files, patches, profiles."""
LARGE_BYTES = 64 << 10
"""Content from this size on is looked for by its fingerprint, before its digest is taken."""
GUARD_S = 10.0
"""How long an object may take to give its content."""
_PICKLE = PickleCodec()
_APART = "Keep what it holds under names of their own."
_HOLDS = "It holds a secret that the notebook was given."
_HOLDS_HINT = "Keep it in a variable that the tracked code only hands on."
_MANY = 1_000
_PIECE = 1 << 20
ENCODE_S = 120.0
"""How long a codec may take for an object that gave its content in time."""


class ArtifactStore:
    """Keeps values by their content."""

    def __init__(self, folder: Path | Folder) -> None:
        self._folder = folder if isinstance(folder, Folder) else Folder(folder)
        self._put = _Keeper(self._folder)
        self._known: Recall[Artifact] = Recall()
        self._stuck: set[str] = set()

    def put(self, value: Any, *, pickles: bool = True) -> Artifact:
        """Keep a value; the same content is kept once, and content that was seen before is not made again.

        What no codec keeps is pickled, unless `pickles` is False: then it must be one that anybody can load.

        Raises
        ------
        NotStorableError
            It cannot be kept: the message says why.
        StoreError
            The folder cannot be written.
        """
        _refuse_secrets(value)
        quick = codecs.BY_MEMORY if _is_large(value) else (*codecs.BY_MEMORY, *codecs.BY_TYPE)
        fault: NotStorableError | None = None
        for codec in quick:
            if codec.accepts(value):
                try:
                    return self._encode(codec, value)
                except NotStorableError as error:
                    fault = error
        if reason := refusal_of(value):
            raise reason
        return self._put_object(value, fault, pickles=pickles)

    def _put_object(self, value: Any, fault: NotStorableError | None, *, pickles: bool) -> Artifact:
        """Keep an object, whose own code runs when it is read; again only if its content has changed."""
        name = class_name(value)
        if name in self._stuck:
            raise NotStorableError(f"{name} did not give its content in time before.", hint=_APART)
        key = self._key(value) if _is_its_pickle(value) else None
        known = self._known.get(key) if key else None
        if known is None or (known.codec == _PICKLE.name and not pickles) or not self._folder.has(known.digest):
            known = self._encode_guarded(value, fault, pickles=pickles)
            if key:
                self._known.set(key, known)
        return known

    def _encode_guarded(self, value: Any, fault: NotStorableError | None, *, pickles: bool) -> Artifact:
        name = class_name(value)
        try:
            return within(ENCODE_S, lambda: self._encode_object(value, fault, pickles=pickles), name)
        except CelltrailError:
            raise
        except Exception as error:  # a user's object may raise anything when it is read
            reason = f"{name} cannot be read: {type(error).__name__}: {error}"
            raise NotStorableError(f"{reason[:300]}.", hint=_APART) from error

    def _encode_object(self, value: Any, fault: NotStorableError | None, *, pickles: bool) -> Artifact:
        """Keep an object by the codec that is made for it, else as a pickle, where that is allowed."""
        codec = next((codec for codec in (*codecs.BY_TYPE, *codecs.by_object()) if codec.accepts(value)), None)
        if codec is not None:
            try:
                return self._encode(codec, value)
            except NotStorableError as error:
                fault = error
        if not pickles:
            raise fault or NotStorableError(
                f"There is no codec for {class_name(value)}.",
                hint="Frames, arrays, scikit-learn estimators, figures, text, lists and dictionaries are kept.",
            )
        try:
            return self._encode(_PICKLE, value)
        except NotStorableError as error:
            raise (fault or error) from error

    def _key(self, value: Any) -> bytes | None:
        """Return the fingerprint of an object's content; None where it cannot be pickled, so not compared."""
        name = class_name(value)
        try:
            return within(GUARD_S, lambda: _content(value), name)
        except TimeoutError as error:
            self._stuck.add(name)
            raise NotStorableError(
                f"{name} did not give its content within {GUARD_S:g} seconds.", hint=_APART
            ) from error
        except Exception:  # noqa: BLE001 - whatever it is, keeping the object will say it
            return None

    def _encode(self, codec: Codec, value: Any) -> Artifact:
        encoded = codec.encode(value, self._put)
        if isinstance(encoded.data, bytes) and own_secrets().is_in(encoded.data):  # the source of a class has one
            raise NotStorableError(_HOLDS, hint=_HOLDS_HINT)
        return Artifact(
            digest=self._put(encoded.data),
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
        return data if codec == BYTES else _codec(codec).decode(data, self._folder.get, trusted)

    def files(self, digest: str, codec: str) -> dict[str, bytes]:
        """Return a model as the files by which other programs read it, by their paths.

        Raises
        ------
        NotFoundError
            It is not here, or the codec is unknown.
        NotStorableError
            It is no model.
        """
        kind = _codec(codec)
        if not isinstance(kind, HasFiles):
            raise NotStorableError(f"What {codec} keeps has no files of its own.", hint="Name a model version.")
        return kind.files(self._folder.get(digest), self._folder.get)

    def preview(self, digest: str, codec: str) -> dict[str, Any]:
        """Return a MIME bundle that shows an artifact; empty where there is nothing to show."""
        if codec == BYTES:
            return {"text/plain": self._folder.get(digest)[:10_000].decode("utf-8", "replace")}
        return _codec(codec).preview(self._folder.get(digest), self._folder.get)

    def put_bytes(self, data: bytes | memoryview) -> str:
        """Keep bytes as they are, but for secrets in them, and return their digest."""
        return self._folder.put([own_secrets().body(bytes(data)) if own_secrets() else data])

    def put_parts(self, parts: Iterable[Buffer]) -> str:
        """Keep bytes given in parts, which are gone through more than once, and return their digest."""
        return self._folder.put(parts)

    def put_file(self, data: bytes, kind: ArtifactKind, **summary: Any) -> Artifact:
        """Keep bytes as an artifact of a kind.

        Raises
        ------
        NotStorableError
            They hold a secret of this process.
        """
        if own_secrets().is_in(data):
            raise NotStorableError(_HOLDS, hint=_HOLDS_HINT)
        digest = self._folder.put([data])
        return Artifact(digest=digest, kind=kind, codec=BYTES, size_bytes=len(data), summary=summary)

    def put_stream(self, pieces: Iterable[bytes]) -> tuple[str, int]:
        """Keep bytes that come once, piece by piece, and return their digest and number.

        Raises
        ------
        StoreError
            The folder cannot be written.
        """
        return self._folder.put_stream(pieces)

    def put_path(self, path: Path, kind: ArtifactKind, **summary: Any) -> Artifact:
        """Keep the content that a file has now, piece by piece; what is appended to it meanwhile is not in it.

        Raises
        ------
        InvalidInputError
            It cannot be read.
        """
        try:
            pieces = _Pieces(path, path.stat().st_size)
            digest = self._folder.put(pieces)
        except OSError as error:
            raise InvalidInputError(f"The file {path} cannot be read: {error.strerror}.") from error
        return Artifact(digest=digest, kind=kind, codec=BYTES, size_bytes=pieces.size, summary=summary)

    def partial(self) -> Path:
        """Return the name of a new file for content that comes in pieces; `adopt` takes it in."""
        return self._folder.partial()

    def adopt(self, whole: Path, digest: str) -> None:
        """Take in a file whose bytes have this digest; it is gone from its own place."""
        self._folder.adopt(whole, digest)

    def pieces(self, digest: str, start: int = 0) -> Iterator[bytes]:
        """Give bytes that were put, from `start` on, never all of them in memory."""
        return self._folder.pieces(digest, start)

    def get_bytes(self, digest: str) -> bytes:
        """Return bytes that were put."""
        return self._folder.get(digest)

    def has(self, digest: str) -> bool:
        """Whether the bytes of a digest are here."""
        return self._folder.has(digest)

    def path(self, digest: str) -> Path:
        """Return where the bytes of a digest lie."""
        return self._folder.path(digest)

    def sync(self) -> None:
        """Have what this process kept survive a power cut."""
        self._folder.sync()

    def closure(self, artifacts: Mapping[str, str]) -> set[str]:
        """Return the digests of artifacts (digest to codec) and of the parts that these name.

        What is not here, or is damaged, or of a codec that is not installed, is taken to have no parts.
        """
        found = set(artifacts)
        for digest, codec in artifacts.items():
            kind = codecs.by_name().get(codec)
            if kind is None or isinstance(kind, OnePart):
                continue
            try:
                found.update(kind.parts(self._folder.get(digest)))
            except Exception:  # noqa: BLE001, S112 - a manifest that cannot be read names nothing
                continue
        return found

    def sweep(self, keep: set[str], *, older_than_s: float) -> tuple[int, int]:
        """Remove what is not to be kept and was not put lately; return how many files and bytes that were."""
        count, freed = 0, self._folder.remove_leftovers(older_than_s=older_than_s)
        for digest in list(self._folder.digests()):
            if digest not in keep and (size := self._folder.remove(digest, older_than_s=older_than_s)):
                count, freed = count + 1, freed + size
        return count, freed


class _Keeper:
    """Keeps parts; content that this process kept before is found again by its fingerprint."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._known: Recall[Part] = Recall()

    def __call__(self, data: Buffer | Iterable[Buffer], /) -> str:
        parts: Iterable[Buffer] = [data] if isinstance(data, bytes | bytearray | memoryview) else data
        if sum(len(part) for part in parts) < LARGE_BYTES:
            return self._folder.put(parts)
        return self.once(fingerprint("bytes", parts), lambda: (parts, {})).digest

    def once(self, key: bytes, make: Callable[[], tuple[Iterable[Buffer], dict[str, Any]]], /) -> Part:
        known = self._known.get(key)
        if known is not None and self._folder.has(known.digest):
            return known
        parts, summary = make()
        size = sum(len(part) for part in parts)
        made = Part(digest=self._folder.put(parts), size=size, summary=summary)
        self._known.set(key, made)
        return made


class _Pieces:
    """The first bytes of a file, which can be gone through more than once and never are in memory as a whole."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self.size = size

    def __iter__(self) -> Iterator[bytes]:
        left = self.size
        with self._path.open("rb") as file:
            while left and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece


def _refuse_secrets(value: Any) -> None:
    """Refuse a value that holds a secret of this process; one that cannot be looked into as it prints."""
    secrets = own_secrets()
    if not secrets:
        return
    pieces: list[Any] = []
    try:
        _, buffers = pickled(value, lambda piece: pieces.append(bytes(piece)))
        pieces += [memoryview(buffer).cast("B") for buffer in buffers]
    except Exception:  # noqa: BLE001 - what cannot be pickled may raise anything
        pieces = [repr(value).encode(errors="replace")]
    if secrets.is_in(b"".join(pieces)):
        raise NotStorableError(_HOLDS, hint=_HOLDS_HINT)


def _is_large(value: Any) -> bool:
    """Whether it is a container that is looked for by its fingerprint before it is gone through item by item."""
    return type(value) in (list, dict, tuple, set, frozenset) and len(value) > _MANY


def _is_its_pickle(value: Any) -> bool:
    """Whether equal pickles mean equal content. Those of modules name their classes, which may have changed."""
    return not loaded(value, "torch", "Module")


def _content(value: Any) -> bytes:
    """Return the fingerprint of an object's content, which is that of its pickle."""
    pieces: list[bytes] = []
    _, buffers = pickled(value, lambda piece: pieces.append(bytes(piece)))
    return fingerprint(class_name(value), [*pieces, *buffers])


def _codec(name: str) -> Codec:
    if name not in codecs.by_name():
        raise NotFoundError(
            f"There is no codec {name!r}.",
            hint="A newer celltrail or a plug-in wrote this artifact: install it.",
        )
    return codecs.by_name()[name]
