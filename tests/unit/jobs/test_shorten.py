"""What a notebook keeps of what cells show: bounded for a cell and for all of them, and said where it is less."""

from __future__ import annotations

from typing import Any

import nbformat.v4
import pytest

from celltrail.jobs import shorten
from celltrail.jobs.shorten import LITTLE, CellOutputs, Room, shortening, size_of
from celltrail.secrets import Secrets

make = nbformat.v4.new_output


class Cell:
    """A cell that shows things."""

    def __init__(self, room: Room) -> None:
        self.heard, self.room, self.outputs = CellOutputs(Secrets({}), room), room, list[Any]()

    def prints(self, text: str) -> None:
        """Print."""
        self.outputs.append(make("stream", name="stdout", text=text))
        self.heard.stream(self.outputs)

    def shows(self, text: str) -> None:
        """Show a picture."""
        self.outputs.append(make("display_data", {"image/png": text}))
        self.heard.other(self.outputs)

    def ends(self) -> str:
        """End, and return the text that stands for what is missing."""
        self.heard.close(self.outputs, make)
        self.room.take(self.outputs)
        return "".join(output["text"] for output in self.outputs if output.output_type == "stream")


def test_all_cells_together_show_no_more_than_the_notebook_holds() -> None:
    room = Room(1_000_000)
    cells = []
    for number in range(30):
        cells.append(cell := Cell(room))
        cell.shows(f"{number:0100000}")
        said = cell.ends()
    assert sum(len(cell.outputs) for cell in cells if not cell.heard.is_shortened) == 10
    assert "1 further outputs of this cell were left out: the cells of a notebook may show 256 MB together" in said
    assert sum(size_of(output) for cell in cells for output in cell.outputs) < 1_100_000


def test_a_full_notebook_still_takes_a_little_of_what_is_printed() -> None:
    cell = Cell(Room(0))
    cell.prints("a" * 100_000 + "z" * 100_000)
    text = cell.ends()
    assert text.startswith("a" * LITTLE + "\n[celltrail: ")
    assert text.endswith(" here]\n" + "z" * LITTLE)
    assert f"{200_000 - 2 * LITTLE:,} letters were left out here" in text
    assert cell.heard.is_shortened


def test_pictures_that_were_cleared_away_take_no_room_from_those_that_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shorten, "BUDGET", 1_000)
    cell = Cell(Room())
    for number in range(100):
        cell.outputs.clear()  # as clear_output does
        cell.shows(f"{number:0900}")
    assert cell.ends() == ""
    assert [output.data["image/png"][-2:] for output in cell.outputs] == ["99"]


def test_a_person_is_told_which_cells_are_not_whole() -> None:
    assert shortening([3]).startswith("Cell 3 showed more than a notebook can hold")
    assert shortening(list(range(1, 9))).startswith("Cells 1, 2, 3, 4, 5, 6 and 2 more showed more")
