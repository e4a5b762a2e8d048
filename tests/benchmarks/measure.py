"""One measurement: a piece of Python, run in a process of its own, that prints a number."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REPEATS = 5


@dataclass(frozen=True)
class Case:
    """Something measured, beside what it is compared with."""

    name: str
    unit: str
    ours: str
    """A script whose last printed line is the number."""
    floor: str
    floor_name: str
    goal: str
    needs: tuple[str, ...] = ()
    """Packages without which the comparison is left out."""
    repeats: int = REPEATS


def run(script: str) -> float:
    """Return the number that a script prints last, in a fresh process with a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,  # what it complains of is for whoever measures
            text=True,
            check=True,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": folder, "CELLTRAIL_HOME": f"{folder}/home", "GIT_DIR": "none"},
        )
    return float(done.stdout.split()[-1])


def medians(scripts: Sequence[str], repeats: int = REPEATS) -> list[float]:
    """Return the median of each script, run in turn so that a slow moment of the machine meets all alike."""
    numbers: list[list[float]] = [[] for _ in scripts]
    for _ in range(repeats):
        for script, found in zip(scripts, numbers, strict=True):
            found.append(run(script))
    return [statistics.median(found) for found in numbers]


def script(name: str) -> str:
    """Return a script of the folder ``scripts``; of ``a+b`` the one behind the other."""
    folder = Path(__file__).parent / "scripts"
    return "\n".join((folder / f"{part}.py").read_text(encoding="utf-8") for part in name.split("+"))
