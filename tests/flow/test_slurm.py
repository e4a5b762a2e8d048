"""Work on SLURM: by two programs that stand for it, or by the real one where CELLTRAIL_TEST_SLURM is set."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import celltrail
from celltrail import jobs, sweeping
from celltrail.records import JobOptions
from celltrail.tracking import Workspace

Write = Callable[..., Path]
SBATCH = """#!/bin/sh -e
cp "$1" {folder}/$$.job  # who submits removes it
SLURM_JOB_ID=$$ setsid sh {folder}/$$.job > {folder}/$$.log 2>&1 &
echo $! > {folder}/$$.pid
echo "Submitted batch job $$"
"""
SCANCEL = """#!/bin/sh
kill -- -$(cat {folder}/$1.pid)
"""
MEET = """import pathlib, time
pathlib.Path(f'here-{depth}').touch()
while len(list(pathlib.Path().glob('here-*'))) < 2: time.sleep(0.05)"""


def install(monkeypatch: pytest.MonkeyPatch, programs: Path, folder: Path, **scripts: str) -> None:
    for name, script in scripts.items():
        (programs / name).write_text(script.format(folder=folder))
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of workers in SLURM's jobs."""
    folder, programs = tmp_path / "slurm", tmp_path / "programs"
    folder.mkdir()
    programs.mkdir()
    if not os.environ.get("CELLTRAIL_TEST_SLURM"):
        install(monkeypatch, programs, folder, sbatch=SBATCH, scancel=SCANCEL)
    return f"dask://slurm?workers=2&cores=1&memory=2GB&log_directory={folder}"


def test_a_sweep_on_slurm_runs_as_many_trials_at_once_as_workers_have_come(
    notebook: Write, workspace: Workspace, slurm: str
) -> None:
    path = notebook(MEET, "auc = depth / 10", parameters="depth = 3")
    begun = celltrail.sweep(path, {"depth": "1..3"}, metric="auc", on=slurm)
    ended = sweeping.wait(workspace, begun.id)
    assert (ended.status, ended.error) == ("finished", None)
    trials = workspace.store.sweeps.trials(ended.id)
    assert {trial.parameters["depth"]: trial.value for trial in trials} == {1: 0.1, 2: 0.2, 3: 0.3}
    assert len({job.worker for job in workspace.store.jobs.where(sweep_id=ended.id)}) == 2


def test_what_slurm_refuses_ends_the_job_with_its_words(
    notebook: Write, workspace: Workspace, slurm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = "#!/bin/sh\necho 'sbatch: error: Memory specification can not be satisfied' >&2\nexit 1\n"
    install(monkeypatch, tmp_path / "programs", tmp_path, sbatch=refusal)
    ended = jobs.wait(workspace, jobs.submit(workspace, notebook("1"), options=JobOptions(on=slurm)).id)
    assert ended.status == "failed"
    assert "Memory specification can not be satisfied" in (ended.error or "")
