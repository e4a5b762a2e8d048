"""The executed notebook while it runs: whole, cheap, of a bounded size and without secrets."""

from __future__ import annotations

import itertools
import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4 as nbf
import pytest

from celltrail.jobs import saving
from celltrail.jobs.saving import SavedNotebook, write_whole
from celltrail.jobs.shorten import HEAD, TAIL, CellOutputs, Room, glimpse, shortened
from celltrail.secrets import SECRETS_VARIABLE, Secrets, own_secrets

Wait = Callable[..., Any]


def notebook_of(count: int) -> Any:
    cells = [nbf.new_code_cell(f"x = {place}\nprint(x)", id=f"c{place}") for place in range(count)]
    return nbf.new_notebook(cells=cells, metadata={"papermill": {"status": "é"}})


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_file_is_what_nbformat_would_write(count: int, tmp_path: Path) -> None:
    notebook = notebook_of(count)
    if count:
        notebook.cells[0].outputs = [
            nbf.new_output("stream", text="a\nb"),
            nbf.new_output("display_data", {"a/b": "é"}),
        ]
        notebook.cells.append(nbf.new_markdown_cell("# text\n] \n ],", id="m"))
    path = tmp_path / "out.ipynb"
    saved = SavedNotebook(notebook, path)
    saved.start()
    saved.finish()
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"


def test_a_cell_that_is_touched_is_soon_in_the_file_and_costs_no_more_among_many(
    tmp_path: Path, wait_for: Wait
) -> None:
    spent = {}
    for count in (50, 5_000):
        notebook = notebook_of(count)
        path = tmp_path / f"{count}.ipynb"
        saved = SavedNotebook(notebook, path)
        saved.start()
        begun = time.thread_time()
        for place in range(50):
            notebook.cells[place].outputs = [nbf.new_output("stream", text=f"done {place}")]
            saved.touch(place)
        spent[count] = time.thread_time() - begun
        wait_for(lambda path=path: "done 49" in path.read_text(encoding="utf-8"))
        saved.finish()
    assert spent[5_000] < 5 * spent[50] + 0.1


def test_saving_rests_longer_than_it_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[float] = []

    def slow(*_args: Any, **_options: Any) -> None:
        written.append(time.perf_counter())
        time.sleep(0.05)

    monkeypatch.setattr(saving, "write_whole", slow)
    saved = SavedNotebook(notebook_of(1), tmp_path / "x.ipynb")
    saved.start()
    until = time.perf_counter() + 1.2
    while time.perf_counter() < until:
        saved.touch(0)
        time.sleep(0.01)
    saved.finish()
    by_thread = written[1:-1]
    assert all(later - earlier > 0.45 for earlier, later in itertools.pairwise(by_thread))


def test_a_process_that_is_killed_while_it_saves_leaves_a_whole_notebook(python: Any, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom celltrail.jobs.saving import write_whole\n"
        "pieces = ['[' + ', '.join(['1'] * 200_000) + ']']\nprint('begins', flush=True)\n"
        "while True: write_whole(Path(sys.argv[1]), pieces, durable=False)"
    )
    for number in range(3):
        path = tmp_path / f"{number}.json"
        process = python(code, str(path))
        process.stdout.readline()
        threading.Event().wait(0.05 * (number + 1))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert not path.exists() or len(json.loads(path.read_text())) == 200_000


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    write_whole(path, ["old"], durable=True)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, FullDisk(), durable=False)  # type: ignore[arg-type] # raises in the middle
    assert [path.read_text(), [found.name for found in tmp_path.glob(".*")]] == ["old", []]


class FullDisk(list[str]):
    def __iter__(self) -> Any:
        yield "new"
        raise OSError(28, "No space left on device")


def stream(outputs: list[Any], heard: CellOutputs, text: str, name: str = "stdout") -> None:
    outputs.append(nbf.new_output("stream", name=name, text=text))
    heard.stream(outputs)


def test_a_stream_without_end_keeps_its_beginning_and_its_end_and_says_what_is_missing() -> None:
    heard, outputs = CellOutputs(Secrets({}), Room()), []
    stream(outputs, heard, "BEGIN")
    for _ in range(100):
        stream(outputs, heard, "x" * (5 << 20))
    stream(outputs, heard, "END")
    heard.close(outputs, nbf.new_output)
    (output,) = outputs
    assert len(output.text) < HEAD + 2 * TAIL + 100
    assert output.text.startswith("BEGIN")
    assert output.text.endswith("END")
    assert "letters were left out here" in output.text


def test_things_that_are_too_large_or_too_many_are_left_out_with_a_sentence() -> None:
    bundle = shortened({"text/html": "x" * (30 << 20), "text/plain": "a table"})
    assert bundle == {"text/plain": "a table[celltrail: left out as too large: text/html of 31,457,280 letters]"}
    heard, outputs = CellOutputs(Secrets({}), Room()), []
    for place in range(5_000):
        outputs.append(nbf.new_output("display_data", {"text/plain": str(place)}))
        heard.other(outputs)
    heard.close(outputs, nbf.new_output)
    assert len(outputs) == 2_001
    assert "3,000 further outputs of this cell were left out" in outputs[-1].text


def test_what_is_shown_live_is_the_newest_and_small() -> None:
    outputs = [
        nbf.new_output("display_data", {"image/png": "x" * 200_000}),
        nbf.new_output("stream", text="a" * 300_000 + "end"),
    ]
    (seen,) = glimpse(outputs)
    assert (len(seen["text"]), seen["text"][-3:]) == (100_000, "end")
    assert len(outputs[1].text) == 300_003


SECRET = 'p4ss"w/ö rd\\'


def test_a_secret_is_concealed_however_the_stream_is_cut() -> None:
    for cut in range(1, len(SECRET)):
        heard, outputs = CellOutputs(Secrets({"TOKEN": SECRET}), Room()), []
        stream(outputs, heard, f"it is {SECRET[:cut]}")
        stream(outputs, heard, "between", "stderr")
        stream(outputs, heard, f"{SECRET[cut:]}, and again {SECRET}; p4s")
        heard.close(outputs, nbf.new_output)
        said = "".join(output.text for output in outputs if output.name == "stdout")
        assert said == "it is [TOKEN], and again [TOKEN]; p4s"


@pytest.mark.parametrize(
    "text", [SECRET, repr(SECRET), json.dumps(SECRET), json.dumps(SECRET, ensure_ascii=False), f"<b>{SECRET}</b>"]
)
def test_a_secret_is_concealed_in_quotes_and_in_json_and_in_what_is_shown(text: str) -> None:
    secrets = Secrets({"TOKEN": SECRET})
    shown = secrets.data({"data": {"text/plain": text}, "list": [text, 1]})
    assert "p4ss" not in str(shown)
    assert "[TOKEN]" in shown["data"]["text/plain"]
    assert not secrets.is_in(secrets.body(text.encode()))
    assert secrets.is_in(text.encode("utf-32-le"))


def test_without_secrets_nothing_is_looked_at_and_short_ones_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not own_secrets()
    monkeypatch.setenv("PIN", "123")
    monkeypatch.setenv(SECRETS_VARIABLE, "PIN,NOT_SET")
    assert own_secrets().text("123") == "123"
    monkeypatch.setenv("PIN", "1234")
    assert own_secrets().text("12345") == "[PIN]5"
