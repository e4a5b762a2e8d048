"""Bad input: each says what, why and what to do, and leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celltrail import jobs
from celltrail.errors import CelltrailError, NotebookError, ParameterError
from celltrail.jobs import parse_value
from celltrail.jobs.reason import reason_of
from celltrail.jobs.source import remarks
from celltrail.records import NotebookParameter
from celltrail.tracking import Workspace

Write = Callable[..., Path]


def refused(workspace: Workspace, path: Path, parameters: dict[str, Any] | None = None) -> CelltrailError:
    """Return the error with which a job is refused; nothing may have begun."""
    with pytest.raises(CelltrailError) as caught:
        jobs.run(workspace, path, parameters)
    assert workspace.store.jobs.all() == ()
    assert workspace.store.runs.list() == ()
    assert not workspace.settings.jobs.exists()
    assert caught.value.hint
    return caught.value


def test_a_notebook_that_is_not_there_names_the_one_that_was_meant(
    notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    notebook("x = 1", name="train.ipynb")
    error = refused(workspace, tmp_path / "trian.ipynb")
    assert isinstance(error, NotebookError)
    assert "There is no notebook" in error.message
    assert str(tmp_path / "train.ipynb") in error.hint
    assert "train.ipynb" in refused(workspace, tmp_path / "zzz.ipynb").hint
    assert refused(workspace, tmp_path / "no" / "folder.ipynb").hint == "Check the path."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON"),
        (b"{'cells': []}", "is not JSON"),
        (b'{"cells": [', "is not JSON"),
        (b"\xff\xfe{}", "cannot be read"),
        (b"{}", "no notebook"),
        (b"[]", "no notebook"),
        (b'"text"', "no notebook"),
        (b"null", "no notebook"),
        (b'{"cells": 5, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "no notebook"),
        (b'{"cells": [{"cell_type": "code"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "no notebook"),
        (b'{"cells": [], "metadata": {}, "nbformat": 99, "nbformat_minor": 0}', "no notebook"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "no notebook"),
    ],
)
def test_a_file_that_is_no_notebook_says_what_it_is(
    content: bytes, said: str, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_bytes(content)
    error = refused(workspace, path)
    assert isinstance(error, NotebookError)
    assert said in error.message
    assert "broken.ipynb" in error.message


def test_a_folder_is_no_notebook(workspace: Workspace, tmp_path: Path) -> None:
    assert "cannot be read" in refused(workspace, tmp_path).message


def test_a_notebook_without_a_parameters_cell_takes_none(notebook: Write, workspace: Workspace) -> None:
    error = refused(workspace, notebook("x = 1"), {"x": 2})
    assert isinstance(error, ParameterError)
    assert "no cell of it is tagged 'parameters'" in error.message
    assert "add the tag" in error.hint


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({"moths": [1]}, "has no parameter 'moths'", "Did you mean 'months'?"),
        ({"zzz": 1}, "has no parameter 'zzz'", "It has: months, depth, rate, region, on, free."),
        ({"depth": "six"}, "'depth' is of type int, 'six' is str", "default is 6"),
        ({"depth": 1.5}, "'depth' is of type int", "default is 6"),
        ({"depth": True}, "'depth' is of type int", "default is 6"),
        ({"rate": "x"}, "'rate' is of type float", "default is 0.1"),
        ({"months": 3}, "'months' is of type list", "default is [1]"),
        ({"region": [1]}, "'region' is of type str", "default is 'eu'"),
        ({"on": 1}, "'on' is of type bool", "default is True"),
        ({"depth": 3, "nix": 1}, "has no parameter 'nix'", "It has"),
    ],
)
def test_a_parameter_that_does_not_fit_says_what_would(
    given: dict[str, Any], message: str, hint: str, notebook: Write, workspace: Workspace
) -> None:
    path = notebook(
        "x = 1", parameters="months = [1]\ndepth = 6\nrate = 0.1\nregion = 'eu'\non = True\nfree = None"
    )
    error = refused(workspace, path, given)
    assert isinstance(error, ParameterError)
    assert message in error.message
    assert hint in error.hint


def test_a_parameters_cell_that_is_not_python_says_so(notebook: Write, workspace: Workspace) -> None:
    error = refused(workspace, notebook("x = 1", parameters="months = ["), {"months": [1]})
    assert "parameters cell is not Python" in error.message


def test_parameters_that_fit_are_taken_and_widened(notebook: Write) -> None:
    path = notebook(parameters="depth = 6\nrate = 0.1\nregion = 'eu'\nfree = None\nwhen = today()")
    content = jobs.read_notebook(path)
    given = {"depth": 7, "rate": 1, "region": 5, "free": [1], "when": "now"}
    checked = jobs.check_parameters(path, content, given)
    assert checked == {"depth": 7, "rate": 1.0, "region": "5", "free": [1], "when": "now"}
    assert type(checked["rate"]) is float


def test_parameters_are_declared_with_type_default_and_help(notebook: Write) -> None:
    source = (
        "months: list[int] = [1, 2]  # which to train on\ndepth = 6\nrate: float = 1  # learning rate\nx = None"
    )
    assert jobs.parameters_of(jobs.read_notebook(notebook(parameters=source))) == (
        NotebookParameter(name="months", type="list", default=[1, 2], help="which to train on", hint="list[int]"),
        NotebookParameter(name="depth", type="int", default=6),
        NotebookParameter(name="rate", type="float", default=1, help="learning rate", hint="float"),
        NotebookParameter(name="x", type="any", default=None),
    )
    assert jobs.parameters_of(jobs.read_notebook(notebook("x = 1", name="none.ipynb"))) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("[1,2]", [1, 2]), ("eu", "eu"), ("true", True), ("None", None), ("null", None), ("'3'", "3"),
     ("", ""), ("(" * 500, "(" * 500), ("1e3", 1000.0), ("__import__('os')", "__import__('os')")],
)  # fmt: skip
def test_what_a_person_writes_for_a_parameter_is_read_without_running_it(text: str, value: Any) -> None:
    assert parse_value(text) == value


def test_a_notebook_whose_cells_have_no_ids_runs_and_says_that_it_got_some(
    notebook: Write, workspace: Workspace, recwarn: pytest.WarningsRecorder
) -> None:
    path = notebook("x = 1")
    content = json.loads(path.read_text())
    for cell in content["cells"]:
        cell.pop("id", None)
    path.write_text(json.dumps(content))
    assert [cell.source for cell in jobs.read_notebook(path).cells] == ["x = 1"]
    assert [said for said in remarks(path) if "no ids" in said]
    assert not recwarn.list


def test_a_kernel_that_does_not_start_says_where_its_own_words_are() -> None:
    said = reason_of(RuntimeError("Kernel died before replying to kernel_info"), Path("nix"))
    assert said.startswith("The kernel ended before it was ready")
    assert "job.log" in said


def test_notebooks_of_older_formats_are_read(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": ["x = 1"], "outputs": [], "language": "python", "metadata": {}}
    sheet = {"metadata": {}, "cells": [{**cell, "collapsed": False}]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [sheet]}
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(old))
    assert [cell.source for cell in jobs.read_notebook(path).cells] == ["x = 1"]
