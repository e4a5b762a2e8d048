"""Bundles: made in one home by one process, opened in another; and those that were made to harm."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import celltrail
from celltrail.artifacts import digest_bytes, signing
from celltrail.cli.main import main
from celltrail.errors import (
    BundleError,
    CelltrailError,
    InvalidInputError,
    SignatureError,
    TooLargeError,
    UntrustedError,
)
from celltrail.tracking import Workspace

SECRET = "Ada Lovelace"
FIT = """%%track fit --seed 3
import pandas as pd
frame = pd.read_csv('data/table.csv')
score = len(frame) / 10
print(frame)"""
CELLS = (
    "%load_ext celltrail",
    FIT,
    "%%track odd\nclass Odd:\n    pass\nodd = Odd()",
    "print(region)",
)


@dataclass(frozen=True)
class Sender:
    """A home of somebody else, and what was bundled there."""

    folder: Path
    run_id: str
    environment: dict[str, str]

    @property
    def whole(self) -> Path:
        return self.folder / "whole.celltrail.zip"

    def celltrail(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "celltrail", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory, environment_in: Callable[[Path], dict[str, str]]) -> Sender:
    folder = tmp_path_factory.mktemp("sender")
    (folder / "data").mkdir()
    (folder / "data" / "table.csv").write_text(f"name,age\n{SECRET},36\nnobody,1\n")
    cells = [nbformat.v4.new_code_cell("region = 'eu'", metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in CELLS]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), folder / "train.ipynb")
    sender = Sender(folder, "", environment_in(folder))
    sender.celltrail("run", "train.ipynb", "-p", "region=us")
    sender.celltrail("bundle", "train", "-o", str(sender.whole))
    with zipfile.ZipFile(sender.whole) as archive:
        run_id = json.loads(archive.read("manifest.json"))["run_id"]
    return Sender(folder, run_id, sender.environment)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, contents: dict[str, bytes]) -> Path:
    """Write members as a bundle whose manifest says what they are."""
    manifest = json.loads(contents["manifest.json"])
    manifest["members"] = {
        name: {"digest": digest_bytes(data), "size": len(data)}
        for name, data in contents.items()
        if name != "manifest.json"
    }
    return zipped(path, {**contents, "manifest.json": json.dumps(manifest).encode()})


def zipped(path: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return path


def everything(workspace: Workspace) -> list[str]:
    """Return the files of a home but for the empty database."""
    home = workspace.settings.home
    names = [str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()]
    return sorted(name for name in names if not name.startswith(("store.db", "journal")))


def test_a_run_opens_in_another_home_with_everything_that_it_had(
    sender: Sender, workspace: Workspace, tmp_path: Path
) -> None:
    seen = celltrail.look_at_bundle(sender.whole)
    assert everything(workspace) == []
    assert workspace.store.runs.list() == ()
    assert [run.name for run in seen.records.runs] == ["train", "fit", "odd"]
    assert {item.name for item in seen.pickles} == {"odd"}
    assert "pickles, which run code when they are loaded: odd" in seen.said
    assert "table.csv" in seen.said
    opened = celltrail.open_bundle(sender.whole, into=tmp_path / "into")
    row = celltrail.run(sender.run_id)
    assert (opened.runs, row.run.name, row.run.status, row.params) == (3, "train", "finished", {"region": "us"})
    assert celltrail.run("fit").metrics == {"score": 0.2}
    assert celltrail.run("fit").run.parent_id == sender.run_id
    assert "us" in str([cell.outputs for cell in workspace.store.runs.cells(sender.run_id)])
    assert list(celltrail.load("frame")["name"]) == [SECRET, "nobody"]
    assert {node.kind for node in celltrail.lineage("fit").nodes} >= {"run", "artifact", "file"}
    (job,) = workspace.store.jobs.where(run_id=sender.run_id)
    assert "us" in Path(job.output or "").read_text()
    assert workspace.settings.jobs in Path(job.output or "").parents
    files = sorted(
        str(path.relative_to(tmp_path / "into")) for path in (tmp_path / "into").rglob("*") if path.is_file()
    )
    assert files == ["data/table.csv", "pylock.toml", "train-executed.ipynb", "train.ipynb"]
    plain = nbformat.read(tmp_path / "into" / "train.ipynb", as_version=4)
    assert [cell.source for cell in plain.cells] == ["region = 'eu'", *CELLS]
    with pytest.raises(UntrustedError):
        celltrail.load("odd")


def test_opening_twice_gives_one_run_and_collecting_takes_nothing_of_it(
    sender: Sender, workspace: Workspace
) -> None:
    celltrail.open_bundle(sender.whole)
    before = everything(workspace), workspace.store.runs.uses_of_run(celltrail.run("fit").run.id)
    again = celltrail.open_bundle(sender.whole)
    assert (again.runs, again.artifacts) == (0, 0)
    assert (everything(workspace), workspace.store.runs.uses_of_run(celltrail.run("fit").run.id)) == before
    assert [point.value for point in workspace.store.runs.points(celltrail.run("fit").run.id, "score")] == [0.2]
    assert celltrail.gc(older_than_h=0).files == 0
    assert celltrail.load("table.csv").startswith(b"name,age")


def test_the_same_run_gives_the_same_bytes_wherever_it_was_opened(sender: Sender, tmp_path: Path) -> None:
    sender.celltrail("bundle", "train", "-o", "again.celltrail.zip")
    assert (sender.folder / "again.celltrail.zip").read_bytes() == sender.whole.read_bytes()


def test_without_data_and_outputs_nothing_of_them_is_in_the_file(
    sender: Sender, workspace: Workspace, tmp_path: Path
) -> None:
    said = sender.celltrail("bundle", "train", "--without-data", "-o", "shown.zip")
    assert "there may be data in it" in said
    sender.celltrail("bundle", "train", "--without-data", "--without-outputs", "-o", "bare.zip")
    bare = sender.folder / "bare.zip"
    assert all(SECRET.encode() not in data for data in members(bare).values())
    assert not any(b'"mean"' in data for data in members(bare).values())
    opened = celltrail.open_bundle(bare)
    assert opened.runs == 3
    frame = next(
        use for use in workspace.store.runs.uses_of_run(celltrail.run("fit").run.id) if use.name == "frame"
    )
    assert frame.artifact.summary["columns"] == {"name": "large_string", "age": "int64"}
    assert not workspace.artifacts.has(frame.artifact.digest)
    seen = celltrail.look_at_bundle(bare)
    assert {item.name for item in seen.missing} == {"frame", "odd", "source.ipynb", "table.csv", "train.ipynb"}
    assert celltrail.open_bundle(bare, data=sender.folder / "data").found == 1
    assert {item.name for item in celltrail.look_at_bundle(bare).missing} == {
        "frame",
        "odd",
        "source.ipynb",
        "train.ipynb",
    }


def test_a_name_can_be_left_out_and_what_has_its_content_under_another_name_goes_with_it(sender: Sender) -> None:
    sender.celltrail("bundle", "train", "--without", "table.csv", "--without", "fra*", "-o", "less.zip")
    states = {
        item.name: item.state for item in celltrail.look_at_bundle(sender.folder / "less.zip").manifest.items
    }
    assert states.pop("source.ipynb") == "here"
    assert states == {"frame": "left out", "odd": "here", "table.csv": "left out", "train.ipynb": "here"}
    with pytest.raises(AssertionError, match="nothing called 'nobody'"):
        sender.celltrail("bundle", "train", "--without", "nobody", "-o", "less.zip")


def test_who_signed_it_is_checked_against_the_key_and_any_change_breaks_it(sender: Sender, tmp_path: Path) -> None:
    pair, other = signing.generate(tmp_path / "me.pem"), signing.generate(tmp_path / "other.pem")
    sender.celltrail("bundle", "train", "--sign", str(pair.private), "-o", "signed.zip")
    signed = sender.folder / "signed.zip"
    assert celltrail.look_at_bundle(signed).signature.startswith(f"signed by {pair.key_id}, not checked")
    assert celltrail.look_at_bundle(signed, key=pair.public).signature == f"signed by {pair.key_id}, checked"
    changed = members(signed)
    changed["records/metrics.json"] = changed["records/metrics.json"].replace(b"0.2", b"0.9")
    forged = written(tmp_path / "forged.zip", changed)
    assert celltrail.look_at_bundle(forged).signature  # its digests are right: only the signature tells
    for path, key in ((forged, pair.public), (signed, other.public), (sender.whole, pair.public)):
        with pytest.raises(SignatureError):
            celltrail.open_bundle(path, key=key)


def test_the_command_shows_what_it_holds_and_takes_nothing_without_a_yes(
    sender: Sender, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["open", str(sender.whole)]) == 0
    assert "Nothing was taken over." in capsys.readouterr().out
    assert workspace.store.runs.list() == ()
    assert main(["open", str(sender.whole), "--yes"]) == 0
    assert "3 new run(s)" in capsys.readouterr().out
    assert len(workspace.store.runs.list()) == 3


ELSEWHERE = [
    "../evil",
    "/etc/evil",
    "artifacts/../../evil",
    "notebook/../evil.ipynb",
    "C:\\evil",
    "records/x.py",
    "x/",
]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_member_whose_name_leads_elsewhere_is_refused(
    name: str, sender: Sender, workspace: Workspace, tmp_path: Path
) -> None:
    path = written(tmp_path / "bad.zip", {**members(sender.whole), name: b"evil"})
    refused(path, workspace, tmp_path)


def refused(path: Path, workspace: Workspace, folder: Path, kind: type[CelltrailError] = BundleError) -> str:
    with pytest.raises(kind) as caught:
        celltrail.open_bundle(path, into=folder / "into")
    assert everything(workspace) == []
    assert workspace.store.runs.list() == ()
    assert not (folder / "into").exists()
    assert caught.value.hint
    return caught.value.message


def test_links_duplicates_wrong_digests_and_unknown_versions_are_refused(
    sender: Sender, workspace: Workspace, tmp_path: Path
) -> None:
    contents = members(sender.whole)
    path = tmp_path / "bad.zip"
    written(path, contents)
    about = zipfile.ZipInfo("executed/link.ipynb")
    about.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(about, "/etc/passwd")
    assert "no plain file" in refused(path, workspace, tmp_path)
    written(path, contents)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("lineage.json", b"{}")
    assert "twice" in refused(path, workspace, tmp_path)
    zipped(path, {**contents, "lineage.json": b" " * len(contents["lineage.json"])})
    assert "digest differs" in refused(path, workspace, tmp_path)
    zipped(path, {name: data for name, data in contents.items() if name != "lineage.json"})
    assert "missing" in refused(path, workspace, tmp_path)
    manifest = json.loads(contents["manifest.json"])
    zipped(path, {**contents, "manifest.json": json.dumps({**manifest, "version": 99}).encode()})
    assert "version 99" in refused(path, workspace, tmp_path)
    zipped(path, {"a": b"b"})
    assert "no manifest" in refused(path, workspace, tmp_path)


def test_a_bomb_is_not_unpacked(sender: Sender, workspace: Workspace, tmp_path: Path) -> None:
    contents = members(sender.whole)
    bomb = bytes(50_000_000)
    path = written(tmp_path / "bomb.zip", {**contents, f"artifacts/{digest_bytes(bomb)}": bomb})
    assert path.stat().st_size < 1_000_000
    with pytest.raises(TooLargeError, match=r"0\.1 GB, more than 0\.0 GB"):
        celltrail.open_bundle(path, most_gb=0.01)
    manifest = json.loads(members(path)["manifest.json"])
    manifest["members"][f"artifacts/{digest_bytes(bomb)}"]["size"] = 10
    zipped(path, {**members(path), "manifest.json": json.dumps(manifest).encode()})
    assert "another size" in refused(path, workspace, tmp_path)


def change_records(name: str, change: Callable[[Any], None], sender: Sender, path: Path) -> Path:
    contents = members(sender.whole)
    records = json.loads(contents[f"records/{name}.json"])
    change(records)
    return written(path, {**contents, f"records/{name}.json": json.dumps(records).encode()})


CHANGES: dict[str, tuple[str, Callable[[Any], None]]] = {
    "the id of a job leads upwards": ("jobs", lambda jobs: jobs[0].update(id="../../evil")),
    "a cell of another run": ("cells", lambda cells: cells[0].update(run_id="0" * 32)),
    "a digest that is a path": ("uses", lambda uses: uses[0]["artifact"].update(digest="../../evil")),
    "no run": ("runs", lambda runs: runs.clear()),
    "another run": ("runs", lambda runs: runs.reverse()),
    "a seed that is no number": ("runs", lambda runs: runs[0].update(seed="x")),
    "a seed that fits nowhere": ("runs", lambda runs: runs[0].update(seed=2**80)),
    "a run twice": ("runs", lambda runs: runs.append(runs[0])),
    "a list that is none": ("params", lambda params: params.append(7)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_records_that_no_store_can_hold_are_refused(
    what: str, sender: Sender, workspace: Workspace, tmp_path: Path
) -> None:
    refused(change_records(*CHANGES[what], sender, tmp_path / "bad.zip"), workspace, tmp_path)


def test_a_bundle_changes_nothing_of_what_is_known_here(
    sender: Sender, workspace: Workspace, tmp_path: Path
) -> None:
    celltrail.open_bundle(sender.whole)
    known = workspace.store.runs.artifact(celltrail.look_at_bundle(sender.whole).records.uses[0].artifact.digest)

    def rename(runs: Any) -> None:
        for number, run in enumerate(runs):
            run.update(id=f"{number:032x}", name="forged", parent_id=None)

    contents = members(change_records("runs", rename, sender, tmp_path / "a.zip"))
    ids = {run["id"]: f"{n:032x}" for n, run in enumerate(json.loads(members(sender.whole)["records/runs.json"]))}
    for name in contents:
        for old, new in ids.items():
            contents[name] = contents[name].replace(old.encode(), new.encode())
    contents["records/uses.json"] = contents["records/uses.json"].replace(b'"frame/1"', b'"pickle/1"')
    with pytest.raises(BundleError, match="id of another run's"):
        celltrail.open_bundle(written(tmp_path / "forged.zip", contents))
    assert [row.run.name for row in workspace.store.runs.list()] == ["odd", "fit", "train"]
    assert workspace.store.runs.artifact(known.digest) == known


def test_a_folder_that_holds_something_is_not_written_to(
    sender: Sender, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "into").mkdir()
    (tmp_path / "into" / "mine").write_text("mine")
    with pytest.raises(InvalidInputError, match="not empty"):
        celltrail.open_bundle(sender.whole, into=tmp_path / "into")
    assert everything(workspace) == []


def test_a_path_in_the_records_does_not_lead_out_of_the_folder(
    sender: Sender, workspace: Workspace, tmp_path: Path
) -> None:
    contents = members(sender.whole)
    manifest = json.loads(contents["manifest.json"])
    for item in manifest["items"]:
        if item["path"]:
            item["path"] = f"{Path(item['path']).parents[1]}/../../../../evil.csv"
    contents["manifest.json"] = json.dumps(manifest).encode()
    celltrail.open_bundle(written(tmp_path / "odd.zip", contents), into=tmp_path / "deep" / "into")
    assert (tmp_path / "deep" / "into" / "data" / "evil.csv").is_file()
    assert not list(tmp_path.parent.rglob("evil.csv"))[1:]


@settings(max_examples=150)
@given(place=st.floats(0, 1), cut=st.booleans(), noise=st.binary(min_size=1, max_size=12))
def test_a_damaged_bundle_is_refused_in_a_sentence_whatever_the_damage(
    place: float, *, cut: bool, noise: bytes, sender: Sender
) -> None:
    data = sender.whole.read_bytes()
    at = int(place * (len(data) - 1))
    damaged = data[:at] if cut else data[:at] + noise + data[at + len(noise) :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.zip"
        path.write_bytes(damaged)
        with suppress(CelltrailError):
            celltrail.look_at_bundle(path)
            # Only bytes that mean nothing, such as a time in the zip, may differ.
            assert members(path) == members(sender.whole)
        assert [found.name for found in Path(folder).iterdir()] == ["damaged.zip"]


def test_a_run_is_reproduced_in_the_other_home_from_what_came_with_it(
    sender: Sender, workspace: Workspace
) -> None:
    celltrail.open_bundle(sender.whole)
    away = sender.folder.rename(sender.folder.with_name("away"))  # as on another machine: nothing of it is here
    try:
        found = celltrail.reproduce(sender.run_id, env="same")
    finally:
        away.rename(sender.folder)
    assert found.status == "finished", found
    assert found.verdict == "identical", found
