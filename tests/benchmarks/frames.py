"""A notebook of 20 cells over a frame of 500 MB: without capture, with ours, and with Kishu where there is one.

Kishu wants an environment of its own: ``CELLTRAIL_BENCH_PEERS`` names the Python of one, with kishu, pandas,
scikit-learn, matplotlib and ipykernel.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

TITLE = "## A notebook over a frame of 500 MB"
SCRIPT = Path(__file__).parent / "scripts" / "frame_notebook.py"
REPEATS = 3


def section() -> list[str]:
    """Run the notebook each way in turn, and return the lines of the page."""
    peers = os.environ.get("CELLTRAIL_BENCH_PEERS")
    ways = {"plain": sys.executable, "celltrail": sys.executable} | ({"kishu": peers} if peers else {})
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for number in range(REPEATS):
        for way, python in ways.items():
            if way != "kishu" or not number:  # a minute or more each time
                found[way].append(_run(way, python))
                print(way, round(sum(found[way][-1]["cells"]), 1), "s", flush=True)
    plain = found["plain"]
    bare = [min(cells) for cells in zip(*(run["cells"] for run in plain), strict=True)]
    distinct = plain[0]["distinct"]
    lines = [
        TITLE,
        "",
        "Twenty cells: twenty columns are made (500 MB), five of them changed or added one by one, models fitted,",
        "figures drawn. Each way in a real kernel, in turn; of ours and without capture the best of",
        f"{REPEATS} runs of each cell, since the rest of the machine only ever adds. `distinct` is what any exact",
        f"capture has to hold: each column that a name ever had, {distinct / 1e6:.0f} MB.",
        "",
        "| | seconds in all | more than without | the cell that is delayed most | stored | stored / distinct |",
        "|---|---|---|---|---|---|",
        f"| without capture | {sum(bare):.1f} | - | - | - | - |",
    ]
    for way in [way for way in ways if way != "plain"]:
        cells = [min(times) for times in zip(*(run["cells"] for run in found[way]), strict=True)]
        more = [ours - theirs for ours, theirs in zip(cells, bare, strict=True)]
        stored = found[way][0]["stored"]
        lines.append(
            f"| {way} | {sum(cells):.1f} | {sum(more):.1f} | {max(more):.1f} (cell {more.index(max(more)) + 1}) "
            f"| {stored / 1e6:.0f} MB | {stored / distinct:.3f} |"
        )
    return [*lines, "", "Goal: ≤ 4 s more in all, ≤ 1.05 × the distinct content."]


def _run(way: str, python: str) -> dict[str, Any]:
    done = subprocess.run([python, str(SCRIPT), way], capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
