"""Where a run is run again: in this environment if it is the recorded one, else in one built from the lock file.

An environment that was built is kept under the digest of its lock file, and used again. celltrail itself is always
the present one: it has to write into the present store.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from celltrail import ids
from celltrail.capture import environment as environments
from celltrail.errors import CelltrailError, EnvironmentFailedError
from celltrail.records import Environment
from celltrail.reproduction.cause import differing_packages, said_packages
from celltrail.reproduction.ourselves import FOLDER, described, version
from celltrail.tracking import Workspace
from celltrail.tracking.context import keep_environment

Wish = Literal["auto", "same", "rebuild"]
Say = Callable[[str], None]
_DONE = ".whole"
_LAST_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A Python to run in."""

    python: str
    how: str
    """``same``, ``uv`` or ``pip``."""
    notes: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)


def room_for(workspace: Workspace, recorded: Environment | None, wish: Wish, say: Say) -> Room:
    """Return a Python with the recorded packages.

    Parameters
    ----------
    workspace
        The home that keeps what is built.
    recorded
        The environment on record; None where none is.
    wish
        ``same`` takes the present one as it is, ``rebuild`` builds one even if the present one has the same
        packages, ``auto`` builds one only where they differ.
    say
        Told what goes on.

    Raises
    ------
    EnvironmentFailedError
        It cannot be built.
    """
    if recorded is None:
        return Room(python=sys.executable, how="same", notes=("Its environment was not recorded.",))
    differing = differing_packages(recorded, keep_environment(workspace))
    is_same_python = recorded.python == environments.describe().python
    if wish == "same" or (wish == "auto" and not differing and is_same_python):
        return Room(python=sys.executable, how="same", notes=_differences(recorded, differing))
    return build(workspace, recorded, say)


def build(workspace: Workspace, recorded: Environment, say: Say) -> Room:
    """Return a Python with the packages of a lock file, made now or found from before.

    Raises
    ------
    EnvironmentFailedError
        The lock file is not here, no such Python is, or a package cannot be installed.
    """
    try:
        lock = tomllib.loads(workspace.artifacts.get_bytes(recorded.lock).decode())
    except (CelltrailError, ValueError) as error:
        raise EnvironmentFailedError(
            f"The lock file of the run cannot be read: {error}.", hint="`--env same` runs it in the present one."
        ) from None
    exact, local, notes = _requirements(lock)
    folder = workspace.settings.home / "environments" / recorded.lock[:16]
    if not (folder / _DONE).is_file():
        _make(folder, recorded.python, (exact, local), say)
    how = (folder / _DONE).read_text(encoding="utf-8")
    variables = {
        "PYTHONPATH": str(_ourselves(folder)),
        "VIRTUAL_ENV": str(folder),
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    return Room(python=str(folder / "bin" / "python"), how=how, notes=tuple(notes), variables=variables)


def same_files(workspace: Workspace, recorded: Environment, built: Environment) -> str:
    """Return how many packages of a built environment have the very files that are on record, in words."""
    sides = []
    for known in (recorded, built):
        try:
            lock = tomllib.loads(workspace.artifacts.get_bytes(known.lock).decode())
        except (CelltrailError, ValueError):
            return ""
        sides.append({
            one["name"]: one["wheels"][0]["hashes"] for one in lock.get("packages", ()) if "wheels" in one
        })
    same = sum(1 for name, digest in sides[0].items() if sides[1].get(name) == digest)
    return f"{same} of {len(sides[0])} packages that were built have the very files on record."


def _differences(recorded: Environment, differing: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    present = environments.describe()
    notes = [f"Other packages than on record: {said_packages(differing)}."] if differing else []
    if recorded.python != present.python:
        notes.append(f"It ran in Python {recorded.python}, this is {present.python}.")
    return tuple(notes)


def _requirements(lock: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Return the requirements by version, the local folders to install, and what cannot be."""
    exact, local, notes = [], [], []
    for package in lock.get("packages", ()):
        name, number = package["name"], package["version"]
        place = package.get("directory", {}).get("path")
        if name == "celltrail":
            if number != (present := version()):
                notes.append(f"celltrail {number} recorded the run; {present} runs it again.")
        elif place is None:
            exact.append(f"{name}=={number}")
        elif Path(place).is_dir():
            local.append(place)
            notes.append(f"{name} {number} was installed from a folder: that is taken as it is now.")
        else:
            notes.append(f"{name} {number} was installed from a folder that is gone: it is missing.")
    return exact, local, notes


def _make(folder: Path, python: str, wanted: tuple[Sequence[str], Sequence[str]], say: Say) -> None:
    exact, local = wanted
    tool = _uv()
    begun = folder.with_name(f"{folder.name}-{ids.new_id()[-6:]}")
    begun.parent.mkdir(parents=True, exist_ok=True)
    how = "uv" if tool else "pip"
    say(f"Building the recorded environment by {how}: {len(exact) + len(local)} packages.")
    interpreter = begun / "bin" / "python"
    try:
        if tool:
            _run([tool, "venv", "--quiet", "--python", _interpreter(tool, python), str(begun)])
            installer = [tool, "pip", "install", "--quiet", "--python", str(interpreter)]
        else:
            _run([_interpreter(None, python), "-m", "venv", str(begun)])
            installer = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        wishes = begun / "requirements.txt"
        wishes.write_text("\n".join(exact) + "\n", encoding="utf-8")
        _run([*installer, "--no-deps", "-r", str(wishes)])
        if local:
            _run([*installer, "--no-deps", *local])
        (begun / _DONE).write_text(how, encoding="utf-8")
        if folder.exists():  # half made by a process that was killed
            shutil.rmtree(folder, ignore_errors=True)
        begun.rename(folder)
    except OSError as error:
        if (folder / _DONE).is_file():  # another process was quicker
            return
        raise EnvironmentFailedError(
            f"The environment cannot be written to {folder}: {error.strerror}.", hint="Make room there."
        ) from error
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).strip().splitlines()[-_LAST_LINES:])
        raise EnvironmentFailedError(
            f"The recorded environment cannot be built: {said}", hint="`--env same` runs it in the present one."
        )


def _uv() -> str | None:
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.is_file() else shutil.which("uv")


def _interpreter(tool: str | None, version: str) -> str:
    """Return a Python of the recorded version that is here already; else this one, if it is of the same series."""
    present = environments.describe().python
    if version != present and tool:
        command = [tool, "python", "find", "--no-python-downloads", version]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode == 0 and found.stdout.strip():
            return found.stdout.strip()
    if not _is_like(version, present):
        raise EnvironmentFailedError(
            f"The run had Python {version}, which is not on this machine (this is {present}).",
            hint=f"Install it (`uv python install {version}`), or take the present environment: `--env same`.",
        )
    return sys.executable


def _is_like(version: str, present: str) -> bool:
    return version.split(".")[:2] == present.split(".")[:2]


def _ourselves(folder: Path) -> Path:
    """Return a folder that holds nothing but this celltrail, to be put before an environment's own packages."""
    place = folder / "present"
    place.mkdir(exist_ok=True)
    source = FOLDER
    for known in (source, *described()):
        link = place / known.name
        if not link.is_symlink() or link.readlink() != known:
            temporary = place / f".{ids.new_id()}"
            temporary.symlink_to(known)
            temporary.replace(link)
    return place
