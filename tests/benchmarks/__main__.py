"""``python -m tests.benchmarks``: measure side by side and write docs/benchmarks.md.

Peers are measured where they are installed (``pip install mlflow``); without them their rows are left out.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from pathlib import Path

from tests.benchmarks.measure import REPEATS, Case, medians, script

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
CASES = (
    Case(
        "`log_metric`, caller's median", "µs", "log_metric", "append_flush", "a file append with flush", "≤ 4 µs"
    ),
    Case("the same", "µs", "log_metric", "mlflow_log_metric", "MLflow, SQLite", "≤ 1/2,000", needs=("mlflow",)),
    Case("of 5,000 points, missing after kill -9", "", "lost_after_kill", "nothing", "none", "0"),
    Case(
        "start, 20 params, 1 metric, finish",
        "ms",
        "short_run",
        "mlflow_short_run",
        "MLflow",
        "≤ 1/25",
        ("mlflow",),
    ),
    Case("`import celltrail`", "ms", "import_celltrail", "import_argparse", "importing argparse", "≤ 60 ms"),
    Case("`%load_ext celltrail`", "ms", "load_ext", "import_ipython", "making the shell itself", "≤ 150 ms"),
    Case("a cell that does nothing, with `%%track`", "ms", "cell_tracked", "cell_plain", "without", "≤ 5 ms more"),
)


def main() -> int:
    """Measure all cases and write the page."""
    rows = []
    for case in CASES:
        if any(importlib.util.find_spec(name) is None for name in case.needs):
            print(f"left out, {', '.join(case.needs)} is not installed: {case.name} against {case.floor_name}")
            continue
        ours, floor = medians([script(case.ours), script(case.floor)])
        ratio = f"{ours / floor:.3g}" if floor else "-"
        beside = f"{case.floor_name}: {floor:.3g} {case.unit}"
        row = f"| {case.name} | {ours:.3g} {case.unit} | {beside} | {ratio} | {case.goal} |"
        print(row, flush=True)
        rows.append(row)
    PAGE.write_text(_page(rows), encoding="utf-8")
    print(f"written to {PAGE}")
    return 0


def _page(rows: list[str]) -> str:
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    lines = [
        "# Benchmarks",
        "",
        f"Made by `make benchmarks` on a machine with {machine}.",
        f"Each number is the median of {REPEATS} processes; ours and what it is compared with ran in turn,",
        "so the ratio counts, not the time.",
        "",
        "| what | celltrail | beside it | ratio | goal |",
        "|---|---|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
