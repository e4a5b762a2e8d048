from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from celltrail.errors import NotebookError, ParameterError, ScheduleError
from celltrail.records import Step
from celltrail.scheduling.graph import check_graph, check_notebooks, needs
from celltrail.scheduling.pipelinefile import read_pipeline

Write = Callable[..., Path]


def step(name: str, *after: str, **parameters: object) -> Step:
    return Step(name=name, notebook="x.ipynb", after=after, parameters=parameters)


def test_a_step_needs_what_it_names_and_what_it_takes_values_of() -> None:
    one = step(
        "train", "clean", rows="${load.rows}", note="of ${load.params.day} and ${ more.auc }", n=[1, "${a.b}"]
    )
    assert needs(one) == ("clean", "load", "more", "a")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([step("a", "c"), step("b", "a"), step("c", "b")], "circle: "),
        ([step("a", "a")], "circle: a → a"),
        ([step("a", x="${b.y}"), step("b", x="${a.y}")], "circle: "),
        ([step("a"), step("a")], "Two steps are called 'a'"),
        ([step("a b")], "cannot be called"),
        ([step("a", "lod"), step("load")], "needs a step 'lod'"),
        ([], "at least one step"),
    ],
)
def test_a_graph_that_cannot_be_is_refused_with_the_reason(steps: list[Step], said: str) -> None:
    with pytest.raises(ScheduleError, match=said) as refused:
        check_graph(steps)
    assert refused.value.hint


def test_the_circle_is_named_in_the_order_of_its_steps() -> None:
    steps = [step("load"), step("a", "c", "load"), step("b", "a"), step("c", "b")]
    with pytest.raises(ScheduleError) as refused:
        check_graph(steps)
    named = refused.value.message.partition(": ")[2].rstrip(".").split(" → ")
    assert named[0] == named[-1]
    order = {"a": "b", "b": "c", "c": "a"}
    assert all(order[one] == after for one, after in pairwise(named))


def test_parameters_that_the_notebook_does_not_have_are_refused_before_anything_runs(notebook: Write) -> None:
    path = str(notebook("pass", parameters="rows: int\nday = 1"))
    check_notebooks([Step(name="a", notebook=path, parameters={"rows": "${load.rows}"})])
    with pytest.raises(ParameterError, match="no parameter 'row'"):
        check_notebooks([Step(name="a", notebook=path, parameters={"row": "${load.rows}"})])
    with pytest.raises(ParameterError, match="of type"):
        check_notebooks([Step(name="a", notebook=path, parameters={"rows": "many"})])
    with pytest.raises(NotebookError):
        check_notebooks([Step(name="a", notebook=path + "x")])


def test_a_file_of_yaml_becomes_a_pipeline(tmp_path: Path) -> None:
    path = tmp_path / "nightly.yaml"
    path.write_text(
        "options: {retries: 2, on: 'dask://x'}\nsteps:\n- {name: a, notebook: sub/a.ipynb, after: []}\n"
    )
    read = read_pipeline(path)
    assert (read.name, read.options.retries, read.options.on) == ("nightly", 2, "dask://x")
    assert read.steps[0].notebook == str(tmp_path / "sub" / "a.ipynb")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("steps: [", "is no YAML"), ("- a", "does not have the form"), ("steps: 1", "does not have the form"),
        ("steps:\n- {name: a}", "missing required field `notebook`"), ("stepz: []", "says 'stepz'"),
        ("steps:\n- {name: a, notebook: b, needs: c}", "says 'needs'"),
        ("options: {retry: 1}\nsteps: []", "'retry'"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_pipeline_is_refused_with_the_reason(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text)
    with pytest.raises(ScheduleError, match=said):
        read_pipeline(path)
    with pytest.raises(ScheduleError, match="cannot be read"):
        read_pipeline(tmp_path / "missing.yaml")
