"""Reads a request log back: which requests, by time, window and version, with the labels that have come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail import ids
from celltrail.records import RequestWindow
from celltrail.serving import logfiles
from celltrail.serving.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which rows are wanted."""

    window: str | None = None
    """Only requests that named this window."""
    version: int | None = None
    from_at: float | None = None
    to_at: float | None = None
    """Before this point in time."""
    shadows: bool = False
    """Also the answers that nobody got."""


def read(serving: Path, deployment_id: str, query: LogQuery | None = None) -> Any:
    """Return the logged rows as an Arrow table, in the order of their files.

    The columns are ``request_id``, ``at``, ``version``, ``shadow``, ``window``, ``latency_s``,
    ``feature.<name>`` for each column of the model, ``prediction``, ``probability`` and ``label`` (null where
    none has come; the last one counts where there are several).

    Parameters
    ----------
    serving
        The folder of all deployments: ``settings.serving``.
    """
    place = Place(serving, deployment_id)
    query = query or LogQuery()
    files = [place.requests / name for name in logfiles.names(place.requests) if _may_hold(name, query)]
    return _with_labels(_table(files, _condition(query)), place)


def window_of(deployment_id: str, table: Any, name: str = "") -> RequestWindow:
    """Return the record of the window that a table of log rows covers; times in seconds since 1970 UTC."""
    import pyarrow.compute as pc

    span = pc.min_max(table.column("at")) if table.num_rows else {}
    return RequestWindow(
        deployment_id=deployment_id,
        from_at=span["min"].as_py() if table.num_rows else 0.0,
        to_at=span["max"].as_py() if table.num_rows else 0.0,
        rows=table.num_rows,
        labelled_rows=table.num_rows - table.column("label").null_count,
        name=name,
    )


def features(table: Any) -> Any:
    """Return the model's columns of a table of log rows, under their own names."""
    names = [name for name in table.column_names if name.startswith(logfiles.FEATURE)]
    return table.select(names).rename_columns([name.removeprefix(logfiles.FEATURE) for name in names])


def count(serving: Path, deployment_id: str) -> int:
    """Return how many rows a log holds, without opening a file."""
    return sum(map(logfiles.rows, logfiles.names(Place(serving, deployment_id).requests)))


def _may_hold(name: str, query: LogQuery) -> bool:
    """Whether a file can hold rows from `from_at` on: all of its rows are older than its name."""
    return query.from_at is None or ids.minted_at(name) >= query.from_at


def _condition(query: LogQuery) -> Any:
    import pyarrow.dataset as ds

    wanted = [
        None if query.window is None else ds.field("window") == query.window,
        None if query.version is None else ds.field("version") == query.version,
        None if query.from_at is None else ds.field("at") >= query.from_at,
        None if query.to_at is None else ds.field("at") < query.to_at,
        None if query.shadows else ~ds.field("shadow"),
    ]
    condition = None
    for one in wanted:
        if one is not None:
            condition = one if condition is None else condition & one
    return condition


def _table(files: list[Path], condition: Any) -> Any:
    import pyarrow as pa
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    if not files:
        return _empty()
    # Versions differ in columns and types: the schema is that of all files together.
    schemas = [pq.read_schema(file) for file in files]
    schema = pa.unify_schemas(_in_common_types(schemas), promote_options="permissive")
    found = ds.dataset([str(file) for file in files], schema=schema, format="parquet")
    return found.to_table(filter=condition)


def _in_common_types(schemas: list[Any]) -> list[Any]:
    """Return the distinct schemas; a column that is text in one of them is text in all."""
    import pyarrow as pa

    distinct = list({str(schema): schema for schema in schemas}.values())
    text = {field.name for schema in distinct for field in schema if pa.types.is_string(field.type)}
    return [
        pa.schema([field.with_type(pa.string()) if field.name in text else field for field in schema])
        for schema in distinct
    ]


def _empty() -> Any:
    import pyarrow as pa

    types = {
        "request_id": pa.string(), "at": pa.float64(), "version": pa.int32(), "shadow": pa.bool_(),
        "window": pa.string(), "latency_s": pa.float64(), "prediction": pa.float64(), "probability": pa.float64(),
    }  # fmt: skip
    return pa.schema(list(types.items())).empty_table()


def _with_labels(table: Any, place: Place) -> Any:
    import pyarrow as pa

    files = [place.labels / name for name in logfiles.names(place.labels)]
    if not files:
        return table.append_column("label", pa.nulls(table.num_rows, pa.float64()))
    labels = _table(files, None).sort_by("labelled_at")
    position = {request_id: i for i, request_id in enumerate(labels.column("request_id").to_pylist())}
    found = pa.array([position.get(i) for i in table.column("request_id").to_pylist()], pa.int64())
    return table.append_column("label", labels.column("label").take(found))
