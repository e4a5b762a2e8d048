from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import celltrail
from celltrail import registry
from celltrail.cli import kernels, main
from celltrail.cli.main import parser
from celltrail.records import Artifact, Signature
from celltrail.tracking import Workspace, track

Write = Callable[..., Path]
Capture = pytest.CaptureFixture[str]


def commands() -> list[str]:
    (actions,) = [action for action in parser()._actions if action.choices]
    return list(actions.choices or ())


def version(workspace: Workspace, auc: float = 0.9) -> None:
    artifact = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)
    registry.register(
        workspace,
        registry.Draft(
            model="churn",
            artifact=artifact,
            signature=Signature(inputs=()),
            metrics={"auc": auc},
            gates=["auc >= 0.8"],
        ),
    )


@pytest.mark.parametrize("command", commands())
def test_each_command_explains_itself(command: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert f"celltrail {command}" in text
    assert len(text.splitlines()) > 3


@pytest.mark.parametrize("command", commands())
def test_a_command_alone_is_known_as_among_all_others(command: str) -> None:
    (alone,) = [action.choices for action in parser(command)._actions if action.choices]
    (whole,) = [action.choices for action in parser()._actions if action.choices]
    assert alone
    assert whole
    assert alone[command].format_help() == whole[command].format_help()


def test_the_verbs_of_the_other_faces_are_all_here() -> None:
    assert set(commands()) >= {
        "init", "enable", "disable", "track", "runs", "show", "models", "register", "promote", "rollback", "run",
        "submit", "jobs", "cancel", "parameters", "deploy",
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [[], ["nix"], ["run"], ["runs", "-n", "many"], ["promote"], ["show"], ["run", "a.ipynb", "--nix"], ["--nix"]],
    ids=" ".join,
)
def test_what_is_not_understood_ends_with_2_and_the_usage(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: celltrail" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["run", "missing.ipynb"], "There is no notebook", "Notebooks there: none."),
        (["submit", "missing.ipynb"], "There is no notebook", "Notebooks there"),
        (["parameters", "missing.ipynb"], "There is no notebook", "Notebooks there"),
        (["run", "x.ipynb", "-p", "months"], "is not NAME=VALUE", "-p months=[1,2,3]"),
        (["run", "x.ipynb", "-p", "a b=1"], "is not NAME=VALUE", "-p"),
        (["show", "nix"], "There is no run 'nix'", "celltrail runs"),
        (["history", "nix"], "Nothing was tracked under the name 'nix'", "celltrail show"),
        (["runs", "acu >"], "'acu >' is no query", "Write for example"),
        (["runs", "statsu == 'failed'"], "No run has anything called 'statsu'", "Did you mean status"),
        (["promote", "nix"], "There is no model 'nix'", "none yet"),
        (["rollback", "nix"], "There is no model 'nix'", "none yet"),
        (["register", "nix", "model", "churn"], "There is no run 'nix'", "celltrail runs"),
        (["cancel", "nix"], "There is no job 'nix'", "celltrail jobs"),
        (["track", "missing.py"], "There is no script missing.py", "path of a Python file"),
        (["deploy", "nix"], "There is no model 'nix'", "none yet"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_ends_with_1_and_says_what_why_and_what_to_do(
    arguments: list[str], said: str, hint: str, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("celltrail: ")
    assert said in err.splitlines()[0]
    assert hint in err.splitlines()[1]


def test_a_run_whose_name_is_mistyped_is_guessed(capsys: Capture) -> None:
    with celltrail.track("churn"):
        pass
    assert main(["show", "chrun"]) == 1
    assert "Did you mean 'churn'?" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["runs", "models", "jobs"])
def test_an_empty_list_says_what_to_do_first(command: str, capsys: Capture) -> None:
    assert main([command]) == 0
    assert re.match(r"No (runs|models|jobs) yet\. ", capsys.readouterr().out)


def test_runs_are_listed_and_one_is_shown_with_all_it_has(capsys: Capture, workspace: Workspace) -> None:
    with track("churn") as run:
        celltrail.log_param("region", "eu")
        celltrail.log_metric("auc", 0.75)
        celltrail.set_tag("team", "blue")
        celltrail.log_artifact("text", "note")
    capsys.readouterr()
    assert main(["runs", "region=eu", "-n", "5"]) == 0
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split() == ["run", "name", "status", "stale", "age", "metrics", "params"]
    assert row.split()[:3] == [run.id[-6:], "churn", "finished"]
    assert "auc=0.75" in row
    assert "region=eu" in row
    assert main(["runs", "auc > 0.7 and region == 'eu'", "--sort", "-auc"]) == 0
    assert run.id[-6:] in capsys.readouterr().out
    assert main(["history", "auc"]) == 0
    assert "0.75" in capsys.readouterr().out.splitlines()[1]
    assert main(["runs", "auc", ">", "0.9"]) == 0
    assert capsys.readouterr().out == "No run fits.\n"
    assert main(["show", run.id[-6:]]) == 0
    shown = capsys.readouterr().out
    for part in (
        "param  region = eu",
        "metric  auc = 0.75",
        "tag  team = blue",
        "output  note v1  text",
        "cell 1",
    ):
        assert part in shown


def test_a_version_is_promoted_and_rolled_back(capsys: Capture, workspace: Workspace) -> None:
    version(workspace)
    version(workspace)
    assert main(["promote", "churn/1"]) == 0
    assert capsys.readouterr().out.splitlines() == ["churn/1  champion", "  ✓ auc >= 0.8  (auc = 0.9)"]
    assert main(["promote", "churn", "champion", "--reason", "newer"]) == 0
    assert main(["rollback", "churn"]) == 0
    capsys.readouterr()
    assert main(["models"]) == 0
    heading, newest, oldest = capsys.readouterr().out.splitlines()
    assert heading.split() == ["version", "aliases", "gates", "age", "run", "metrics"]
    assert newest.startswith("churn/2  -         1/1 passed")
    assert oldest.startswith("churn/1  champion  1/1 passed")


def test_a_failed_gate_refuses_the_promotion(capsys: Capture, workspace: Workspace) -> None:
    version(workspace, auc=0.5)
    assert main(["promote", "churn"]) == 1
    assert "auc >= 0.8 (auc = 0.5)" in capsys.readouterr().err


def test_a_script_becomes_a_run(capsys: Capture, workspace: Workspace, tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text("import sys\ndepth = 6\nscore = depth / 10 + len(sys.argv)\nprint('said')\n")
    assert main(["track", "--seed", "3", str(script), "--", "--own", "two"]) == 0
    row = workspace.store.runs.find("train")
    assert (row.run.status, row.run.seed, row.params, row.metrics) == ("finished", 3, {"depth": 6}, {"score": 3.6})
    assert "said" in capsys.readouterr().out


def test_a_script_that_fails_shows_its_own_error_and_its_run_has_failed(
    workspace: Workspace, tmp_path: Path
) -> None:
    script = tmp_path / "bad.py"
    script.write_text("raise ValueError('mine')\n")
    with pytest.raises(ValueError, match="mine"):
        main(["track", str(script)])
    workspace.drain()
    assert workspace.store.runs.find("bad").run.status == "failed"


def test_the_parameters_of_a_notebook_are_shown(notebook: Write, capsys: Capture) -> None:
    assert main(["parameters", str(notebook(parameters="months = [1]  # which"))]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["months", "list", "[1]", "which"]
    assert main(["parameters", str(notebook("x = 1", name="none.ipynb"))]) == 0
    assert "takes no parameters" in capsys.readouterr().out


def test_a_notebook_is_run_and_its_progress_shown(notebook: Write, capsys: Capture) -> None:
    assert main(["run", str(notebook("print(n)", parameters="n = 1")), "-p", "n=5"]) == 0
    out, err = capsys.readouterr()
    assert "train.ipynb finished:" in out
    assert "3/3 cells" in err.splitlines()[-1]
    assert main(["jobs"]) == 0
    assert "finished  3/3    manual" in capsys.readouterr().out


def test_init_makes_the_home_of_a_folder(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CELLTRAIL_HOME")
    folder = tmp_path / "project"
    assert main(["init", str(folder)]) == 0
    assert capsys.readouterr().out == f"From now on kept in {folder / '.celltrail'}\n"
    assert (folder / ".celltrail" / ".gitignore").read_text() == "*\n"
    assert main(["init", str(folder)]) == 0
    assert "Already kept" in capsys.readouterr().out
    assert celltrail.config.find_home(folder / "deep") == folder / ".celltrail"
    (tmp_path / "file").write_text("")
    assert main(["init", str(tmp_path / "file")]) == 1
    assert "cannot be made" in capsys.readouterr().err


def test_enable_and_disable_write_and_remove_one_file(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    for option in ([], ["--user"]):
        path = kernels.startup_file(user=bool(option))
        assert path.is_relative_to(tmp_path)
        assert main(["enable", *option]) == 0
        assert str(path) in capsys.readouterr().out
        compile(path.read_text(), str(path), "exec")
        assert main(["disable", *option]) == 0
        assert not path.exists()
        assert main(["disable", *option]) == 0
        assert "was not enabled" in capsys.readouterr().out


def test_enable_that_may_not_write_says_how_else(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", "/proc/nowhere")
    assert main(["enable"]) == 1
    assert "celltrail enable --user" in capsys.readouterr().err


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "celltrail", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == celltrail.__version__


def test_a_reader_that_has_seen_enough_is_no_error(workspace: Workspace) -> None:
    for number in range(300):
        workspace.store.models.add_version(_version(number))
    command = f"{sys.executable} -m celltrail models | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False
    )
    assert (done.stdout.split()[0], done.stderr) == ("version", "")


def _version(number: int) -> Any:
    from celltrail.records import ModelVersion

    return ModelVersion(
        model="churn", number=number, artifact="ab" * 32, codec="skops/1", run_id=None,
        signature=Signature(inputs=()), created_at=1.0, metrics={f"metric_{n}": 0.5 for n in range(20)},
    )  # fmt: skip
