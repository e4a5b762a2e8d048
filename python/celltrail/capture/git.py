"""The state of the git tree that the code lies in."""

from __future__ import annotations

import os
import shutil
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
    if not _may_be_tree(folder):
        return GitState()
    answer = _git(folder, "rev-parse", "HEAD", "--abbrev-ref", "HEAD")
    commit, _, branch = (answer or b"").strip().partition(b"\n")
    if not commit:
        return GitState()
    patch = _git(folder, "diff", "HEAD", "--binary", "--no-color", "--no-ext-diff") or b""
    if len(patch) > _LONGEST_PATCH:
        patch = b""
    return GitState(commit.decode(), branch.decode(), patch)


def _may_be_tree(folder: Path) -> bool:
    """Whether there can be a git tree around a folder; asking git costs two processes."""
    return "GIT_DIR" in os.environ or any((place / ".git").exists() for place in (folder, *folder.parents))


def _git(folder: Path, *arguments: str) -> bytes | None:
    # Given a mere name, Python looks for the program itself, and then sets the filters of warnings back: what the
    # user's cell did to them meanwhile would be lost, and what was warned of once would be warned of again.
    program = shutil.which("git")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "-C", str(folder), *arguments], capture_output=True, timeout=_WAIT_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
