"""Commands of our own, for what lies above the registry: a notebook, a reproduction."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

from celltrail.registry.gates.subject import Subject
from celltrail.tracking.run import PARENT_VARIABLE

VERSION_VARIABLE = "CELLTRAIL_GATE_VERSION"
"""Tells a notebook or function which version it is asked about."""
_LINES = 40
_SAYS = "celltrail: "


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    lines: tuple[str, ...]
    """What it printed, the last lines."""
    errors: tuple[str, ...]
    """What it complained of."""

    @property
    def reason(self) -> str:
        """What it ended with, in its own words."""
        own = [line.removeprefix(_SAYS) for line in self.errors if line.startswith(_SAYS)]
        return (own or list(self.errors) or [f"it ended with exit code {self.code}"])[-1]


def celltrail(subject: Subject, *arguments: str) -> Done:
    """Run a command of celltrail where who asked for the check works, and wait for it."""
    environment = {**os.environ, VERSION_VARIABLE: subject.version.label}
    environment.pop(PARENT_VARIABLE, None)
    done = subprocess.run(
        [sys.executable, "-m", "celltrail", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        cwd=subject.plan.folder or None,
        env=environment,
        check=False,
    )
    return Done(done.returncode, _lines(done.stdout), _lines(done.stderr))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in text.splitlines() if line.strip())[-_LINES:]
