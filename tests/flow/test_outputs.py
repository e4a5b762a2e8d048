"""Where executed notebooks lie, and how long."""

from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from celltrail import jobs
from celltrail.cli.main import main
from celltrail.errors import InvalidInputError
from celltrail.jobs.outputs import output_path, safe
from celltrail.records import Job, JobOptions
from celltrail.tracking import Workspace

Write = Callable[..., Path]


def run(workspace: Workspace, path: Path, output: str, **parameters: Any) -> Job:
    return jobs.run(workspace, path, parameters, options=JobOptions(output=output))


def test_a_template_names_the_executed_notebook_by_its_parameters_and_never_overwrites(
    notebook: Write, workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = notebook("print(region)", parameters="region = 'eu'\nrate = 0.123456")
    template = "out/{notebook}-{p.region}-{p.rate:.2f}"
    first, second = run(workspace, path, template), run(workspace, path, template, region="../us")
    assert first.output == str(tmp_path / "out" / "train-eu-0.12.ipynb")
    assert second.output == str(tmp_path / "out" / "train-us-0.12.ipynb")
    third = run(workspace, path, template)
    assert third.output == str(tmp_path / "out" / "train-eu-0.12-2.ipynb")
    executed = nbformat.read(third.output, as_version=4)
    assert "eu" in str([cell.outputs for cell in executed.cells])
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "train-eu-0.12-2.ipynb", "train-eu-0.12.ipynb", "train-us-0.12.ipynb",
    ]  # fmt: skip
    assert main(["show", first.run_id or ""]) == 0
    assert f"notebook  {first.output}" in capsys.readouterr().out


REFUSED = {
    "{nobody}": "{nobody}",
    "{p.nobody}": "no parameter 'nobody'",
    "../{notebook}": "upwards",
    "a/../../b": "upwards",
    "{notebook": "no template",
    "out/": "names no file",
    "{p.rate:d}": "cannot be",
    "{p.rate!r}": "names no file",
    "{p.__class__}": "no parameter",
    "train.ipynb/x": "cannot be written",
}


@pytest.mark.parametrize(("template", "said"), REFUSED.items())
def test_a_name_that_cannot_be_is_refused_before_anything_runs(
    template: str, said: str, notebook: Write, workspace: Workspace, tmp_path: Path
) -> None:
    path = notebook("print(1)", parameters="rate = 0.5")
    with pytest.raises(InvalidInputError, match=said.replace("{", r"\{").replace("}", r"\}")):
        jobs.submit(workspace, path, options=JobOptions(output=template))
    assert workspace.store.jobs.all() == ()
    assert not workspace.settings.jobs.exists()
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".ipynb"] == ["train.ipynb"]


@given(st.text())
def test_what_is_filled_in_is_one_part_of_a_name(text: str) -> None:
    name = safe(text)
    assert name
    assert not {"/", "\\", "\x00"} & set(name)
    assert ".." not in name


@given(st.text(alphabet=string.printable))
def test_whatever_a_parameter_holds_the_notebook_stays_in_the_folder(value: str) -> None:
    job = Job(
        id="0" * 32, notebook="/books/train.ipynb", parameters={"x": value}, status="queued", trigger="manual",
        created_at=0.0, options=JobOptions(output="out/{p.x}"),
    )  # fmt: skip
    path = output_path(job, nbformat.v4.new_notebook())
    assert path.parent == Path("/books/out")
    assert path.suffix == ".ipynb"
