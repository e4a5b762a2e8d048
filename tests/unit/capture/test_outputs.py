from __future__ import annotations

import base64
import io
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import HTML, clear_output, display, update_display
from traitlets.config import Config

from celltrail.capture import outputs
from celltrail.capture.outputs import OutputWatch


@pytest.fixture
def shell() -> Iterator[Any]:
    made = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    yield made
    InteractiveShell.clear_instance()


def stream(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def test_streams_are_heard_in_order_and_joined(capsys: pytest.CaptureFixture[str]) -> None:
    watch = OutputWatch()
    watch.start()
    print("a")
    print("b", end="")
    print("c", file=sys.stderr)
    sys.stdout.writelines(["d", "e"])
    heard = watch.stop()
    print("after")
    assert heard == (stream("stdout", "a\nb"), stream("stderr", "c\n"), stream("stdout", "de"))
    assert capsys.readouterr() == ("a\nbdeafter\n", "c\n")


def test_listening_leaves_the_streams_as_they_were() -> None:
    before = (sys.stdout, sys.stderr, "write" in vars(sys.stdout))
    watch = OutputWatch()
    watch.start()
    watch.stop()
    assert (sys.stdout, sys.stderr, "write" in vars(sys.stdout)) == before


def test_a_watch_inside_another_leaves_that_one_listening(capsys: pytest.CaptureFixture[str]) -> None:
    outer, inner = OutputWatch(), OutputWatch()
    outer.start()
    inner.start()
    print("both")
    assert inner.stop() == (stream("stdout", "both\n"),)
    print("outer")
    assert outer.stop() == (stream("stdout", "both\nouter\n"),)
    assert capsys.readouterr().out == "both\nouter\n"
    assert "write" not in vars(sys.stdout)


def test_a_stream_that_cannot_be_covered_is_stood_in_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Rigid:
        __slots__ = ("under",)
        encoding = "utf-8"

        def __init__(self) -> None:
            self.under = io.StringIO()

        def write(self, text: str) -> int:
            return self.under.write(text)

    rigid = Rigid()
    monkeypatch.setattr(sys, "stdout", rigid)
    watch = OutputWatch()
    watch.start()
    print("x", end="")
    sys.stdout.writelines(["y", "z"])
    encoding = sys.stdout.encoding
    assert watch.stop() == (stream("stdout", "xyz"),)
    assert (rigid.under.getvalue(), sys.stdout, encoding) == ("xyz", rigid, "utf-8")


def test_displays_results_updates_and_clearing_are_kept_as_nbformat_has_them(shell: Any) -> None:
    watch = OutputWatch(shell)
    watch.start()
    print("gone")
    clear_output()
    display(HTML("<b>1</b>"), display_id="one")
    shell.displayhook(41)
    update_display(HTML("<b>2</b>"), display_id="one")
    heard = [{k: v for k, v in output.items() if not k.startswith("_")} for output in watch.stop()]
    assert heard == [
        {
            "output_type": "display_data",
            "data": {"text/plain": "<IPython.core.display.HTML object>", "text/html": "<b>2</b>"},
            "metadata": {},
        },
        {
            "output_type": "execute_result",
            "data": {"text/plain": "41"},
            "metadata": {},
            "execution_count": shell.execution_count,
        },
    ]


def test_clearing_with_wait_keeps_the_old_until_something_new_comes(shell: Any) -> None:
    watch = OutputWatch(shell)
    watch.start()
    print("old")
    clear_output(wait=True)
    assert len(watch.outputs) == 1
    print("new")
    assert watch.stop() == (stream("stdout", "new\n"),)


def test_bytes_become_base64() -> None:
    assert outputs.plain_bundle({"image/png": b"\x89PNG", "text/plain": "t"}) == {
        "image/png": base64.b64encode(b"\x89PNG").decode(),
        "text/plain": "t",
    }


def test_too_much_output_is_cut_and_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "TEXT_BYTES", 90)
    watch = OutputWatch()
    watch.start()
    for _ in range(10):
        print("x" * 29)
    kept, note = watch.stop()
    assert kept == stream("stdout", ("x" * 29 + "\n") * 3)
    assert "not kept" in note["text"]


def test_what_listening_raises_does_not_reach_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("ours")

    watch = OutputWatch()
    monkeypatch.setattr(watch, "_on_text", broken)
    watch.start()
    assert sys.stdout.write("fine") == 4
    watch.stop()


def test_what_is_printed_line_by_line_is_put_together_once() -> None:
    watch = OutputWatch()
    watch.start()
    first = watch.outputs
    for number in range(1000):
        print(number)
    assert len(first) == 1
    assert first[0]["text"] == ""  # the pieces are put together once, at the end
    assert watch.stop() == (stream("stdout", "".join(f"{number}\n" for number in range(1000))),)


def test_a_cell_that_prints_without_end_keeps_the_beginning_and_what_it_shows_after(
    shell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "TEXT_BYTES", 10)
    watch = OutputWatch(shell)
    watch.start()
    for _ in range(100):
        print("12345")
    display(HTML("<b>1</b>"))
    text, note, shown = watch.stop()
    assert text["text"] == "12345\n1234"
    assert "printed text above" in note["text"]
    assert shown["data"]["text/html"] == "<b>1</b>"


def test_pictures_that_were_cleared_away_take_no_room_from_the_last_one(
    shell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "LIMIT_BYTES", 200)
    watch = OutputWatch(shell)
    watch.start()
    for number in range(50):
        clear_output(wait=True)
        display(HTML(f"<b>{number:0100}</b>"))
    (last,) = watch.stop()
    assert last["data"]["text/html"] == f"<b>{49:0100}</b>"
