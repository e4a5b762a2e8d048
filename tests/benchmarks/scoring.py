"""Batch scoring beside the loop that people write: pyarrow's batches, ``model.predict``, pyarrow's writer.

``python -m tests.benchmarks scoring``. Both in processes of their own, in turn; what counts is the processor time
of scoring itself, since wall time on a busy machine says little.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROWS = 2_000_000
REPEATS = 5
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
parquet.write_table(pa.Table.from_pandas(table(ROWS), preserve_index=False), "in.parquet", row_group_size=262_144)
parquet.write_table(pa.Table.from_pandas(table(1_000), preserve_index=False), "small.parquet")
"""
_BOTH = """
import sys, resource, time, pathlib
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
import pyarrow as pa, numpy, pandas, celltrail
from pyarrow import parquet
from celltrail.verbs import score as _
import sklearn.ensemble, sklearn.linear_model
model = celltrail.load_model("MODEL")
"""
_OURS = """
celltrail.score("MODEL", "small.parquet", "warm.parquet", overwrite=True)
cpu0, wall0 = cpu(), time.perf_counter()
celltrail.score("MODEL", "in.parquet", "ours.parquet", overwrite=True)
print(cpu() - cpu0, time.perf_counter() - wall0)
"""
_LOOP = """
def loop(source, output):
    file, writer = parquet.ParquetFile(source), None
    for batch in file.iter_batches(batch_size=65_536):
        said = model.predict(batch.to_pandas())
        made = pa.Table.from_batches([batch]).append_column("prediction", pa.array(said))
        writer = writer or parquet.ParquetWriter(output, made.schema)
        writer.write_table(made)
    writer.close()
loop("small.parquet", "warm.parquet")
cpu0, wall0 = cpu(), time.perf_counter()
loop("in.parquet", "loop.parquet")
print(cpu() - cpu0, time.perf_counter() - wall0)
"""


def section() -> list[str]:
    """Measure and return the lines of the page's section."""
    return [
        TITLE,
        "",
        f"By `python -m tests.benchmarks scoring`: {ROWS:,} rows of 8 numbers, Parquet in and out, one process",
        "each, in turn. Beside it the loop that people write. Ours checks each row, takes the digests of both",
        f"files, keeps the run, and takes its place whole. Processor seconds, median of {REPEATS} (wall).",
        "",
        "| model | celltrail | the loop | ratio | rows/s | goal |",
        "|---|---|---|---|---|---|",
        *_rows(),
    ]


def _rows() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        _python(folder, _PREPARE.replace("ROWS", str(ROWS)))
        for model, name in (("linear", "linear regression"), ("trees", "100 boosted trees")):
            ours, loop = _measured(folder, model)
            yield (
                f"| {name} | {ours[0]:.2f} s ({ours[1]:.2f}) | {loop[0]:.2f} s ({loop[1]:.2f}) | "
                f"{ours[0] / loop[0]:.2f} | {ROWS / ours[1]:,.0f} | ≤ 1.15 |"
            )


def _measured(folder: str, model: str) -> tuple[tuple[float, float], tuple[float, float]]:
    ours: list[tuple[float, float]] = []
    loop: list[tuple[float, float]] = []
    for _ in range(REPEATS):
        for code, times in ((_OURS, ours), (_LOOP, loop)):
            cpu, wall = _python(folder, (_BOTH + code).replace("MODEL", model)).split()[-2:]
            times.append((float(cpu), float(wall)))
    return _medians(ours), _medians(loop)


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(cpu for cpu, _ in times), statistics.median(wall for _, wall in times)


def _python(folder: str, code: str) -> str:
    environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "CELLTRAIL_HOME": f"{folder}/home", "GIT_DIR": "none"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2] / "python")},
    )
    return done.stdout
