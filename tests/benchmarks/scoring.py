"""Batch scoring beside the loop that people write: pyarrow's batches, ``model.predict``, pyarrow's writer.

``python -m tests.benchmarks scoring``. For each model one process, in which both run in turn; what counts is the
processor time of scoring itself, since wall time on a busy machine says little.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

REPEATS = 5
MODELS = (("linear", "linear regression", 2_000_000), ("trees", "100 boosted trees", 400_000))
TITLE = "## Batch scoring"
_PREPARE = """
import sys, numpy as np, pandas as pd, pyarrow as pa, celltrail
from pyarrow import parquet
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LinearRegression
random = np.random.default_rng(0)
def table(rows):
    return pd.DataFrame({f"f{i}": random.normal(size=rows) for i in range(8)})
train = table(20_000)
y = train.sum(axis=1)
celltrail.register(LinearRegression().fit(train, y), "linear", data=train)
celltrail.register(HistGradientBoostingRegressor(max_iter=100).fit(train, y), "trees", data=train)
for name, rows in ROWS.items():
    found = pa.Table.from_pandas(table(rows), preserve_index=False)
    parquet.write_table(found, f"{name}.parquet", row_group_size=262_144)
parquet.write_table(pa.Table.from_pandas(table(1_000), preserve_index=False), "small.parquet")
"""
_BOTH = """
import resource, time
import pyarrow as pa, numpy, pandas, celltrail
from pyarrow import parquet
from celltrail.tracking.context import wait_for_contexts
from celltrail.verbs import score as _
import sklearn.ensemble, sklearn.linear_model
model = celltrail.load_model("MODEL")
def loop(source, output):
    file, writer = parquet.ParquetFile(source), None
    for batch in file.iter_batches(batch_size=65_536):
        said = model.predict(batch.to_pandas())
        made = pa.Table.from_batches([batch]).append_column("prediction", pa.array(said))
        writer = writer or parquet.ParquetWriter(output, made.schema)
        writer.write_table(made)
    writer.close()
def ours(source, output):
    celltrail.score("MODEL", source, output, overwrite=True)
def taken(how):
    used, begun = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    how("MODEL.parquet", "out.parquet")
    now = resource.getrusage(resource.RUSAGE_SELF)
    return now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime, time.perf_counter() - begun
for how in (ours, loop):
    how("small.parquet", "warm.parquet")
wait_for_contexts()  # once for each process, the environment is described
for _ in range(REPEATS):
    print(*taken(ours), *taken(loop))
"""


def section() -> list[str]:
    """Measure and return the lines of the page's section."""
    load = os.getloadavg()[0]
    rows = list(_rows())
    return [
        TITLE,
        "",
        "By `python -m tests.benchmarks scoring`: rows of 8 numbers, Parquet in and out, beside the loop that",
        "people write. Ours checks each row, takes the digests of both files, keeps the run, and takes its",
        f"place whole. Processor seconds of a warm process in which both run in turn, median of {REPEATS} (wall);",
        "the first run of a process pays 0.4 s once for describing its environment. One OpenMP thread: more of",
        "them count as busy while they wait for a processor that others have.",
        f"Load of the machine before: {load:.1f} on {os.cpu_count()} cores.",
        "",
        "| model | rows | celltrail | the loop | ratio | rows/s | goal |",
        "|---|---|---|---|---|---|---|",
        *rows,
    ]


def _rows() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        sizes = {model: rows for model, _, rows in MODELS}
        _python(folder, _PREPARE.replace("ROWS", repr(sizes)))
        for model, name, rows in MODELS:
            ours, wall, loop, loop_wall = _measured(folder, model)
            yield (
                f"| {name} | {rows:,} | {ours:.2f} s ({wall:.2f}) | {loop:.2f} s ({loop_wall:.2f}) | "
                f"{ours / loop:.2f} | {rows / wall:,.0f} | ≤ 1.15 |"
            )


def _measured(folder: str, model: str) -> list[float]:
    """Return medians: processor and wall seconds of ours, and of the loop."""
    said = _python(folder, _BOTH.replace("MODEL", model).replace("REPEATS", str(REPEATS)))
    times = [[float(one) for one in line.split()] for line in said.splitlines()[-REPEATS:]]
    return [statistics.median(each) for each in zip(*times, strict=True)]


def _python(folder: str, code: str) -> str:
    environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "CELLTRAIL_HOME": f"{folder}/home", "GIT_DIR": "none"}
    environment["OMP_NUM_THREADS"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2] / "python")},
    )
    return done.stdout
