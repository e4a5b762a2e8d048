"""Frames, series and tables: a manifest that names each column's bytes, so that equal columns are kept once.

The manifest is JSON: what library the frame came from, how many rows, the metadata of the table (for pandas: its
index and types), and for each column its name, its Arrow type and the digest of its content. The content is an
Arrow IPC stream with that one column, or, for plain numbers of NumPy (``"plain": true``), their bytes as they lie
in memory. Source: Arrow columnar format 1.5, IPC streaming format.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, Put, loaded
from celltrail.artifacts.columns import Columns
from celltrail.artifacts.pandas_schema import pandas_metadata
from celltrail.errors import NotStorableError

PREVIEW_ROWS = 10
PREVIEW_COLUMNS = 30
_SUMMARY_COLUMNS = 500
_STATISTICS_COLUMNS = 50
_LONGEST_CELL = 80


class FrameCodec:
    """pandas and polars frames and series, and Arrow tables."""

    name = "frame/1"

    def accepts(self, value: object) -> bool:
        """Whether it is a frame, a series or a table."""
        return (
            loaded(value, "pandas", "DataFrame", "Series")
            or loaded(value, "polars", "DataFrame", "Series")
            or loaded(value, "pyarrow", "Table")
        )

    def encode(self, value: Any, put: Put) -> Encoded:
        """Keep each column and return their manifest; no more than a piece of a column is copied at a time."""
        flavour = flavour_of(value)
        columns = Columns(put)
        library = flavour.partition(".")[0]
        metadata = {"pandas": _put_pandas, "polars": _put_polars, "pyarrow": _put_table}[library](value, columns)
        rows = len(value)
        manifest = {"flavour": flavour, "rows": rows, "columns": columns.entries, "metadata": metadata}
        if flavour == "pandas.Series" and value.name is None:
            manifest["unnamed"] = True
        data = json.dumps(manifest, sort_keys=True).encode("utf-8")
        summary = {
            "class": flavour,
            "rows": rows,
            "columns": {entry["name"]: entry["type"] for entry in columns.entries[:_SUMMARY_COLUMNS]},
            "statistics": dict(list(columns.statistics.items())[:_STATISTICS_COLUMNS]),
        }
        return Encoded(kind="frame", data=data, size_bytes=columns.size + len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the frame, as the library that it came from."""
        manifest = json.loads(data)
        table = _table(manifest, get)
        flavour = manifest["flavour"]
        if flavour.startswith("pandas"):
            frame = table.to_pandas()
            if not flavour.endswith("Series"):
                return frame
            return frame.iloc[:, 0].rename(None) if manifest.get("unnamed") else frame.iloc[:, 0]
        if flavour.startswith("polars"):
            import polars as pl

            made = pl.from_arrow(table)
            return made.to_series() if flavour.endswith("Series") and isinstance(made, pl.DataFrame) else made
        return table

    def parts(self, data: bytes) -> Sequence[str]:
        """Return the digests of the columns."""
        return tuple(column["digest"] for column in json.loads(data)["columns"])

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:
        """Show the first rows."""
        manifest = json.loads(data)
        shown = dict(manifest, columns=manifest["columns"][:PREVIEW_COLUMNS], metadata={})
        head = _table(shown, get).slice(0, PREVIEW_ROWS)
        text = f"{manifest['rows']} rows, {len(manifest['columns'])} columns"
        return {"text/html": _html(head) + f"<p>{text}</p>", "text/plain": text}


def flavour_of(value: object) -> str:
    """Return library and class, of the library's own where it is a subclass: ``pandas.DataFrame``."""
    for base in type(value).__mro__:
        library = base.__module__.partition(".")[0]
        if library in ("pandas", "polars", "pyarrow"):
            return f"{library}.{base.__name__}"
    return f"{type(value).__module__.partition('.')[0]}.{type(value).__name__}"


def to_arrow(value: Any) -> Any:
    """Return a frame, series or table as an Arrow table.

    Raises
    ------
    NotStorableError
        A column has no Arrow type.
    """
    import pyarrow as pa

    if isinstance(value, pa.Table):
        return value
    if loaded(value, "polars", "Series"):
        value = value.to_frame()
    if loaded(value, "polars", "DataFrame"):
        return value.to_arrow()
    if loaded(value, "pandas", "Series"):
        value = value.to_frame(name="0" if value.name is None else value.name)
    try:
        return pa.Table.from_pandas(value)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise _not_arrow(error) from error


def _put_pandas(value: Any, columns: Columns) -> dict[str, str]:
    """Keep the columns and the index of a pandas frame or series, and return the table's metadata."""
    import pyarrow as pa

    if loaded(value, "pandas", "Series"):
        value = value.to_frame(name="0" if value.name is None else value.name)
    try:
        metadata, fields, index = pandas_metadata(value)
        columns.hold(value)
        for name, (_, series) in zip(fields, value.items(), strict=True):
            columns.add_pandas(name, series)
        for field, values in index:
            columns.add_arrow(field, values)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise _not_arrow(error) from error
    return metadata


def _put_polars(value: Any, columns: Columns) -> dict[str, str]:
    import polars as pl
    import pyarrow as pa

    for series in value.iter_columns() if hasattr(value, "iter_columns") else [value]:
        try:
            values = series.to_arrow()
        except (pl.exceptions.PolarsError, pa.ArrowException, TypeError, ValueError) as error:
            raise _not_arrow(error) from error
        columns.add_arrow(pa.field(series.name, values.type), values)
    return {}


def _put_table(value: Any, columns: Columns) -> dict[str, str]:
    for number, field in enumerate(value.schema):
        columns.add_arrow(field, value.column(number))
    return {key.decode(): text.decode() for key, text in (value.schema.metadata or {}).items()}


def _not_arrow(error: Exception) -> NotStorableError:
    return NotStorableError(
        f"The frame has a column that Arrow cannot hold: {error}.",
        hint="Turn the column into numbers, text or dates to have it kept.",
    )


def _table(manifest: dict[str, Any], get: Get) -> Any:
    import pyarrow as pa

    columns, fields = [], []
    for column in manifest["columns"]:
        data = get(column["digest"])
        if column.get("plain"):
            kind = pa.type_for_alias(column["type"])
            length = len(data) * 8 // kind.bit_width
            columns.append(pa.chunked_array([pa.Array.from_buffers(kind, length, [None, pa.py_buffer(data)])]))
            fields.append(pa.field(column["name"], kind))
        else:
            part = pa.ipc.open_stream(data).read_all()
            columns.append(part.column(0))
            fields.append(part.schema.field(0).with_name(column["name"]))
    return pa.table(columns, schema=pa.schema(fields, metadata=manifest["metadata"]))


def _html(table: Any) -> str:
    """Return a small table as HTML, without pandas: whoever looks at a frame need not have what made it."""
    names = "".join(f"<th>{escape(name)}</th>" for name in table.column_names)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_shown(value))}</td>" for value in row) + "</tr>"
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True)
    )
    return f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"
