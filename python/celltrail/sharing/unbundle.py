"""Opening a bundle: first to look at, then to take over. Nothing of it is ever loaded or run by this."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from celltrail.artifacts import digest_file, signing
from celltrail.artifacts.signing import FIELD
from celltrail.errors import BundleError, InvalidInputError, StoreError
from celltrail.sharing.adopt import adopt, check, output_of
from celltrail.sharing.layout import check_free, lay_out
from celltrail.sharing.manifest import ARTIFACTS, EXECUTED, LOCK, Item, Manifest
from celltrail.sharing.reading import BundleFile, read_bundle
from celltrail.sharing.records import Records
from celltrail.sharing.told import told
from celltrail.tracking import Workspace

MOST_BYTES = 10 << 30
_SPARE = 1.1
"""How much more room than its content a bundle must find."""
_MOST_FILES = 20_000
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Holdings:
    """What a bundle holds."""

    path: Path
    manifest: Manifest
    records: Records
    size_bytes: int
    """Unpacked."""
    signature: str
    """``not signed``; ``signed by KEY, not checked``; ``signed by KEY, checked``."""
    here: frozenset[str]
    """Of the digests that the bundle leaves out, those that are in this home already."""
    known: bool
    """Whether the run is in this home already."""

    @property
    def said(self) -> str:
        """What it holds, for people."""
        return told(self)

    def __repr__(self) -> str:
        return self.said

    @property
    def missing(self) -> tuple[Item, ...]:
        """The values and files whose content is neither in the bundle nor here."""
        return tuple(i for i in self.manifest.items if i.state != "here" and not set(i.parts) <= self.here)

    @property
    def pickles(self) -> tuple[Item, ...]:
        """The values that run code when somebody loads them."""
        return tuple(i for i in self.manifest.items if i.state == "here" and i.is_pickle)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Opened:
    """A bundle that was taken over."""

    run_id: str
    runs: int
    """How many runs came new."""
    artifacts: int
    """How many contents came new."""
    found: int
    """How many contents that the bundle leaves out were found in the folder that was named."""
    into: Path | None

    def __repr__(self) -> str:
        new = f"{self.runs} new run(s), {self.artifacts} new contents" if self.runs else "it was here already"
        found = f", {self.found} found in the folder" if self.found else ""
        files = f"; its files are in {self.into}" if self.into else ""
        return f"run {self.run_id}: {new}{found}{files}. `celltrail show {self.run_id[-6:]}` shows it."


def look(workspace: Workspace, path: Path, *, key: Path | None = None, most_bytes: int = MOST_BYTES) -> Holdings:
    """Return what a bundle holds, every byte of it checked, and nothing written.

    Raises
    ------
    NotFoundError
        There is no such file.
    BundleError
        It is no bundle, is damaged, was tampered with, or is of a newer form.
    TooLargeError
        Unpacked, it would be larger than `most_bytes`.
    SignatureError
        It is not signed by `key`.
    """
    with read_bundle(path) as bundle:
        bundle.check(most_bytes)
        return _look(workspace, path, bundle, key)


def take(
    workspace: Workspace,
    path: Path,
    *,
    key: Path | None = None,
    most_bytes: int = MOST_BYTES,
    into: Path | None = None,
    data: Path | None = None,
) -> Opened:
    """Bring a bundle into a home: all of it or nothing. A second time changes nothing.

    `data` is a folder with content that the bundle leaves out: it is found by its digest. `into` is a new folder
    that gets the notebook, the lock file and the data as files.

    Raises
    ------
    InvalidInputError
        The rows are on a team server, `into` is not empty, or there is no folder `data`.
    StoreError
        There is no room.
    """
    if workspace.settings.server is not None:
        raise InvalidInputError(
            "The rows are on a team server, and a bundle is opened in a home of one's own.",
            hint="Open it with CELLTRAIL_STORE unset.",
        )
    if into is not None:
        check_free(into)
    with read_bundle(path) as bundle:
        bundle.check(most_bytes)
        holdings = _look(workspace, path, bundle, key)
        _check_room(workspace, holdings)
        new = _keep(workspace, bundle)
        found = _find(workspace, holdings, data) if data is not None else 0
        workspace.artifacts.sync()
        runs = adopt(workspace, holdings.records, holdings.manifest.items)
        _keep_notebook(workspace, bundle, holdings.records)
        if into is not None:
            lay_out(into, bundle, holdings.records)
    return Opened(run_id=holdings.records.run.id, runs=runs, artifacts=new, found=found, into=into)


def _look(workspace: Workspace, path: Path, bundle: BundleFile, key: Path | None) -> Holdings:
    manifest = bundle.manifest
    workspace.drain()
    records = bundle.records()
    check(records, manifest)
    away = {part for item in manifest.items if item.state != "here" for part in item.parts}
    return Holdings(
        path=path,
        manifest=manifest,
        records=records,
        size_bytes=sum(member.size for member in manifest.members.values()),
        signature=_signature(bundle.record, key),
        here=frozenset(digest for digest in away if workspace.artifacts.has(digest)),
        known=bool(workspace.store.runs.known([records.run.id])),
    )


def _signature(record: dict[str, Any], key: Path | None) -> str:
    if key is not None:
        return f"signed by {signing.check_signed(record, key)}, checked"
    given = record.get(FIELD)
    if not isinstance(given, dict):
        return "not signed"
    return f"signed by {str(given.get('key'))[:_SHOWN]}, not checked (--key KEY.pub checks it)"


def _check_room(workspace: Workspace, holdings: Holdings) -> None:
    workspace.settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(workspace.settings.home).free
    if holdings.size_bytes * _SPARE > free:
        raise StoreError(
            f"Unpacked, the bundle takes {holdings.size_bytes / 1e9:.1f} GB; {free / 1e9:.1f} GB are free.",
            hint="Make room first.",
        )


@dataclass(frozen=True, slots=True)
class _Content:
    """The content of a member, which can be gone through more than once."""

    bundle: BundleFile
    name: str

    def __iter__(self) -> Iterator[bytes]:
        return self.bundle.pieces(self.name)


def _keep(workspace: Workspace, bundle: BundleFile) -> int:
    """Keep the contents of a bundle and return how many were new."""
    new = 0
    for name, member in bundle.manifest.members.items():
        if name.startswith((f"{ARTIFACTS}/", f"{EXECUTED}/")) or name == LOCK:
            new += not workspace.artifacts.has(member.digest)
            if workspace.artifacts.put_parts(_Content(bundle, name)) != member.digest:
                raise BundleError(f"{name} changed while it was read.", hint="Try again.")
    return new


def _find(workspace: Workspace, holdings: Holdings, folder: Path) -> int:
    """Keep those files of a folder that have content which the bundle leaves out; return how many contents."""
    if not folder.is_dir():
        raise InvalidInputError(f"There is no folder {folder}.", hint="Give the one that the data lie in.")
    wanted = {part for item in holdings.missing for part in item.parts if part not in holdings.here}
    found: set[str] = set()
    for path in islice((path for path in sorted(folder.rglob("*")) if path.is_file()), _MOST_FILES):
        if not wanted - found:
            break
        digest = digest_file(path)
        if digest in wanted and workspace.artifacts.put_bytes(path.read_bytes()) == digest:
            found.add(digest)
    return len(found)


def _keep_notebook(workspace: Workspace, bundle: BundleFile, records: Records) -> None:
    """Put the executed notebook to where the job's is looked for."""
    executed = next((name for name in bundle.manifest.members if name.startswith(f"{EXECUTED}/")), None)
    job = next((job for job in records.jobs if job.run_id == records.run.id), None)
    if executed is not None and job is not None:
        path = output_of(workspace, job)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bundle.read(executed))
