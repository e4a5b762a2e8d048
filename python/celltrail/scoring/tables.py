"""Files of tables: Parquet, CSV and Arrow, known by their ending."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from celltrail.errors import InvalidInputError, NotFoundError

Form = Literal["parquet", "csv", "arrow"]
FORMS: dict[str, Form] = {
    ".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "csv", ".arrow": "arrow", ".feather": "arrow",
    ".ipc": "arrow",
}  # fmt: skip


def form_of(path: Path) -> Form:
    """Return the form of a file, as its ending says.

    Raises
    ------
    InvalidInputError
        The ending says none of ours.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise InvalidInputError(
            f"{path.name} is no table that is known by its ending.", hint=f"Endings are: {', '.join(FORMS)}."
        )
    return form


def read_table(path: Path) -> Any:
    """Return a whole file as an Arrow table.

    Raises
    ------
    NotFoundError
        There is no such file.
    InvalidInputError
        It is no table.
    """
    import pyarrow as pa
    from pyarrow import csv, feather, parquet

    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the path.")
    form = form_of(path)
    try:
        if form == "parquet":
            return parquet.ParquetFile(path).read()
        if form == "arrow":
            return feather.read_table(path)
        return csv.read_csv(path, parse_options=csv.ParseOptions(delimiter=delimiter(path)))
    except (pa.ArrowException, OSError) as error:
        raise InvalidInputError(f"{path} cannot be read: {error}.", hint="Is it what its ending says?") from error


def delimiter(path: Path) -> str:
    """Return what parts the columns of a CSV file."""
    return "\t" if path.suffix.lower() == ".tsv" else ","
