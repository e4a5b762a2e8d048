"""Tables: each column is kept on its own, so that a new version with one new column stores that column only.

The artifact's own bytes are a manifest (JSON) of the columns: name, Arrow type and the digest of an Arrow IPC
stream with that one column. Source: Arrow columnar format 1.5, IPC streaming format.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, Put, loaded
from celltrail.errors import NotStorableError

PREVIEW_ROWS = 10
PREVIEW_COLUMNS = 30
_SUMMARY_COLUMNS = 500
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
        """Keep each column and return their manifest."""
        flavour = flavour_of(value)
        table = to_arrow(value)
        columns, size = [], 0
        for number, field in enumerate(table.schema):
            data = _column_bytes(table.column(number), field)
            columns.append({"name": field.name, "type": str(field.type), "digest": put(data)})
            size += len(data)
        metadata = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
        manifest = {"flavour": flavour, "rows": table.num_rows, "columns": columns, "metadata": metadata}
        if flavour == "pandas.Series" and value.name is None:
            manifest["unnamed"] = True
        data = json.dumps(manifest, sort_keys=True).encode()
        summary = {
            "class": flavour,
            "rows": table.num_rows,
            "columns": {column["name"]: column["type"] for column in columns[:_SUMMARY_COLUMNS]},
        }
        return Encoded(kind="frame", data=data, size_bytes=size + len(data), summary=summary)

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

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:
        """Show the first rows."""
        manifest = json.loads(data)
        shown = dict(manifest, columns=manifest["columns"][:PREVIEW_COLUMNS], metadata={})
        head = _table(shown, get).slice(0, PREVIEW_ROWS)
        text = f"{manifest['rows']} rows, {len(manifest['columns'])} columns"
        return {"text/html": _html(head) + f"<p>{text}</p>", "text/plain": text}


def flavour_of(value: object) -> str:
    """Return library and class: ``pandas.DataFrame``."""
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
        raise NotStorableError(
            f"The frame has a column that Arrow cannot hold: {error}.",
            hint="Turn the column into numbers, text or dates to have it kept.",
        ) from error


def _column_bytes(values: Any, field: Any) -> Any:
    import pyarrow as pa

    column = pa.table([values], schema=pa.schema([field])).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, column.schema) as writer:
        writer.write_table(column)
    return memoryview(sink.getvalue())


def _table(manifest: dict[str, Any], get: Get) -> Any:
    import pyarrow as pa

    columns, fields = [], []
    for column in manifest["columns"]:
        part = pa.ipc.open_stream(get(column["digest"])).read_all()
        columns.append(part.column(0))
        fields.append(part.schema.field(0))
    return pa.table(columns, schema=pa.schema(fields, metadata=manifest["metadata"]))


def _html(table: Any) -> str:
    """Return a small table as HTML, without pandas: whoever looks at a frame need not have what made it."""
    names = "".join(f"<th>{escape(name)}</th>" for name in table.column_names)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_shown(value))}</td>" for value in row.values()) + "</tr>"
        for row in table.to_pylist()
    )
    return f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"
