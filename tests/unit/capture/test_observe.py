from __future__ import annotations

import random
import subprocess
import tomllib
from pathlib import Path

import numpy as np
import pytest
from packaging.pylock import Pylock

from celltrail.capture import Observation, environment, git, is_number, measured_numbers
from celltrail.capture.files import FileWatch
from celltrail.capture.seed import set_seed


def test_files_read_and_written_are_told_apart_and_those_of_python_left_out(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("a\n1\n")
    (tmp_path / "both.txt").write_text("")
    ignored = tmp_path / "home"
    ignored.mkdir()
    watch = FileWatch(ignore=(ignored,))
    watch.start()
    (tmp_path / "in.csv").read_text()
    (tmp_path / "out.csv").write_text("b")
    (tmp_path / "both.txt").read_text()
    with (tmp_path / "both.txt").open("a") as file:
        file.write("x")
    (ignored / "ours").write_text("")
    Path("/proc/self/status").read_text()
    (tmp_path / "gone").write_text("")
    (tmp_path / "gone").unlink()
    Path(subprocess.__file__).read_text()
    with pytest.raises(FileNotFoundError):
        (tmp_path / "missing").read_text()
    assert watch.stop() == (
        (str(tmp_path / "in.csv"),),
        (str(tmp_path / "both.txt"), str(tmp_path / "out.csv")),
    )
    before = dict(watch._opened)
    (tmp_path / "both.txt").read_text()
    assert watch._opened == before


def test_paths_are_absolute_wherever_the_code_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.csv").write_text("")
    monkeypatch.chdir(tmp_path)
    watch = FileWatch()
    watch.start()
    Path("in.csv").read_text()
    assert watch.stop() == ((str(tmp_path / "in.csv"),), ())


def test_time_and_memory_of_the_code_are_measured() -> None:
    watch = Observation("x = 1")
    watch.start()
    block = bytearray(50_000_000)
    block[::4096] = b"x" * len(block[::4096])
    sum(range(200_000))
    seen = watch.finish()
    assert 0 < seen.cpu_s < 60
    assert 0 < seen.wall_s < 60
    assert seen.peak_bytes is not None
    assert seen.peak_bytes > 50_000_000


def test_an_error_is_the_last_output() -> None:
    watch = Observation("")
    watch.start()
    print("before")
    seen = watch.finish(("ValueError", "no", ["line 1", "ValueError: no"]))
    assert seen.outputs == (
        {"output_type": "stream", "name": "stdout", "text": "before\n"},
        {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["line 1", "ValueError: no"]},
    )


@pytest.mark.parametrize(
    "value", [1, 1.5, float("nan"), float("inf"), np.float32(1), np.int64(2), np.float64("nan")]
)
def test_real_numbers_are_numbers(value: object) -> None:
    assert is_number(value)


@pytest.mark.parametrize(
    "value", [True, "1", None, 1j, np.bool_(1), np.array(1.0), np.complex64(1), [1], 2**1024, {}]
)
def test_nothing_else_is_a_number(value: object) -> None:
    assert not is_number(value)


def test_private_names_and_names_without_a_number_are_not_measured() -> None:
    names = {"auc": np.float64(0.5), "_tmp": 1.0, "model": object(), "n": 3}
    assert measured_numbers((*names, "absent"), names) == {"auc": 0.5, "n": 3.0}


def test_the_seed_sets_both_generators() -> None:
    drawn = []
    for seed in (7, 7, 8):
        set_seed(seed)
        drawn.append((random.random(), np.random.random()))
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize("seed", [2**63 - 1, -1, 0])
def test_any_seed_that_fits_is_taken(seed: int) -> None:
    set_seed(seed)
    first = np.random.random()
    set_seed(seed)
    assert np.random.random() == first


def test_the_environment_has_a_lock_file_that_the_standard_accepts() -> None:
    facts = environment.describe()
    lock = Pylock.from_dict(tomllib.loads(facts.lock))
    lock.validate()
    names = {package.name: str(package.version) for package in lock.packages}
    assert names["numpy"] == np.__version__ == facts.packages["numpy"]
    assert facts.cpu_count >= 1


def run_git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_commit_branch_and_what_is_not_committed_are_found(tmp_path: Path) -> None:
    assert git.describe(tmp_path) == git.GitState()
    run_git(tmp_path, "init")
    assert git.describe(tmp_path) == git.GitState()
    (tmp_path / "a.py").write_text("x = 1\n")
    run_git(tmp_path, "add", ".")
    run_git(tmp_path, "commit", "-m", "first")
    clean = git.describe(tmp_path)
    assert (len(clean.commit or ""), clean.branch, clean.patch) == (40, "main", b"")
    (tmp_path / "a.py").write_text("x = 2\n")
    dirty = git.describe(tmp_path)
    assert (dirty.commit, dirty.branch) == (clean.commit, "main")
    assert b"-x = 1\n+x = 2\n" in dirty.patch
