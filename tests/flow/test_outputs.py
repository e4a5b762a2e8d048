"""Where executed notebooks lie, and how long."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

import celltrail
from celltrail import clock, ids, jobs, registry
from celltrail.cli.main import main
from celltrail.errors import InvalidInputError
from celltrail.jobs.outputs import output_path, safe
from celltrail.records import Artifact, Job, JobOptions, Signature
from celltrail.tracking import Workspace, start_run

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


def kept_job(workspace: Workspace, age_d: float, *, notebook: bool = True, **tags: str) -> Job:
    """Keep an ended job of some age with its folder, and its executed notebook as an artifact."""
    run = start_run(workspace, "train", "notebook")
    for key, value in tags.items():
        run.set_tag(key.replace("_", "."), value)
    if notebook:
        run.log_use("train.ipynb", workspace.artifacts.put_file(b"{}", "notebook"))
    run.finish()
    at = clock.now() - age_d * 86_400
    job_id = ids.new_id()
    output = workspace.settings.jobs / job_id / "train.ipynb"
    output.parent.mkdir(parents=True)
    output.write_text("{}")
    job = Job(
        id=job_id, notebook="/train.ipynb", parameters={}, status="finished", trigger="manual", created_at=at,
        ended_at=at, run_id=run.id, output=str(output),
    )  # fmt: skip
    workspace.store.jobs.add(job)
    workspace.drain()
    return job


def test_folders_of_old_jobs_go_when_said_and_their_notebooks_stay_as_artifacts(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = kept_job(workspace, 40), kept_job(workspace, 20)
    assert main(["prune-jobs", "--keep", "30d"]) == 0
    assert "1 job folder(s)" in (said := capsys.readouterr().out)
    assert "Nothing was removed" in said
    assert Path(old.output or "").is_file()
    assert main(["prune-jobs", "--keep", "30d", "--yes"]) == 0
    assert (Path(old.output or "").parent.exists(), Path(new.output or "").is_file()) == (False, True)
    assert celltrail.load(f"{old.run_id}:train.ipynb") == b"{}"
    assert main(["show", old.run_id or ""]) == 0
    assert "(removed)" in capsys.readouterr().out


def test_what_models_sweeps_and_jobs_need_stays_with_the_reason(workspace: Workspace) -> None:
    registered, best = kept_job(workspace, 40), kept_job(workspace, 40, celltrail_best="sweep1")
    alone, resumed = kept_job(workspace, 40, notebook=False), kept_job(workspace, 40)
    goes = kept_job(workspace, 40)
    artifact = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)
    draft = registry.Draft(
        model="churn", artifact=artifact, signature=Signature(inputs=()), run_id=registered.run_id
    )
    registry.register(workspace, draft)
    waiting = replace(goes, id=ids.new_id(), status="queued", resumes=resumed.id, run_id=None)
    workspace.store.jobs.add(waiting)
    found = celltrail.prune_jobs("0", yes=True)
    assert {one.job.id: one.kept_for for one in found.staying} == {
        registered.id: "churn/1 was registered from it",
        best.id: "it is the best of a sweep",
        alone.id: "its executed notebook is kept nowhere else",
        resumed.id: "a job goes on with its work",
    }
    assert [one.job.id for one in found.going] == [goes.id]
    assert sorted(path.name for path in workspace.settings.jobs.iterdir()) == sorted([
        registered.id,
        best.id,
        alone.id,
        resumed.id,
    ])


def test_the_newest_are_kept_by_number_and_nonsense_is_refused(workspace: Workspace) -> None:
    kept = [kept_job(workspace, 0) for _ in range(4)]
    assert [one.job.id for one in celltrail.prune_jobs("3").going] == [kept[0].id]
    with pytest.raises(InvalidInputError, match="neither an age nor a number"):
        celltrail.prune_jobs("soon")
