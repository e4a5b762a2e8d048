"""What is scored, in pieces that can be read apart: row groups of Parquet, batches of Arrow, whole CSV files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from glob import glob, has_magic
from pathlib import Path

from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.scoring.tables import FORMS, Form, delimiter, form_of

BATCH_ROWS = 65_536
_BATCH_BYTES = 32 << 20
_LEAST_ROWS = 256
_BUFFER_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file."""

    path: str
    form: Form
    first: int = 0
    """The first row group or batch of it."""
    last: int | None = None
    """The one after its last; None for the end of the file."""
    row: int = 0
    """The number in the file, from 0, of its first row."""
    rows: int | None = None
    """How many rows it has, where that is known before it is read."""
    batch_rows: int = BATCH_ROWS


def files_of(where: str | Path | Sequence[str | Path]) -> tuple[Path, ...]:
    """Return the files that a path, a folder, a pattern or several of them name, each once, by name.

    Raises
    ------
    NotFoundError
        One of them names no table.
    """
    if not isinstance(where, str | Path):
        return tuple(dict.fromkeys(path for one in where for path in files_of(one)))
    path = Path(where).expanduser()
    if path.is_dir():
        found = sorted(one for one in path.rglob("*") if one.suffix.lower() in FORMS and not _is_hidden(one, path))
    elif has_magic(str(path)) and not path.exists():
        found = sorted(Path(one) for one in glob(str(path), recursive=True) if Path(one).is_file())  # noqa: PTH207
    else:
        found = [path] if path.is_file() else []
    if not found:
        raise _nowhere(where, path)
    return tuple(one.absolute() for one in found)


def _nowhere(where: str | Path, path: Path) -> NotFoundError:
    if path.is_dir():
        return NotFoundError(f"In {where} is no file of a table.", hint=f"Endings are: {', '.join(FORMS)}.")
    folder = path.parent if path.parent.is_dir() else Path()
    names = [one.name for one in folder.iterdir() if one.suffix.lower() in FORMS]
    close = get_close_matches(path.name, names, n=1)
    hint = f"Did you mean {path.parent / close[0]}?" if close else f"It is looked for in {Path().absolute()}."
    return NotFoundError(f"There is no file {where}.", hint=hint)


def pieces_of(files: Sequence[Path], piece_rows: int | None = None) -> tuple[Piece, ...]:
    """Return files as pieces of about so many rows; without that, each file whole.

    Raises
    ------
    InvalidInputError
        A file is no table.
    """
    return tuple(piece for path in files for piece in _pieces(path, piece_rows))


def batches(piece: Piece) -> Iterator[object]:
    """Give the record batches of a piece, no more of them at once in memory than one and what Arrow reads ahead.

    Numbers and times of CSV come as text, so that a value that is none can be told apart by its row.

    Raises
    ------
    InvalidInputError
        The file cannot be read.
    """
    import pyarrow as pa

    try:
        if piece.form == "parquet":
            yield from _parquet(piece)
        elif piece.form == "arrow":
            yield from _arrow(piece)
        else:
            yield from _csv(piece)
    except (pa.ArrowException, OSError) as error:
        raise InvalidInputError(
            f"{piece.path} cannot be read: {error}.", hint="Is it whole, and what its ending says?"
        ) from error


def _pieces(path: Path, piece_rows: int | None) -> Iterator[Piece]:
    import pyarrow as pa
    from pyarrow import parquet

    form = form_of(path)
    try:
        if form == "parquet":
            with parquet.ParquetFile(path) as file:
                groups = [file.metadata.row_group(at) for at in range(file.num_row_groups)]
                sizes = [group.num_rows for group in groups]
                rows = _batch_rows(sum(group.total_byte_size for group in groups), sum(sizes))
            yield from _cut(Piece(str(path), form, batch_rows=rows), sizes, piece_rows)
        elif form == "arrow":
            with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
                sizes = [reader.get_batch(at).num_rows for at in range(reader.num_record_batches)]
            yield from _cut(Piece(str(path), form), sizes, piece_rows)
        else:
            yield Piece(str(path), form)
    except (pa.ArrowException, OSError) as error:
        raise InvalidInputError(
            f"{path} cannot be read: {error}.", hint="Is it whole, and what its ending says?"
        ) from error


def _batch_rows(size: int, rows: int) -> int:
    """Return how many rows are read at once, so that they take little memory however wide they are."""
    return max(_LEAST_ROWS, min(BATCH_ROWS, _BATCH_BYTES * rows // size)) if size else BATCH_ROWS


def _cut(whole: Piece, sizes: Sequence[int], piece_rows: int | None) -> Iterator[Piece]:
    """Give the pieces of a file whose row groups or batches have these sizes."""
    first = row = 0
    while first < len(sizes) or (first == 0 and not sizes):
        last, rows = first, 0
        while last < len(sizes) and (piece_rows is None or rows == 0 or rows + sizes[last] <= piece_rows):
            rows += sizes[last]
            last += 1
        yield Piece(whole.path, whole.form, first, last, row, rows, whole.batch_rows)
        row += rows
        first = max(last, 1)


def _parquet(piece: Piece) -> Iterator[object]:
    from pyarrow import parquet

    with parquet.ParquetFile(piece.path, buffer_size=_BUFFER_BYTES, pre_buffer=False) as file:
        groups = range(piece.first, file.num_row_groups if piece.last is None else piece.last)
        seen = False
        # One after the other, since Arrow opens all groups that it is given at once.
        for group in groups:
            for batch in file.iter_batches(batch_size=piece.batch_rows, row_groups=[group]):
                seen = True
                yield batch
        if not seen:
            yield _nothing(file.schema_arrow)


def _arrow(piece: Piece) -> Iterator[object]:
    import pyarrow as pa

    with pa.memory_map(piece.path) as source, pa.ipc.open_file(source) as reader:
        last = reader.num_record_batches if piece.last is None else piece.last
        if piece.first >= last:
            yield _nothing(reader.schema)
        for at in range(piece.first, last):
            whole = reader.get_batch(at)
            for start in range(0, max(1, whole.num_rows), piece.batch_rows):
                yield whole.slice(start, piece.batch_rows)


def _csv(piece: Piece) -> Iterator[object]:
    import pyarrow as pa
    from pyarrow import csv

    path = Path(piece.path)
    if not path.stat().st_size:
        raise InvalidInputError(
            f"{path} is empty: it has not even names of columns.", hint="Give a file with rows."
        )
    parse = csv.ParseOptions(delimiter=delimiter(path), newlines_in_values=True)
    with path.open("rb") as file:
        names = csv.open_csv(
            file, read_options=csv.ReadOptions(block_size=_BUFFER_BYTES), parse_options=parse
        ).schema.names
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    read = csv.ReadOptions(block_size=4 * _BUFFER_BYTES, use_threads=False)
    with csv.open_csv(path, read_options=read, parse_options=parse, convert_options=convert) as reader:
        seen = False
        for batch in reader:
            seen = True
            yield batch
        if not seen:
            yield _nothing(reader.schema)


def _nothing(schema: object) -> object:
    import pyarrow as pa

    return pa.RecordBatch.from_pylist([], schema=schema)


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
