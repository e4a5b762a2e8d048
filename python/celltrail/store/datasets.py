"""The datasets that clients say their runs read."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from celltrail.records import Dataset, DatasetInput
from celltrail.store.among import among
from celltrail.store.clienttables import dataset_inputs, datasets
from celltrail.store.database import Database
from celltrail.store.mapping import from_row, to_row
from celltrail.store.schema import runs
from celltrail.store.upsert import insert_missing, upsert


class Datasets:
    """Datasets by their descriptions, each kept once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_projects(self, names: Sequence[str], limit: int = 1000) -> tuple[tuple[str, Dataset, str], ...]:
        """Return (project, dataset, context) of what the runs of some projects read, each once."""
        query = (
            select(datasets, runs.c.project, dataset_inputs.c.tags.label("input_tags"))
            .join(dataset_inputs, dataset_inputs.c.dataset_id == datasets.c.id)
            .join(runs, runs.c.id == dataset_inputs.c.run_id)
            .where(runs.c.project.in_(set(names)))
            .order_by(datasets.c.id.desc())
        )
        found: dict[tuple[str, str, str, str], tuple[str, Dataset, str]] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                context = str(row.input_tags.get("mlflow.data.context", ""))
                found.setdefault(
                    (row.project, row.name, row.digest, context), (row.project, from_row(Dataset, row), context)
                )
                if len(found) >= limit:
                    break
        return tuple(found.values())


def write_inputs(connection: Connection, run_id: str, inputs: Sequence[DatasetInput]) -> None:
    """Write down what a run read, in the transaction of its other facts."""
    if not inputs:
        return
    keys = [_key(one.dataset) for one in inputs]
    rows: dict[str, dict[str, Any]] = {}
    for key, one in zip(keys, inputs, strict=True):
        row = to_row(one.dataset, datasets, id=None, key=key)
        del row["id"]
        rows[key] = row
    insert_missing(connection, datasets, list(rows.values()), ["key"])
    query = select(datasets.c.key, datasets.c.id).where(among(datasets.c.key, keys))
    ids = {row.key: row.id for row in connection.execute(query)}
    read = {
        ids[key]: {"run_id": run_id, "dataset_id": ids[key], "tags": one.tags}
        for key, one in zip(keys, inputs, strict=True)
    }
    upsert(connection, dataset_inputs, list(read.values()))


def inputs_of(connection: Connection, run_ids: Collection[str]) -> dict[str, tuple[DatasetInput, ...]]:
    """Return what some runs read, in the order in which the datasets became known."""
    query = (
        select(datasets, dataset_inputs.c.run_id, dataset_inputs.c.tags.label("input_tags"))
        .join(dataset_inputs, dataset_inputs.c.dataset_id == datasets.c.id)
        .where(among(dataset_inputs.c.run_id, run_ids))
        .order_by(datasets.c.id)
    )
    found: dict[str, list[DatasetInput]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.run_id].append(DatasetInput(dataset=from_row(Dataset, row), tags=row.input_tags))
    return {run_id: tuple(inputs) for run_id, inputs in found.items()}


def _key(dataset: Dataset) -> str:
    return hashlib.blake2b(msgspec.json.encode(dataset, order="deterministic"), digest_size=16).hexdigest()
