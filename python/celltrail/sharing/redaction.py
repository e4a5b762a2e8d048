"""Records of which something is left out: what the data were, but not what was in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from celltrail.records import Artifact, CellExecution, Run
from celltrail.sharing.records import Records

_SCHEMA = (
    "class",
    "rows",
    "columns",
    "shape",
    "dtype",
    "stored",
    "length",
    "bytes",
    "name",
    "mode",
    "pickled",
    "fitted",
)
"""What may be said of content that may not travel: its form."""


def without_content(records: Records, withheld: Collection[str]) -> Records:
    """Return records without statistics of the artifacts of some digests: their size and schema stay."""
    uses = tuple(
        replace(use, artifact=_schema_only(use.artifact)) if use.artifact.digest in withheld else use
        for use in records.uses
    )
    return replace(records, uses=uses)


def without_outputs(records: Records) -> Records:
    """Return records without what cells showed. Of errors only the kind stays: their text may quote the data."""
    return replace(
        records,
        runs=tuple(_run_without_words(run) for run in records.runs),
        cells=tuple(_cell_without_words(cell) for cell in records.cells),
        jobs=tuple(replace(job, error=_kind(job.error), notes=()) for job in records.jobs),
    )


def _schema_only(artifact: Artifact) -> Artifact:
    summary: dict[str, Any] = {key: artifact.summary[key] for key in _SCHEMA if key in artifact.summary}
    return replace(artifact, summary=summary)


def _run_without_words(run: Run) -> Run:
    return replace(run, error=_kind(run.error))


def _cell_without_words(cell: CellExecution) -> CellExecution:
    return replace(cell, outputs=(), warnings=(), error=_kind(cell.error))


def _kind(error: str | None) -> str | None:
    """Return the class of an error, which stands before the colon of its last line."""
    if not error:
        return error
    name = error.strip().splitlines()[-1].partition(":")[0].strip()
    return name if name.replace(".", "").isidentifier() else "It failed."
