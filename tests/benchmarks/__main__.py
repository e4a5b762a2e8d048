"""``python -m tests.benchmarks``: measure side by side and write docs/benchmarks.md.

``python -m tests.benchmarks table``, ``frames`` or ``notebooks`` measures that part alone, and leaves the rest of
the page as it is.

Peers are measured where they are installed (``pip install mlflow``; Kishu as `frames.py` says); without them their
rows are left out.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import frames, gates, jobs, mlflow, notebooks, scoring
from tests.benchmarks.measure import REPEATS, Case, medians, script

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
CASES = (
    Case(
        "`log_metric`, caller's median", "µs", "log_metric", "append_flush", "a file append with flush", "≤ 4 µs"
    ),
    Case("the same", "µs", "log_metric", "mlflow_log_metric", "MLflow, SQLite", "≤ 1/2,000", needs=("mlflow",)),
    Case("of 5,000 points, missing after kill -9", "", "lost_after_kill", "nothing", "none", "0"),
    Case(
        "of what 200 processes logged, killed -9 at random moments: missing, doubled, or not `lost`",
        "",
        "kills",
        "nothing",
        "none",
        "0",
        repeats=1,
    ),
    Case(
        "16 processes on one store, acknowledged together",
        "points/s",
        "sixteen",
        "sixteen_append",
        "16 processes that append to a file of their own with flush",
        "≥ 100,000",
        repeats=3,
    ),
    Case(
        "start, 20 params, 1 metric, finish",
        "ms",
        "short_run",
        "mlflow_short_run",
        "MLflow",
        "≤ 1/25",
        ("mlflow",),
    ),
    Case("the top 100 of 10,000 runs", "ms", "runs_store+query_10000", "nothing", "nothing", "≤ 25 ms"),
    Case("the top 100 of 100,000 runs", "ms", "runs_store+query_100000", "nothing", "nothing", "≤ 60 ms"),
    Case("10,000 runs as a DataFrame", "ms", "runs_store+runs_frame", "nothing", "nothing", "≤ 1 s"),
    Case("`import celltrail`", "ms", "import_celltrail", "import_argparse", "importing argparse", "≤ 60 ms"),
    Case("`%load_ext celltrail`", "ms", "load_ext", "import_ipython", "making the shell itself", "≤ 150 ms"),
    Case("a cell that does nothing, with `%%track`", "ms", "cell_tracked", "cell_plain", "without", "≤ 5 ms more"),
    Case(
        "looking at an unchanged frame of 500 MB",
        "ms",
        "frame_unchanged",
        "frame_read_once",
        "reading it once",
        "≤ 1.5 ×",
        repeats=3,
    ),
)


SECTIONS = {
    "frames": frames.section,
    "gates": gates.section,
    "jobs": jobs.section,
    "mlflow": mlflow.section,
    "notebooks": notebooks.section,
    "scoring": scoring.section,
}


def main(parts: Sequence[str]) -> int:
    """Measure what `parts` names, ``table`` and ``SECTIONS``, or all, and write these parts of the page anew."""
    begin, *old = PAGE.read_text(encoding="utf-8").split("\n## ")
    known = {text.partition("\n")[0]: f"## {text.rstrip()}" for text in old}
    if not parts or "table" in parts:
        begin = _page(_rows())
    for name, section in SECTIONS.items():
        if not parts or name in parts:
            lines = section()
            known[lines[0].removeprefix("## ")] = "\n".join(lines)
    PAGE.write_text("\n\n".join([begin.rstrip(), *known.values()]) + "\n", encoding="utf-8")
    print(f"written to {PAGE}")
    return 0


def _rows() -> list[str]:
    rows = []
    for case in CASES:
        if any(importlib.util.find_spec(name) is None for name in case.needs):
            print(f"left out, {', '.join(case.needs)} is not installed: {case.name} against {case.floor_name}")
            continue
        ours, floor = medians([script(case.ours), script(case.floor)], case.repeats)
        ratio = f"{ours / floor:.3g}" if floor else "-"
        beside = f"{case.floor_name}: {floor:.3g} {case.unit}"
        row = f"| {case.name} | {ours:.3g} {case.unit} | {beside} | {ratio} | {case.goal} |"
        print(row, flush=True)
        rows.append(row)
    return rows


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
    sys.exit(main(sys.argv[1:]))
