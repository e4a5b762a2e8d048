"""The state of the git tree that the code lies in."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_WAIT_S = 10
_LONGEST_PATCH = 20_000_000


@dataclass(frozen=True, slots=True)
class GitState:
    """Commit, branch and what is not committed."""

    commit: str | None = None
    branch: str | None = None
    patch: bytes = b""


def describe(folder: Path) -> GitState:
    """Return the state of the tree around `folder`; an empty one where there is no git or no commit."""
    commit = _git(folder, "rev-parse", "HEAD")
    if not commit:
        return GitState()
    branch = _git(folder, "rev-parse", "--abbrev-ref", "HEAD") or b""
    patch = _git(folder, "diff", "HEAD", "--binary", "--no-color", "--no-ext-diff") or b""
    if len(patch) > _LONGEST_PATCH:
        patch = b""
    return GitState(commit.decode().strip(), branch.decode().strip(), patch)


def _git(folder: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, timeout=_WAIT_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
