from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import celltrail
from celltrail.cli import main
from celltrail.errors import NotFoundError
from celltrail.records import Lineage
from celltrail.verbs.artifacts import find_use
from celltrail.verbs.lineage import lineage

Run = Callable[..., list[Any]]

FIT = """%%track fit
from sklearn.linear_model import Ridge
model = Ridge().fit(data, [1, 2])
%register model toy --data data"""
CELLS = (
    "%%track load\nimport pandas as pd\nraw = pd.read_csv({path!r})",
    "%%track clean\ndata = raw.assign(double=raw['a'] * 2)",
    "%%track aside\nother = raw.assign(other=1)",
    FIT,
    "%%track use\nguess = model.predict(data)",
)


@pytest.fixture
def story(run: Run, tmp_path: Path) -> str:
    path = str(tmp_path / "in.csv")
    Path(path).write_text("a\n1\n2\n")
    run(*(cell.replace("{path!r}", repr(path)) for cell in CELLS))
    return path


def labels(graph: Lineage) -> set[str]:
    return {node.label for node in graph.nodes}


def edges(graph: Lineage) -> set[tuple[str, str]]:
    names = {node.id: node.label for node in graph.nodes}
    return {(names[edge.source], names[edge.target]) for edge in graph.edges}


def test_a_model_leads_back_to_the_file_it_was_trained_on_and_on_to_what_used_it(story: str) -> None:
    found = lineage("toy/1")
    assert edges(found) >= {
        ("in.csv", "load"), ("load", "raw v1"), ("raw v1", "clean"), ("clean", "data v1"), ("data v1", "fit"),
        ("fit", "toy/1"), ("fit", "model v1"), ("model v1", "toy/1"),
    }  # fmt: skip
    assert not labels(found) & {"aside", "other v1", "use"}
    assert found.nodes[0].label == "toy/1"


def test_a_file_leads_on_to_everything_that_came_of_it(story: str) -> None:
    found = lineage(story)
    assert labels(found) >= {"in.csv", "load", "raw v1", "aside", "other v1", "fit", "toy/1", "use", "guess v1"}


@pytest.mark.parametrize("thing", ["fit", "data", "data@1", "clean:data", "toy", "in.csv"])
def test_things_are_found_by_what_people_call_them(
    thing: str, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(story).parent)
    found = lineage(thing)
    assert found.nodes[0].label == {
        "fit": "fit", "toy": "toy/1", "in.csv": "in.csv",
    }.get(thing, "data v1")  # fmt: skip
    assert {"in.csv", "load", "raw v1", "clean", "data v1"} <= labels(found)


def test_a_digest_is_found_by_its_beginning(story: str) -> None:
    digest = find_use("data").artifact.digest
    assert lineage(digest[:10]).nodes[0].ref == digest


def test_only_the_nearest_things_are_shown_where_there_is_a_limit(story: str) -> None:
    found = lineage("fit", limit=4)
    assert len(found.nodes) == 4
    assert found.nodes[0].label == "fit"
    assert all(edge.source in {node.id for node in found.nodes} for edge in found.edges)


def test_what_nothing_is_called_is_refused_with_where_to_look(run: Run, story: str) -> None:
    with pytest.raises(NotFoundError, match="Nothing is called 'nowhere'") as raised:
        lineage("nowhere")
    assert "celltrail runs" in raised.value.hint


def test_the_magic_draws_and_the_command_writes(run: Run, story: str, capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = run("%lineage data")
    assert "<svg" in shown._repr_html_()
    assert repr(celltrail.lineage("data")) == repr(shown)
    capsys.readouterr()
    assert main(["lineage", "data"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("data data v1\nmade from:\n└─ run clean")
    assert "led to:" in text
    assert main(["lineage", "nowhere"]) == 1
