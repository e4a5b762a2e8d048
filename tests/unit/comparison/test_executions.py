"""Executions of a notebook, told apart."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import celltrail
from celltrail import jobs
from celltrail.comparison import ExecutionDiff, diff_executions, output_changes
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.records import CellExecution, Run
from celltrail.tracking import Workspace

PNG = base64.b64encode(b"\x89PNG one").decode()
OTHER_PNG = base64.b64encode(b"\x89PNG two").decode()


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def display(**data: Any) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {k.replace("_", "/"): v for k, v in data.items()},
    }


def cell(position: int, source: str, *outputs: dict[str, Any], **values: Any) -> CellExecution:
    known = {"id": f"{position}{source}", "run_id": "r", "status": "finished", "started_at": 0.0, "wall_s": 1.0}
    return CellExecution(position=position, source=source, outputs=outputs, **(known | values))


def differing(before: list[CellExecution], after: list[CellExecution]) -> ExecutionDiff:
    run = Run(id="a" * 32, name="train", kind="notebook", status="finished", started_at=0.0, ended_at=2.0)
    return diff_executions((run, before), (run, after))


def test_cells_belong_together_by_code_by_id_and_by_likeness() -> None:
    before = [cell(0, "import a"), cell(1, "x = 1", cell_id="c1"), cell(2, "fit(depth=3)"), cell(3, "gone()")]
    after = [
        cell(0, "import a"),
        cell(1, "new()"),
        cell(2, "completely different", cell_id="c1"),
        cell(3, "fit(depth=4)"),
    ]
    found = [(one.change, one.before, one.after) for one in differing(before, after).cells]
    assert found == [
        ("same", 0, 0), ("added", None, 1), ("changed", 1, 2), ("changed", 2, 3), ("removed", 3, None),
    ]  # fmt: skip


def test_a_cell_of_the_same_code_with_another_output_has_changed_and_its_code_has_not() -> None:
    (one,) = differing([cell(0, "f()", stream("1"))], [cell(0, "f()", stream("2"), wall_s=3.0)]).cells
    assert (one.change, one.source_change, one.diff) == ("changed", "same", ())
    assert (one.wall_s_before, one.wall_s_after) == (1.0, 3.0)


def test_text_that_differs_in_numbers_alone_gives_each_with_its_difference() -> None:
    (one,) = output_changes([stream("auc 0.80 of 10\nloss nan\n")], [stream("auc 0.84 of 10\nloss nan\n")])
    assert (one.change, one.kind, one.name, one.mime) == ("changed", "numbers", "stdout", "text/plain")
    (number,) = one.numbers
    assert (number.line, number.before, number.after) == (1, 0.80, 0.84)
    assert number.difference == pytest.approx(0.04)
    assert number.relative == pytest.approx(0.05)
    assert one.diff[1:] == ("-auc 0.80 of 10", "+auc 0.84 of 10", " loss nan")


@pytest.mark.parametrize(
    ("before", "after"), [("a 1", "b 2"), ("v1.2.3 x", "v1.2.4 x"), ("one\n1", "one\n1\n2"), ("id a1", "id a2")]
)
def test_text_that_differs_in_words_is_compared_line_by_line(before: str, after: str) -> None:
    (one,) = output_changes([stream(before)], [stream(after)])
    assert (one.kind, one.numbers) == ("text", ())
    assert any(line.startswith("+") for line in one.diff)


def test_how_a_stream_was_cut_and_where_an_object_lay_do_not_count() -> None:
    before = [stream("a\n"), stream("b <f at 0x7f00>\n")]
    after = [stream("a\nb <f at 0x8f11>\n")]
    assert [one.change for one in output_changes(before, after)] == ["same"]


def test_pictures_come_side_by_side_and_the_same_ones_are_not_sent() -> None:
    old = [display(image_png=PNG, text_plain="<Figure>"), display(image_png=PNG)]
    new = [display(image_png=OTHER_PNG, text_plain="<Figure>"), display(image_png=PNG + "\n")]
    changed, same = output_changes(old, new)
    assert (changed.kind, changed.change, changed.mime) == ("image", "changed", "image/png")
    assert changed.before == f"data:image/png;base64,{PNG}"
    assert changed.after == f"data:image/png;base64,{OTHER_PNG}"
    assert (same.change, same.before, same.after) == ("same", None, None)


def test_a_drawing_is_sent_as_a_picture_so_that_no_script_in_it_runs() -> None:
    (one,) = output_changes([], [display(**{"image_svg+xml": "<svg><script>alert(1)</script></svg>"})])
    assert (one.change, one.kind) == ("added", "image")
    assert one.after is not None
    assert one.after.startswith("data:image/svg+xml;base64,")
    assert "<script>" not in repr(differing([cell(0, "f()")], [cell(0, "f()")])._repr_html_())


def test_of_several_types_the_first_that_differs_is_compared() -> None:
    old, new = display(text_plain="frame", text_html="<b>1</b>"), display(text_plain="frame", text_html="<b>2</b>")
    (one,) = output_changes([old], [new])
    assert (one.mime, one.change) == ("text/html", "changed")


def test_a_very_long_output_is_compared_by_its_beginning_and_says_so() -> None:
    long = "\n".join(f"line {number}" for number in range(50_000))
    (one,) = output_changes([stream("first\n" + long)], [stream("other\n" + long)])
    assert "first 2000 of 50001 lines" in one.note
    assert one.diff[:3] == ("@@ -1,3 +1,3 @@", "-first", "+other")


def test_five_thousand_changed_cells_are_told_apart_in_seconds() -> None:
    before = [cell(number, f"x = {number}") for number in range(5_000)]
    after = [cell(number, f"y = {number} + 1") for number in range(5_000)]
    assert len(differing(before, after).cells) >= 5_000


def test_html_holds_no_markup_of_an_output() -> None:
    found = differing([cell(0, "f()", stream("<script>1</script>"))], [cell(0, "f()", stream("<i>x</i>"))])
    html = found._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "cell 1 changed" in repr(found)


def test_two_runs_of_a_notebook_differ_in_what_depends_on_the_parameter(
    notebook: Callable[..., Path], workspace: Workspace
) -> None:
    path = notebook("print('same')", "print('rate', rate * 2)", parameters="rate = 0.1")
    first = jobs.run(workspace, path, {"rate": 0.5})
    second = jobs.run(workspace, path, {"rate": 0.75})
    found = celltrail.diff(first.id, second.run_id or "")
    changed = [one for one in found.cells if one.change != "same"]
    assert [one.source_change for one in changed] == ["changed", "same"]
    assert changed[0].diff[-1] == "+rate = 0.75"
    ((number,),) = [output.numbers for output in changed[1].outputs]
    assert (number.before, number.after) == (1.0, 1.5)
    with pytest.raises(InvalidInputError, match="are one run, train"):
        celltrail.diff(first.id, first.run_id or "")
    with pytest.raises(NotFoundError):
        celltrail.diff("nowhere", first.id)
