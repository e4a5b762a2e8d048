"""A version's answers to a table of any size, as a run with its lineage."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from celltrail.artifacts import to_arrow
from celltrail.errors import CelltrailError, InvalidInputError
from celltrail.jobs.dask.address import check_address
from celltrail.jobs.dask.task import own_version
from celltrail.records import ModelVersion
from celltrail.registry import loading
from celltrail.registry.signature import as_frame
from celltrail.scoring import crews
from celltrail.scoring.account import Account
from celltrail.scoring.answers import answers
from celltrail.scoring.inputs import Piece, files_of, pieces_of
from celltrail.scoring.piecework import Done, Work
from celltrail.scoring.plan import Plan
from celltrail.scoring.predictor import predictor_of
from celltrail.scoring.progress import Progress
from celltrail.scoring.tables import form_of
from celltrail.scoring.truth import Truth
from celltrail.scoring.wishes import Score, Wishes
from celltrail.scoring.writing import Output, check_place
from celltrail.tracking import ActiveRun, Workspace

_LEAST_PIECE = 50_000
_PIECES_EACH = 4


Tell = Callable[[Progress], None]


def score(  # noqa: PLR0917 - the verb says it by names
    here: Workspace,
    version: ModelVersion,
    source: Any,
    wishes: Wishes,
    tell: Tell | None = None,
    began: Callable[[str], None] | None = None,
) -> Score:
    """Score a table and return where the answers are.

    Parameters
    ----------
    source
        A path, a folder, a pattern or several of them; or a frame.
    tell
        Called about twice a second with how far it is.
    began
        Called with the id of the run, once that has begun.

    Raises
    ------
    NotFoundError
        There is no such file.
    InvalidInputError
        Rows do not fit; nothing is written then. Or a wish cannot be.
    NameTakenError
        The output is there already.
    StoreError
        The output cannot be written; nothing is left of it.
    ClusterError
        The cluster does not answer, or its workers cannot do it.
    """
    _check(wishes)
    with ExitStack() as stack:
        files = _files(here, source, stack)
        output = _output(files, source, wishes, version)
        account = Account(here, version, files, output, wishes)
        loading.check_trust(here, version, wishes.trusted)
        with account as run:
            if began:
                here.drain()
                began(run.id)
            plan = _plan(here, version, wishes, run)
            return account.told(_scored(here, plan, files, (output, wishes), _teller(run, files, tell)))


def _scored(  # noqa: PLR0917 - what one scoring has
    here: Workspace, plan: Plan, files: Sequence[Path], place: tuple[Path, Wishes], tell: Progress
) -> Score:
    """Score files into the output and the rejected rows into their own; both take their place, or neither."""
    output, wishes = place
    truth = Truth()
    metadata = {"celltrail.model": plan.model, "celltrail.version": str(plan.number), "celltrail.run": plan.run_id}
    aside = output.with_name(f"{output.stem}.rejected{output.suffix}")
    with (
        Output(output, metadata, overwrite=wishes.overwrite) as good,
        Output(aside, metadata, overwrite=True) as bad,
    ):
        for table, rejected, rows in _results(here, plan, files, wishes, truth):
            if table is not None:
                good.write(table)
            if rejected is not None:
                bad.write(rejected)
            tell.add(rows)
        tell.end()
    return Score(
        model=plan.model,
        number=plan.number,
        output=output,
        rows=tell.rows,
        rejected=bad.rows,
        rejected_path=aside if bad.rows else None,
        run_id=plan.run_id,
        seconds=tell.seconds,
        metrics=truth.metrics(),
    )


def _results(  # noqa: PLR0917 - what one scoring has
    here: Workspace, plan: Plan, files: Sequence[Path], wishes: Wishes, truth: Truth
) -> Iterator[tuple[Any, Any, int]]:
    """Give answers, rejected rows and the number of rows read, in the order of the input."""
    if wishes.processes == 1 and not wishes.on:
        predictor = predictor_of(plan)
        for piece in pieces_of(files):
            for scored in answers(plan, predictor, piece, truth):
                yield scored.table, scored.rejected, scored.rows
        return
    pieces = _cut(files, wishes)
    folder = Path(tempfile.mkdtemp(prefix=f"score-{plan.run_id}-", dir=_shared(here)))
    try:
        works = [Work(plan, piece, number, str(folder)) for number, piece in enumerate(pieces)]
        done = crews.cluster(works, wishes.on) if wishes.on else crews.processes(works, wishes.processes)
        for one in done:
            truth.merge(one.truth)
            yield from _parts(one)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _parts(done: Done) -> Iterator[tuple[Any, Any, int]]:
    import pyarrow as pa

    rows = done.rows
    for name, path in (("part", done.part), ("rejected", done.rejected)):
        if not path:
            continue
        with pa.memory_map(path) as file, pa.ipc.open_file(file) as reader:
            for at in range(reader.num_record_batches):
                table = pa.Table.from_batches([reader.get_batch(at)])
                yield (table, None, rows) if name == "part" else (None, table, 0)
                rows = 0
        Path(path).unlink()


def _cut(files: Sequence[Path], wishes: Wishes) -> tuple[Piece, ...]:
    whole = pieces_of(files)
    rows = sum(piece.rows or 0 for piece in whole)
    crew = wishes.processes if not wishes.on else 8
    return pieces_of(files, max(_LEAST_PIECE, rows // (crew * _PIECES_EACH)))


def _shared(here: Workspace) -> Path:
    folder = here.settings.home / "scores"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _plan(here: Workspace, version: ModelVersion, wishes: Wishes, run: ActiveRun) -> Plan:
    return Plan(
        model=version.model,
        number=version.number,
        artifact=version.artifact,
        codec=version.codec,
        signature=version.signature,
        artifacts=str(here.settings.artifacts),
        run_id=run.id,
        trusted=wishes.trusted,
        columns=wishes.columns,
        probabilities=wishes.probabilities,
        stamp=wishes.stamp,
        on_bad=wishes.on_bad,
        labels=wishes.labels,
        version=own_version(),
    )


def _files(here: Workspace, source: Any, stack: ExitStack) -> tuple[Path, ...]:
    """Return the files to read; a frame is written to one first, which is removed in the end."""
    if isinstance(source, str | Path) or (
        isinstance(source, Sequence) and source and all(isinstance(one, str | Path) for one in source)
    ):
        return files_of(source)
    import pyarrow as pa

    table = to_arrow(as_frame(source))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="frame-", dir=_shared(here))))
    path = folder / "frame.arrow"
    with pa.ipc.new_file(str(path), table.schema) as writer:
        writer.write_table(table, max_chunksize=_LEAST_PIECE)
    return (path,)


def _output(files: Sequence[Path], source: Any, wishes: Wishes, version: ModelVersion) -> Path:
    """Return where the answers go.

    Raises
    ------
    InvalidInputError
        It is one of the files that are read, or its ending is none of ours.
    """
    output = wishes.output
    if output is None:
        is_file = isinstance(source, str | Path) and len(files) == 1
        stem = files[0].stem if is_file else f"{version.model}-{version.number}"
        output = (files[0].parent if is_file else Path.cwd()) / f"{stem}.scored.parquet"
    output = output.expanduser().absolute()
    form_of(output)
    if output.resolve() in {path.resolve() for path in files}:
        raise InvalidInputError(f"{output} is the input.", hint="Name another file for the answers.")
    check_place(output, overwrite=wishes.overwrite)  # before a run begins that could only fail
    return output


def _teller(run: ActiveRun, files: Sequence[Path], tell: Tell | None) -> Progress:
    with suppress(CelltrailError):
        known = [piece.rows for piece in pieces_of(files)]
        total = None if None in known else sum(rows or 0 for rows in known)
        return Progress(run, total, tell)
    return Progress(run, None, tell)


def _check(wishes: Wishes) -> None:
    if wishes.on_bad not in ("error", "skip", "null"):
        raise InvalidInputError(f"on_bad is {wishes.on_bad!r}.", hint="It can be: error, skip, null.")
    if wishes.processes < 1:
        raise InvalidInputError(f"There cannot be {wishes.processes} processes.", hint="At least one is needed.")
    if wishes.on:
        check_address(wishes.on)
