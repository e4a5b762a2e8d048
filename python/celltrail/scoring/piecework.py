"""One piece scored into a file of its own: what a process or a worker of a cluster does."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from celltrail import ids
from celltrail.errors import ClusterError
from celltrail.jobs.dask.task import own_version
from celltrail.scoring.answers import answers
from celltrail.scoring.inputs import Piece
from celltrail.scoring.plan import Plan
from celltrail.scoring.predictor import predictor_of
from celltrail.scoring.truth import Truth


@dataclass(frozen=True, slots=True)
class Work:
    """A piece, and where what comes of it goes."""

    plan: Plan
    piece: Piece
    number: int
    folder: str
    """Shared by all who take part."""


@dataclass(slots=True)
class Done:
    """What came of a piece."""

    number: int
    rows: int = 0
    part: str = ""
    """The file with the answers; Arrow."""
    rejected: str = ""
    """The file with the rows that do not fit; empty where there are none."""
    truth: Truth = field(default_factory=Truth)


def carry_out(work: Work) -> Done:
    """Score a piece and return where the answers are.

    It may be done twice, where a worker was lost: each try writes files of its own names, and one is named.

    Raises
    ------
    InvalidInputError
        Rows do not fit.
    ClusterError
        This worker has another celltrail, or does not see what it needs.
    """
    import pyarrow as pa

    plan = work.plan
    _check(work)
    done = Done(work.number)
    stem = Path(work.folder) / f"{work.number:06d}-{ids.new_id()}"
    writers: dict[str, pa.ipc.RecordBatchFileWriter] = {}
    schemas: dict[str, pa.Schema] = {}

    def write(name: str, table: pa.Table) -> str:
        path = f"{stem}.{name}.arrow"
        if name not in writers:
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            schemas[name] = table.schema
            writers[name] = pa.ipc.new_file(path, table.schema, options=options)
        writers[name].write_table(table.cast(schemas[name]))
        return path

    try:
        for scored in answers(plan, predictor_of(plan), work.piece, done.truth):
            done.rows += scored.rows
            done.part = write("answers", scored.table)
            if scored.rejected is not None:
                done.rejected = write("rejected", scored.rejected)
    finally:
        for writer in writers.values():
            writer.close()
    return done


def _check(work: Work) -> None:
    if work.plan.version != own_version():
        raise ClusterError(
            f"This was sent by celltrail {work.plan.version}, this worker has {own_version()}.",
            hint="Install the same version on both.",
        )
    for what, path in (
        ("the input", work.piece.path),
        ("the artifacts", work.plan.artifacts),
        ("the parts", work.folder),
    ):
        if not Path(path).exists():
            raise ClusterError(f"A worker does not see {what}, {path}.", hint="Share the folder with it.")
