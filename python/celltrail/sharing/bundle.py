"""One file of a run: everything that it takes to look at it, to check it and to run it again elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from celltrail.artifacts import digest_bytes, signing
from celltrail.errors import CelltrailError, ConflictError, InvalidInputError
from celltrail.records import Lineage
from celltrail.sharing import crate, redaction
from celltrail.sharing.archive import Content, Kept, size_of, write
from celltrail.sharing.contents import Contents, Wanted, contents_of
from celltrail.sharing.manifest import (
    ARTIFACTS,
    CRATE,
    EXECUTED,
    FORMAT,
    LINEAGE,
    LOCK,
    MANIFEST,
    SOURCE,
    SUFFIX,
    VERSION,
    Manifest,
    Member,
)
from celltrail.sharing.notebooks import source_of, text_of, without_outputs
from celltrail.sharing.records import Records, json_of, records_of
from celltrail.tracking import Workspace

_MIME_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Bundled:
    """A bundle that was written."""

    path: Path
    size_bytes: int
    manifest: Manifest
    notes: tuple[str, ...] = ()
    """What its maker should know before handing it on."""

    def __repr__(self) -> str:
        count = sum(item.state == "here" for item in self.manifest.items)
        head = (
            f"{self.path}  {self.size_bytes / 1e6:.1f} MB, {count} of {len(self.manifest.items)} values and files"
        )
        return "\n".join([head, *(f"  {note}" for note in self.notes)])


def make(
    workspace: Workspace,
    run_id: str,
    lineage: Lineage,
    *,
    output: Path | None = None,
    wanted: Wanted | None = None,
    key: Path | None = None,
) -> Bundled:
    """Write the bundle of a run and return what went into it.

    Raises
    ------
    ConflictError
        The run goes on, or a file changed while it was packed.
    InvalidInputError
        A name that is to be left out is nothing's.
    SignatureError
        The file holds no private key.
    StoreError
        The bundle cannot be written.
    """
    wanted = wanted or Wanted()
    records = records_of(workspace, run_id)
    if records.run.status == "running":
        raise ConflictError(f"The run {records.run.name} goes on.", hint="Bundle it when it has ended.")
    contents = contents_of(workspace, records, wanted)
    if unknown := sorted(set(wanted.without) - contents.matched):
        names = ", ".join(sorted({item.name for item in contents.items})) or "nothing"
        raise InvalidInputError(f"The run has nothing called {unknown[0]!r}.", hint=f"It has: {names}.")
    records = _redacted(records, contents, wanted)
    members = _members(workspace, records, contents, with_outputs=wanted.outputs)
    graph = json_of(lineage)
    members[LINEAGE] = digest_bytes(graph), graph
    described = {name: Member(digest=digest, size=size_of(content)) for name, (digest, content) in members.items()}
    described = dict(sorted(described.items()))
    data = crate.metadata(records, tuple(contents.items), described)
    members[CRATE] = digest_bytes(data), data
    manifest = _manifest(
        records, contents, wanted, {**described, CRATE: Member(digest=members[CRATE][0], size=len(data))}
    )
    text = _written(manifest, key)
    path = output or Path(f"{_safe(records.run.name)}-{records.run.id[-6:]}{SUFFIX}")
    write(path, {MANIFEST: (digest_bytes(text), text), **dict(sorted(members.items()))})
    return Bundled(
        path=path,
        size_bytes=path.stat().st_size,
        manifest=manifest,
        notes=tuple(_notes(records, wanted, manifest)),
    )


def _redacted(records: Records, contents: Contents, wanted: Wanted) -> Records:
    withheld = {item.digest for item in contents.items if item.state == "left out"}
    records = redaction.without_content(records, withheld)
    return records if wanted.outputs else redaction.without_outputs(records)


def _members(
    workspace: Workspace, records: Records, contents: Contents, *, with_outputs: bool
) -> dict[str, tuple[str, Content]]:
    members: dict[str, tuple[str, Content]] = {}
    named = {one.lock: LOCK for one in records.environments if one.digest == records.run.environment}
    executed = _executed(workspace, records)
    if executed is not None:
        name, digest, notebook = executed
        text = text_of(source_of(notebook))
        members[f"{SOURCE}/{name}"] = digest_bytes(text), text
        named[digest] = f"{EXECUTED}/{name}"
        if not with_outputs:
            text = text_of(without_outputs(notebook))
            members[f"{EXECUTED}/{name}"] = digest_bytes(text), text
    for digest, file in contents.kept.items():
        content = file if file is not None else Kept.of(workspace, digest)
        members[named.get(digest, f"{ARTIFACTS}/{digest}")] = digest, content
    members.update({name: (digest_bytes(text), text) for name, text in records.members().items()})
    return members


def _executed(workspace: Workspace, records: Records) -> tuple[str, str, Any] | None:
    """Return the name, digest and content of the executed notebook of the run; None where it has none."""
    import nbformat

    made = [use for use in records.uses if use.run_id == records.run.id and use.direction == "output"]
    own = [use for use in made if use.artifact.kind == "notebook"]
    for use in reversed(own):
        try:
            text = workspace.artifacts.get_bytes(use.artifact.digest).decode()
            notebook = nbformat.reads(text, as_version=4)
        except (CelltrailError, ValueError):  # removed, or damaged: an older one may be there
            continue
        return f"{_safe(Path(use.name).stem)}.ipynb", use.artifact.digest, notebook
    return None


def _manifest(records: Records, contents: Contents, wanted: Wanted, members: dict[str, Member]) -> Manifest:
    run = records.run
    return Manifest(
        format=FORMAT,
        version=VERSION,
        celltrail=_version(),
        run_id=run.id,
        name=run.name,
        who=run.who,
        started_at=run.started_at,
        without_data=not wanted.data,
        without_outputs=not wanted.outputs,
        members=dict(sorted(members.items())),
        items=tuple(sorted(contents.items, key=lambda item: (item.name, item.digest, item.run_id, item.path))),
    )


def _version() -> str:
    try:
        return metadata.version("celltrail")
    except metadata.PackageNotFoundError:  # run from a source tree that is not installed
        return "0+unknown"


def _written(manifest: Manifest, key: Path | None) -> bytes:
    record: dict[str, Any] = msgspec.to_builtins(replace(manifest, signature=None))
    if key is not None:
        record = signing.signed({name: value for name, value in record.items() if name != signing.FIELD}, key)
    return json_of(record)


def _notes(records: Records, wanted: Wanted, manifest: Manifest) -> list[str]:
    notes = []
    if wanted.outputs and (shown := _shown(records)):
        notes.append(
            f"It holds what the cells showed ({shown}): there may be data in it. --without-outputs leaves it out."
        )
    gone = sorted({item.name for item in manifest.items if item.state == "not kept"})
    if gone:
        notes.append(f"Not in it, since nobody has the content any more: {', '.join(gone)}.")
    pickled = sorted({item.name for item in manifest.items if item.state == "here" and item.is_pickle})
    if pickled:
        notes.append(f"Pickles, which run code when they are loaded: {', '.join(pickled)}.")
    return notes


def _shown(records: Records) -> str:
    """Return how many outputs of each type the cells have."""
    counts: dict[str, int] = {}
    for cell in records.cells:
        for output in cell.outputs:
            mimes: Sequence[str] = list(output.get("data") or ()) or [str(output.get("output_type"))]
            for mime in mimes:
                counts[mime] = counts.get(mime, 0) + 1
    return ", ".join(f"{count} {mime}" for mime, count in sorted(counts.items())[:_MIME_SHOWN])


def _safe(name: str) -> str:
    plain = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name).strip("-.")
    return plain[:100] or "run"
