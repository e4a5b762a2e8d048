"""Writes what was asked and answered, and the labels that come later.

Promises: a row is on disk at the latest ``FLUSH_S`` after its answer, or at an orderly end; a label is on disk
before its request is answered; what a kill -9 takes is the last second of requests. A full disk never fails a
prediction: rows wait, and are counted as dropped once more than ``KEEP_ROWS`` wait.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from celltrail import clock
from celltrail.serving import logfiles
from celltrail.serving.place import Place
from celltrail.serving.rows import RowSchema, kind_of

FLUSH_S = 1.0
FLUSH_ROWS = 20_000
KEEP_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Logged:
    """One request with its answer."""

    schema: RowSchema
    version: int
    shadow: bool
    window: str
    at: float
    latency_s: float
    request_ids: Sequence[str]
    rows: Sequence[Any]
    predictions: Sequence[Any]
    probabilities: Sequence[float | None]
    """Of the positive class, where there are two."""


@dataclass(frozen=True, slots=True)
class Label:
    """What turned out to be true."""

    request_id: str
    label: float | str
    at: float


class LogWriter:
    """Appends to the log of one deployment from a thread of its own."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._entries: list[Logged] = []
        self._labels: list[Label] = []
        self._waiting_rows = 0
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._wake = threading.Event()
        self._closed = False
        self.dropped_rows = 0
        self._thread = threading.Thread(target=self._loop, name="request-log", daemon=True)
        self._thread.start()

    def add(self, entry: Logged) -> None:
        """Take a request; returns at once."""
        with self._lock:
            self._entries.append(entry)
            self._waiting_rows += len(entry.rows)
        if self._waiting_rows >= FLUSH_ROWS:
            self._wake.set()

    def add_labels(self, labels: Sequence[Label]) -> None:
        """Take labels; they are on disk after the next `flush`."""
        with self._lock:
            self._labels.extend(labels)

    def flush(self) -> None:
        """Write everything that was taken before the call.

        Raises
        ------
        OSError
            The disk does not take it; it is kept for the next time.
        """
        with self._writing:
            with self._lock:
                entries, self._entries, self._waiting_rows = self._entries, [], 0
                labels, self._labels = self._labels, []
            try:
                self._write_labels(labels)
                labels = []
                self._write_entries(entries)
            except OSError:
                self._take_back(entries, labels)
                raise
            except Exception:  # a value that Arrow cannot hold: trying again would not help
                self.dropped_rows += sum(len(entry.rows) for entry in entries)
                raise

    def close(self) -> None:
        """Write what waits and end."""
        self._closed = True
        self._wake.set()
        self._thread.join()
        self.flush()

    def _loop(self) -> None:
        while not self._closed:
            self._wake.wait(FLUSH_S)
            self._wake.clear()
            try:
                self.flush()
            except Exception as error:  # noqa: BLE001 - the log must go on whatever one request held
                print(f"The request log cannot be written: {error}.", file=sys.stderr, flush=True)  # noqa: T201

    def _take_back(self, entries: list[Logged], labels: list[Label]) -> None:
        with self._lock:
            self._entries[:0], self._labels[:0] = entries, labels
            self._waiting_rows = sum(len(entry.rows) for entry in self._entries)
            while self._waiting_rows > KEEP_ROWS:
                lost = len(self._entries.pop(0).rows)
                self._waiting_rows -= lost
                self.dropped_rows += lost

    def _write_entries(self, entries: list[Logged]) -> None:
        by_schema: dict[int, list[Logged]] = {}
        for entry in entries:
            by_schema.setdefault(id(entry.schema), []).append(entry)
        done: set[int] = set()
        try:
            for key, group in by_schema.items():
                logfiles.write(self._place.requests, _table(group))
                done.add(key)
        finally:  # a file that was written must not be written again
            entries[:] = [entry for entry in entries if id(entry.schema) not in done]

    def _write_labels(self, labels: list[Label]) -> None:
        import pyarrow as pa

        for kind in (float, str):
            some = [label for label in labels if isinstance(label.label, kind)]
            if some:
                columns = {
                    "request_id": [label.request_id for label in some],
                    "label": pa.array(
                        [label.label for label in some], pa.float64() if kind is float else pa.string()
                    ),
                    "labelled_at": [label.at for label in some],
                }
                logfiles.write(self._place.labels, pa.table(columns))


def label(request_id: str, value: Any) -> Label:
    """Return a label: numbers and booleans as a number, everything else as text."""
    return Label(request_id, float(value) if isinstance(value, bool | int | float) else str(value), clock.now())


def _table(entries: Sequence[Logged]) -> Any:
    import pyarrow as pa

    schema = entries[0].schema
    rows = [row for entry in entries for row in entry.rows]
    columns: dict[str, Any] = {
        "request_id": pa.array([i for entry in entries for i in entry.request_ids], pa.string()),
        "at": _repeated(entries, "at", pa.float64()),
        "version": _repeated(entries, "version", pa.int32()),
        "shadow": _repeated(entries, "shadow", pa.bool_()),
        "window": _repeated(entries, "window", pa.string()),
        "latency_s": _repeated(entries, "latency_s", pa.float64()),
    }
    for column, values in zip(schema.columns, schema.by_column(rows), strict=True):
        columns[logfiles.FEATURE + column.name] = _column(values, column.type)
    predictions = [value for entry in entries for value in entry.predictions]
    text = any(not isinstance(value, bool | int | float) for value in predictions)
    columns["prediction"] = pa.array(
        list(map(str, predictions)) if text else [float(value) for value in predictions],
        pa.string() if text else pa.float64(),
    )
    chances = [value for entry in entries for value in entry.probabilities]
    columns["probability"] = pa.array(chances, pa.float64())
    return pa.table(columns)


def _repeated(entries: Sequence[Logged], name: str, kind: Any) -> Any:
    import pyarrow as pa

    return pa.array([value for entry in entries for value in [getattr(entry, name)] * len(entry.rows)], kind)


def _column(values: Sequence[Any], arrow_type: str) -> Any:
    import pyarrow as pa

    kinds = {
        "float": pa.float64(), "int": pa.int64(), "str": pa.string(), "bool": pa.bool_(),
        "datetime": pa.timestamp("us"), "date": pa.date32(),
    }  # fmt: skip
    kind = kinds.get(kind_of(arrow_type))
    if kind is not None:
        return pa.array(values, kind)
    if all(value is None or isinstance(value, int | float) for value in values):
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    return pa.array([None if value is None else str(value) for value in values], pa.string())
