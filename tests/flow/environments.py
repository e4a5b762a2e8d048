"""Environments of their own for tools that cannot live with ours, made once for a machine."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest


def environment_with(requirement: str) -> Path:
    """Return the folder of programs of an environment that has a tool; skip the test where there is no index."""
    folder = Path(tempfile.gettempdir()) / f"celltrail-{requirement.replace('==', '-')}-py{sys.version_info.minor}"
    folder.parent.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
            subprocess.run([uv, "venv", "-q", "--python", sys.executable, str(folder)], check=True)
            install = [uv, "pip", "install", "-q", "--python", str(folder / "bin" / "python"), requirement]
            if subprocess.run(install, check=False).returncode:
                pytest.skip(f"{requirement} cannot be installed here: no package index")
            (folder / "complete").touch()
    return folder / "bin"
