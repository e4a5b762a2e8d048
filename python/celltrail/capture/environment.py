"""The software and hardware that a run has."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

_WAIT_S = 5
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "PYTHONHASHSEED")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentFacts:
    """An environment before it has a digest."""

    python: str
    implementation: str
    platform: str
    cpu: str
    cpu_count: int
    memory_bytes: int
    packages: dict[str, str]
    threads: dict[str, str]
    gpus: tuple[str, ...]
    """Graphics processors, each with its driver and memory."""
    lock: str
    """The text of the PEP 751 lock file."""


def describe() -> EnvironmentFacts:
    """Return the environment of this process; looked at again when something was installed since."""
    return _describe(_installed_state())


def _installed_state() -> tuple[tuple[str, float], ...]:
    folders = (Path(entry) for entry in sys.path if entry)
    return tuple((str(folder), folder.stat().st_mtime) for folder in folders if folder.is_dir())


@lru_cache(maxsize=1)
def _describe(_state: tuple[tuple[str, float], ...]) -> EnvironmentFacts:
    found = {each.name: each for each in map(_installed, metadata.distributions()) if each.name}
    return EnvironmentFacts(
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        platform=platform.platform(),
        cpu=_cpu(),
        cpu_count=os.cpu_count() or 1,
        memory_bytes=psutil.virtual_memory().total,
        packages={name: found[name].version for name in sorted(found, key=str.lower)},
        threads={name: os.environ[name] for name in _THREADS if name in os.environ},
        gpus=_gpus(),
        lock=_lock_text(found.values()),
    )


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _gpus() -> tuple[str, ...]:
    """Return what the driver's own tool says of NVIDIA's processors; other makers' are not looked for."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return ()
    query = [tool, "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, timeout=_WAIT_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(line.strip() for line in done.stdout.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class _Installed:
    """A package that is installed. Its metadata is read once: Python itself reads it anew for each word of it."""

    name: str
    version: str
    files: metadata.Distribution


def _installed(distribution: metadata.Distribution) -> _Installed:
    said = distribution.metadata
    return _Installed(said["Name"] or "", said["Version"] or "", distribution)


def _lock_text(packages: Iterable[_Installed]) -> str:
    """Return a ``pylock.toml`` (PEP 751) of what is installed.

    An installed package no longer knows the file it came from. So its wheel is named as it was called, expected
    in ``wheels/`` beside the lock file (``pip download --dest wheels name==version`` puts it there), and what
    stands for its hash is the digest of the files that it installed.
    """
    entries = {}
    for package in packages:
        name = _normal(package.name)
        entries[name] = [f"name = {_toml(name)}", f"version = {_toml(package.version)}", _source(package)]
    lines = [
        'lock-version = "1.0"',
        'created-by = "celltrail"',
        f'requires-python = "=={platform.python_version()}"',
    ]
    for name in sorted(entries):
        lines += ["", "[[packages]]", *entries[name]]
    return "\n".join(lines) + "\n"


def _source(package: _Installed) -> str:
    """Return where a package came from, as the lock file says it."""
    origin = json.loads(package.files.read_text("direct_url.json") or "{}")
    if "dir_info" in origin:
        path = origin["url"].removeprefix("file://")
        editable = str(bool(origin["dir_info"].get("editable"))).lower()
        return f"directory = {{ path = {_toml(path)}, editable = {editable} }}"
    tag = re.search(r"^Tag: (\S+)", package.files.read_text("WHEEL") or "", re.MULTILINE)
    name = package.name.replace("-", "_")
    wheel = _toml(f"wheels/{name}-{package.version}-{tag[1] if tag else 'py3-none-any'}.whl")
    digest = _toml(_installed_digest(package.files))
    return f"wheels = [{{ path = {wheel}, hashes = {{ record-sha256 = {digest} }} }}]"


def _installed_digest(distribution: metadata.Distribution) -> str:
    """Return the digest of the files that a distribution brought, without those that the installer added."""
    lines = (distribution.read_text("RECORD") or "").splitlines()
    files = sorted(
        line for line in lines if ",sha256=" in line and ".dist-info/" not in line and "/bin/" not in line
    )
    return hashlib.sha256("\n".join(files).encode()).hexdigest()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _toml(text: Any) -> str:
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
