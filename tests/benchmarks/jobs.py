"""Notebook jobs beside papermill: a sweep of 20 runs, cold, warm and cached ones, and memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

TITLE = "## Notebook jobs"
RUNS = 20
COLD = 3
WARM = 8
_SCRIPT = Path(__file__).parent / "scripts" / "jobs_driver.py"
_HEAD = "| what | celltrail: wall (CPU) | beside it: wall (CPU) | ratio of wall (CPU) | goal |"


def section() -> list[str]:
    """Measure and return the lines of the page's section."""
    rows = [*_sweeps(), *_cold(), *_warm(), *_memory()]
    return [
        TITLE, "",
        "Made by `python -m tests.benchmarks jobs`. A notebook of 8 cells with pandas and scikit-learn that",
        "trains for about half a second, as jobs and sweeps run by default: jobs keep what cells bind, sweeps",
        "their numbers and outputs. papermill by its",
        "command, in the same environment, which has JupyterLab. CPU: the seconds of every process that came of",
        "it, those that are kept ready included. The sweep begins in a home in which nothing is kept.",
        "", _HEAD, "|---|---|---|---|---|", *rows,
    ]  # fmt: skip


def measure(way: str, runs: int) -> dict[str, Any]:
    """Run the notebook in one way, in a folder and home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8",
            "CELLTRAIL_HOME": f"{folder}/home", "PYTHONPATH": str(Path(__file__).parents[2] / "python"),
            "GIT_DIR": "none",
        }  # fmt: skip
        command = [sys.executable, str(_SCRIPT), way, str(runs)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)
        if done.returncode:
            raise RuntimeError(f"{way}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.rindex('{"wall"') :])  # kernels say things too
    print(way, {name: found[name] for name in ("wall", "cpu")}, flush=True)
    return found


def _sweeps() -> list[str]:
    serial = measure("papermill", RUNS)
    ours = measure("sweep", RUNS)
    two = measure("two", RUNS)
    cluster = measure("cluster", RUNS)
    name = f"a sweep of {RUNS} runs, two at a time"
    return [
        _row(name, ours, serial, "papermill one after the other", "≤ 0.2 ×"),
        _row(name, ours, two, "papermill with two processes", "≤ 0.35 ×"),
        _row(f"{name}, on a Dask cluster of two workers", cluster, ours, "the same without a cluster", "≤ 1.15 ×"),
    ]


def _cold() -> list[str]:
    pairs = [(measure("run", 1), measure("papermill", 1)) for _ in range(COLD)]
    ours, theirs = (
        {kind: statistics.median(pair[side][kind] for pair in pairs) for kind in ("wall", "cpu")}
        for side in (0, 1)
    )
    return [_row("one run from cold, by the command line", ours, theirs, "papermill", "≤ 1 ×")]


def _warm() -> list[str]:
    rows = []
    for way, goal in (("warm", "≤ cells + 0.5 s"), ("cached", "≤ 1 s")):
        found = measure(way, WARM)
        took, own = (statistics.median(found[name]) for name in ("took", "own"))
        name = "a run where everything is kept ready" if way == "warm" else "the same run again with `--cache`"
        shown = f"its cells alone: {own:.2f} s"
        if way == "cached":
            shown = f"{statistics.median(found['cached']):.0f} of 9 cells came from before"
        rows.append(f"| {name} | {took:.2f} s | {shown} | {took - own:.2f} s more | {goal} |")
        print(rows[-1], flush=True)
    return rows


def _memory() -> list[str]:
    found = measure("memory", 1)
    ratio = found["kept"] / found["one"]
    beside = f"a kernel that ran the notebook: {found['one']:.0f} MB"
    return [f"| memory of a kept kernel (PSS) | {found['kept']:.0f} MB | {beside} | {ratio:.2f} | ≤ 1.3 × |"]


def _row(name: str, ours: dict[str, Any], beside: dict[str, Any], beside_name: str, goal: str) -> str:
    shown = [f"{each['wall']:.1f} s ({each['cpu']:.1f})" for each in (ours, beside)]
    ratios = [ours[kind] / beside[kind] for kind in ("wall", "cpu")]
    row = f"| {name} | {shown[0]} | {beside_name}: {shown[1]} | {ratios[0]:.2f} ({ratios[1]:.2f}) | {goal} |"
    print(row, flush=True)
    return row
