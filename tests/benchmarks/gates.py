"""Registering with gates of all kinds beside the same checks, written by hand with the same libraries."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

TITLE = "## Gates"
ROWS = (5_000, 25_000)
REPEATS = 3
_SCRIPT = Path(__file__).parent / "scripts" / "gates_driver.py"


def section() -> list[str]:
    """Measure and return the lines of the page's section."""
    return [
        TITLE, "",
        "Made by `python -m tests.benchmarks gates`. `celltrail.register` with 13 gates (a metric, size,",
        "`better` twice, slices, fairness, validity, leakage, robustness, loading, latency, compatibility, a",
        "function) beside a script that checks the same with scikit-learn, fairlearn, pandera and NumPy, and",
        "starts the two processes that loading and a function with a time limit need. Two in five rows are",
        "evaluation data. Ours also writes the version, its data, its profile and its results. CPU: the seconds",
        "of every process that came of it.",
        f"Medians of {REPEATS} runs, in turn; one thread for OpenMP.", "",
        "| rows | celltrail: wall (CPU) | by hand: wall (CPU) | ratio of wall (CPU) | goal |",
        "|---|---|---|---|---|",
        *map(_row, ROWS),
    ]  # fmt: skip


def measure(way: str, rows: int) -> dict[str, Any]:
    """Check a model in one way, in a folder and home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8",
            "CELLTRAIL_HOME": f"{folder}/home", "PYTHONPATH": str(Path(__file__).parents[2] / "python"),
            "GIT_DIR": "none", "OMP_NUM_THREADS": "1",
        }  # fmt: skip
        command = [sys.executable, str(_SCRIPT), way, str(rows)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(f"{way}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if not found["passed"]:
        raise RuntimeError(f"{way}: not all hold, so the two may not have done the same: {done.stderr[-3000:]}")
    print(way, rows, found, flush=True)
    return found


def _row(rows: int) -> str:
    found: dict[str, list[dict[str, Any]]] = {"celltrail": [], "hand": []}
    for _ in range(REPEATS):
        for way, runs in found.items():
            runs.append(measure(way, rows))
    median = {
        way: {name: statistics.median(run[name] for run in runs) for name in ("wall", "cpu")}
        for way, runs in found.items()
    }
    ours, hand = median["celltrail"], median["hand"]
    ratios = f"{ours['wall'] / hand['wall']:.2f} ({ours['cpu'] / hand['cpu']:.2f})"
    return f"| {rows:,} | {_seconds(ours)} | {_seconds(hand)} | {ratios} | ≤ 2 |"


def _seconds(found: dict[str, float]) -> str:
    return f"{found['wall']:.1f} s ({found['cpu']:.1f} s)"
