from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tensorboardX import SummaryWriter

import celltrail
from celltrail.cli.main import main
from celltrail.errors import InvalidInputError
from celltrail.tracking import workspace


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    return tmp_path / "logs"


def write(folder: Path, *, begin: int = 0, end: int = 100, suffix: str = "") -> None:
    writer = SummaryWriter(str(folder), filename_suffix=suffix)
    for step in range(begin, end):
        writer.add_scalar("train/loss", 1 / (step + 1), step, walltime=1_700_000_000.25 + step)
    writer.close()


def events_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.tfevents.*"))


def test_scalars_come_with_their_steps_times_and_values_that_are_no_numbers(logs: Path) -> None:
    write(logs / "a")
    writer = SummaryWriter(str(logs / "b"))
    writer.add_scalar("bad", float("nan"), 7)
    writer.add_scalar("bad", float("inf"), 8)
    writer.close()
    imported = celltrail.import_history("tensorboard", logs)
    runs = {run.name: run for run in imported.runs}
    assert {name: (run.is_new, run.points) for name, run in runs.items()} == {"a": (True, 100), "b": (True, 2)}
    store = workspace().store
    points = store.runs.points(runs["a"].id, "train/loss")
    assert [point.step for point in points] == list(range(100))
    assert [point.value for point in points] == pytest.approx([1 / (step + 1) for step in range(100)], rel=1e-6)
    assert points[3].at == 1_700_000_003.25
    row = store.runs.find(runs["a"].id)
    assert (row.run.kind, row.run.status) == ("imported", "finished")
    last = store.runs.metrics(runs["b"].id)[0]
    assert (last.text, last.value, last.count) == ("inf", None, 2)


def test_hyperparameters_texts_and_pictures_are_kept_and_what_is_left_out_is_said(logs: Path) -> None:
    writer = SummaryWriter(str(logs))
    writer.add_text("note", "**ü** <script>", 1)
    writer.add_image("digit", np.zeros((3, 8, 8), np.uint8), 2)
    writer.add_histogram("weights", np.arange(100.0), 1)
    writer.add_hparams({"lr": 0.1, "layers": 3, "opt": "adam", "flag": True}, {"acc": 0.9}, name="trial")
    writer.close()
    imported = celltrail.import_history("tensorboard", logs)
    runs = {run.name: run.id for run in imported.runs}
    here = workspace()
    assert here.store.runs.find(runs["trial"]).params == {"flag": True, "layers": 3, "lr": 0.1, "opt": "adam"}
    uses = {use.name: use.artifact for use in here.store.runs.uses_of_run(runs["logs"])}
    assert here.artifacts.get_bytes(uses["note/text_summary/1.md"].digest).decode() == "**ü** <script>"
    assert here.artifacts.get_bytes(uses["digit/2.png"].digest).startswith(b"\x89PNG")
    (file,) = events_of(logs)
    assert here.artifacts.get_bytes(uses[file.name].digest) == file.read_bytes()
    assert imported.left_out == {"histograms: in the kept event file only": 1}


def test_a_folder_that_has_grown_gives_what_is_new_and_nothing_twice(logs: Path) -> None:
    write(logs / "a", end=50)
    (first,) = celltrail.import_history("tensorboard", logs).runs
    assert [(run.is_new, run.points) for run in celltrail.import_history("tensorboard", logs).runs] == [(False, 0)]
    (file,) = events_of(logs / "a")
    write(logs / "more", begin=50, end=80)
    (more,) = events_of(logs / "more")
    header = len(events_of_header(more))
    file.write_bytes(file.read_bytes() + more.read_bytes()[header:])
    more.unlink()
    (again,) = celltrail.import_history("tensorboard", logs / "a").runs
    assert (again.id, again.is_new, again.points) == (first.id, False, 30)
    assert [p.step for p in workspace().store.runs.points(first.id, "train/loss")] == list(range(80))


def events_of_header(path: Path) -> bytes:
    """Return the first record of an event file: 8 bytes of length, 4 of checksum, the event, 4 of checksum."""
    data = path.read_bytes()
    return data[: 8 + 4 + int.from_bytes(data[:8], "little") + 4]


def test_a_file_that_was_cut_off_gives_its_whole_events_and_damage_is_said(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(logs / "cut", end=50)
    (file,) = events_of(logs / "cut")
    file.write_bytes(file.read_bytes()[:-5])
    write(logs / "damaged", end=50)
    (file,) = events_of(logs / "damaged")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    strange = logs / "strange" / "events.out.tfevents.1.host"
    strange.parent.mkdir()
    strange.write_bytes(b"no event file at all, but long enough to look like one")
    (logs / "empty").mkdir()
    (logs / "empty" / "events.out.tfevents.2.host").touch()
    assert main(["import", "tensorboard", str(logs)]) == 0
    said = capsys.readouterr().out
    assert "2 runs taken over" in said
    assert f"{strange.name}: no event file" in said
    assert f"{file.name}: events behind damage" in said
    points = {row.run.name: row.metrics for row in workspace().store.runs.list()}
    assert set(points) == {"cut", "damaged"}
    assert points["cut"] == {"train/loss": pytest.approx(1 / 49)}


def test_what_is_no_event_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no folder"):
        celltrail.import_history("tensorboard", tmp_path / "nothing")
    with pytest.raises(InvalidInputError, match="no event files"):
        celltrail.import_history("tensorboard", tmp_path)
    with pytest.raises(InvalidInputError, match="no import from 'sacred'"):
        celltrail.import_history("sacred", tmp_path)
