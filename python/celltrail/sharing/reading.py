"""Reading a bundle that may come from anybody: nothing is believed before it was checked.

A member's name is never used as a path. What a bundle may hold is a short list of names (``manifest.MEMBER``),
each once, each with the size and the digest that the manifest says; everything else refuses the whole of it.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from celltrail.artifacts.digest import check_digest, digest_of
from celltrail.errors import BundleError, CelltrailError, NotFoundError, TooLargeError
from celltrail.sharing.manifest import FORMAT, MANIFEST, MEMBER, RECORDS, VERSION, Manifest
from celltrail.sharing.records import Records, read_records

_MANY = 100_000
_LARGEST_MANIFEST = 64 << 20
_LARGEST_RECORDS = 2 << 30
_PIECE = 4 << 20
_ENCRYPTED = 0x1
_AGAIN = "Ask for it anew, and for its digest."


class BundleFile:
    """A bundle that is read; its manifest is checked when it is made, its members when ``check`` is called."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self._archive = archive
        self._infos = _checked_infos(archive, size)
        self.record = self._manifest_record()
        self.manifest = _manifest(self.record)
        self._check_names()

    def check(self, most_bytes: int) -> None:
        """Return if every member has the size and the digest that the manifest says.

        Raises
        ------
        BundleError
            One has not.
        TooLargeError
            Together they are larger than `most_bytes`.
        """
        total = sum(member.size for member in self.manifest.members.values())
        if total > most_bytes:
            raise TooLargeError(
                f"Unpacked, the bundle takes {total / 1e9:.1f} GB, more than {most_bytes / 1e9:.1f} GB.",
                hint="Say that you want it: --most GIGABYTES.",
            )
        for name, member in self.manifest.members.items():
            if digest_of(self.pieces(name)) != member.digest:
                raise BundleError(
                    f"{name} in the bundle is not what its manifest says: its digest differs.", hint=_AGAIN
                )

    def records(self) -> Records:
        """Return what is known of the runs.

        Raises
        ------
        BundleError
            The records have another form, or are of another run than the manifest says.
        """
        names = [name for name in self.manifest.members if name.startswith(f"{RECORDS}/")]
        if sum(self.manifest.members[name].size for name in names) > _LARGEST_RECORDS:
            raise BundleError("The bundle's records are larger than any run's.", hint=_AGAIN)
        records = read_records({name: self.read(name) for name in names})
        if records.run.id != self.manifest.run_id:
            raise BundleError("The bundle's records are of another run than its manifest says.", hint=_AGAIN)
        return records

    def read(self, name: str) -> bytes:
        """Return the content of a member."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give the content of a member piece by piece, and never more than the manifest says.

        Raises
        ------
        BundleError
            It cannot be unpacked.
        """
        with _plainly(), self._archive.open(self._infos[name]) as file:
            while piece := file.read(_PIECE):
                yield piece

    def _manifest_record(self) -> dict[str, Any]:
        if MANIFEST not in self._infos:
            raise BundleError(
                "This is no bundle of celltrail: it has no manifest.", hint="`celltrail bundle RUN` makes one."
            )
        if self._infos[MANIFEST].file_size > _LARGEST_MANIFEST:
            raise BundleError("The bundle's manifest is larger than any.", hint=_AGAIN)
        with _plainly():
            record = msgspec.json.decode(self.read(MANIFEST))
        if not isinstance(record, dict):
            raise BundleError("The bundle's manifest has another form.", hint=_AGAIN)
        return record

    def _check_names(self) -> None:
        members = self.manifest.members
        for name, member in members.items():
            check_digest(member.digest)
            if not MEMBER.fullmatch(name):
                raise BundleError(f"A bundle holds no {name[:80]!r}.", hint=_AGAIN)
            if name not in self._infos:
                raise BundleError(f"{name} is missing from the bundle.", hint=_AGAIN)
            if self._infos[name].file_size != member.size:
                raise BundleError(f"{name} in the bundle has another size than its manifest says.", hint=_AGAIN)
        if more := sorted(set(self._infos) - {MANIFEST, *members}):
            raise BundleError(
                f"The bundle holds {more[0][:80]!r}, of which its manifest says nothing.", hint=_AGAIN
            )


@contextmanager
def read_bundle(path: Path) -> Iterator[BundleFile]:
    """Give a bundle to read.

    Raises
    ------
    NotFoundError
        There is no such file.
    BundleError
        It is no bundle, is damaged, was tampered with, or is of a newer form.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise NotFoundError(
            f"The bundle {path} cannot be read: {error.strerror}.", hint="Give its path."
        ) from None
    with file:
        size = path.stat().st_size
        with _plainly():
            archive = zipfile.ZipFile(file)
        with archive:
            with _plainly():
                bundle = BundleFile(archive, size)
            yield bundle


@contextmanager
def _plainly() -> Iterator[None]:
    """Say whatever a damaged or hostile zip makes the library raise in a sentence."""
    try:
        yield
    except CelltrailError:
        raise
    except Exception as error:
        raise BundleError(
            f"The bundle is damaged, or is none: {str(error)[:200] or type(error).__name__}.", hint=_AGAIN
        ) from error


def _checked_infos(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > _MANY:
        raise BundleError(f"The bundle has {len(infos)} members, more than any.", hint=_AGAIN)
    if sum(info.compress_size for info in infos) > size:
        raise BundleError("The bundle's members are larger than the bundle: it was made to harm.", hint=_AGAIN)
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.orig_filename
        if name in found:
            raise BundleError(f"The bundle holds {name[:80]!r} twice.", hint=_AGAIN)
        if info.flag_bits & _ENCRYPTED or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BundleError(f"{name[:80]!r} in the bundle is encrypted or packed in a strange way.", hint=_AGAIN)
        if info.is_dir() or stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise BundleError(f"{name[:80]!r} in the bundle is no plain file.", hint=_AGAIN)
        found[name] = info
    return found


def _manifest(record: dict[str, Any]) -> Manifest:
    version = record.get("version")
    if record.get("format") != FORMAT:
        raise BundleError("This is no bundle of celltrail.", hint="`celltrail bundle RUN` makes one.")
    if version != VERSION:
        raise BundleError(
            f"The bundle is of version {str(version)[:20]}, and this celltrail reads version {VERSION}.",
            hint=f"It was written by celltrail {str(record.get('celltrail'))[:20]}: update celltrail.",
        )
    try:
        return msgspec.convert(record, Manifest)
    except msgspec.ValidationError as error:
        raise BundleError(f"The bundle's manifest has another form: {error}.", hint=_AGAIN) from None
