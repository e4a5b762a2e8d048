from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

import celltrail
from celltrail import registry
from celltrail.config import Settings
from celltrail.errors import GateError, GateFailedError, InvalidInputError
from celltrail.records import GateResult, ModelVersion
from celltrail.registry.check import WAITING, check_gates, waiting
from celltrail.registry.declared import declared
from celltrail.registry.gates import parse
from celltrail.tracking import Workspace

CHECKS = """
import os, sys, time

def ok(model, data, target, metrics, version, champion):
    assert champion is None
    return {"passed": model.score(data, target) > 0.5, "numbers": {"auc": metrics["auc"]}, "reason": version}

def hang():
    os.fork()  # a child that would go on
    while True:
        time.sleep(0.1)

def lie():
    return "yes, trust me"

def leave():
    os._exit(0)

def stop():
    sys.exit("enough")

def chatter():
    os.write(1, b'{"outcome": {"passed": true, "reason": "all well"}, "seconds": 1}\\n')
    print("garbage")
    return False

def crash():
    import ctypes
    ctypes.string_at(0)
"""
FAILED = {
    "python(checks:lie)": "it returned str, not True or False",
    "python(checks:leave)": "its process ended with exit code 0 before it answered",
    "python(checks:stop)": "it ended the process instead of answering (enough)",
    "python(checks:chatter)": "it returned False",
    "python(checks:crash)": "its process was killed by signal 11 before it answered: Fatal Python error",
    "python(checks:nothing)": "checks has no function 'nothing'; it has: ok, hang",
    "python(nowhere:f)": "the module nowhere cannot be imported: ModuleNotFoundError",
    "notebook(nowhere.ipynb)": "there is no notebook",
    "reproduces()": "no run is known to have made the version",
    "python(checks:hang, timeout=4s)": "it did not end within 4 seconds and was stopped (timeout=4s)",
}


def data(rows: int = 300, seed: int = 0) -> tuple[pd.DataFrame, pd.Series]:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.normal(size=(rows, 2)), columns=["a", "b"])
    return frame, (frame.a + frame.b + random.normal(0, 0.3, rows) > 0).astype(int)


def registered(gates: list[str], columns: tuple[str, ...] = ("a", "b"), **more: Any) -> ModelVersion:
    train, truth = data(seed=1)
    test, test_truth = data()
    return celltrail.register(
        LogisticRegression().fit(train[list(columns)], truth), "churn",
        **{"data": train[list(columns)], "target": truth, "test": test, "test_target": test_truth} | more,
        gates=gates, metrics={"auc": 0.9},
    )  # fmt: skip


def test_functions_that_hang_crash_leave_or_lie_are_failed_gates_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checks.py").write_text(CHECKS)
    monkeypatch.chdir(tmp_path)
    told: list[int] = []
    version = registered(
        ["python(checks.py:ok)", *FAILED, "auc > 0.5"],
        progress=lambda results: told.append(sum(gate.reason != WAITING for gate in results)),
    )
    gates = {gate.expression: gate for gate in version.gates}
    assert (gates["python(checks.py:ok)"].verdict, gates["auc > 0.5"].verdict) == ("passed", "passed")
    assert (gates["python(checks.py:ok)"].reason, gates["python(checks.py:ok)"].numbers) == (
        "churn/1",
        {"auc": 0.9},
    )
    assert {gate: said for gate, said in FAILED.items() if said not in gates[gate].reason} == {}
    assert {gate: gates[gate].verdict for gate in FAILED} == dict.fromkeys(FAILED, "failed")
    assert [gate for gate in FAILED if gates[gate].ran] == ["python(checks:chatter)"]
    assert told == list(range(1, len(gates) + 1))


def test_a_notebook_that_runs_to_its_end_is_a_passed_gate_and_one_that_fails_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notebook: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    notebook(
        "import celltrail\nprint(celltrail.load_model(version))",
        "assert False, 'it is not good'",
        parameters="version = ''",
        name="check.ipynb",
    )
    notebook("import os\nassert os.environ['CELLTRAIL_GATE_VERSION'] == 'churn/1'", name="fine.ipynb")
    bad, good = registered(["notebook(check.ipynb)", "notebook(fine.ipynb)"]).gates
    assert (good.verdict, good.reason) == ("passed", "fine.ipynb ran to its end")
    assert (bad.verdict, "it is not good" in bad.reason) == ("failed", True), bad


def test_expensive_gates_are_taken_again_while_nothing_has_changed_and_each_check_is_kept(
    workspace: Workspace,
) -> None:
    gates = ["better(accuracy)", "slice(accuracy > 0.4, by=a)", "auc > 0.5"]
    weak, strong = registered(gates, ("a",)), registered(gates)
    assert (weak.passed, strong.passed) == (True, True)
    assert {one.role for one in strong.attachments} >= {"evaluation", "evaluation_target"}
    registry.promote(workspace, "churn", 1, "champion")
    taken = check_gates(workspace, weak)
    assert [any("as checked before" in line for line in gate.details) for gate in taken] == [True, True, False]

    promoted = registry.promote(workspace, "churn", 2, "champion")  # now there is a champion to be better than
    assert promoted.gates[0].reason.startswith("better: accuracy 0.8933 against 0.7467 of churn/1")
    assert "as checked before" not in " ".join(promoted.gates[0].details)
    assert any("as checked before" in line for line in promoted.gates[1].details)  # slices are of no champion
    with pytest.raises(GateFailedError, match="not surely better: accuracy"):
        registry.promote(workspace, "churn", 1, "challenger")
    checks = [*workspace.store.gate_checks.of("churn", 1), *workspace.store.gate_checks.of("churn", 2)]
    assert [(check.number, check.alias, check.results[0].verdict) for check in checks] == [
        (1, "challenger", "failed"), (1, "champion", "passed"), (2, "champion", "passed"),
    ]  # fmt: skip
    assert workspace.store.models.version("churn", 1).passed is False


def test_evaluation_data_that_does_not_belong_together_registers_nothing(workspace: Workspace) -> None:
    frame, _ = data()
    for more, said in (
        ({"test": None}, "and no such data"),
        ({"test": frame[:100]}, "has 100 rows, and its target 300"),
    ):
        with pytest.raises(InvalidInputError, match=said):
            registered([], **more)
    assert workspace.store.models.all() == ()


def test_gates_of_a_file_and_of_the_project_hold_for_the_models_they_name(tmp_path: Path) -> None:
    home = tmp_path / "project" / ".celltrail"
    home.mkdir(parents=True)
    settings = Settings(home=home, store_url="", artifacts=home / "artifacts")
    (home.parent / "gates.yaml").write_text(
        '"churn*": [auc >= 0.8, "slice(auc > 0.5, by=a)"]\nother: size < 1MB\n'
    )
    (tmp_path / "pyproject.toml").write_text('[tool.celltrail.gates]\n"*" = ["size <= 50MB", "auc >= 0.8"]\n')
    own = tmp_path / "own.yaml"
    own.write_text("- loads()\n- auc >= 0.9\n")
    assert declared(settings, "churn-eu", ["auc > 0", str(own)]) == (
        "auc > 0", "loads()", "auc >= 0.9", "auc >= 0.8", "slice(auc > 0.5, by=a)", "size <= 50MB",
    )  # fmt: skip
    assert declared(settings, "other", []) == ("size < 1MB", "size <= 50MB", "auc >= 0.8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: b: c", "is no YAML"),
        ("- 3", "have another form"),
        ("just text", "have another form"),
        ("churn:\n  auc: 3", "have another form"),
    ],
)
def test_a_file_of_gates_of_another_form_is_refused(
    tmp_path: Path, settings: Settings, content: str, said: str
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(content)
    with pytest.raises(GateError, match=said):
        declared(settings, "churn", [str(path)])
    with pytest.raises(GateError, match="cannot be read"):
        declared(settings, "churn", ["nowhere.yaml"])


def test_a_projects_gates_hold_at_promotion_for_versions_that_were_there_before(workspace: Workspace) -> None:
    registered([])
    (workspace.settings.home / "gates.yaml").write_text("- auc >= 0.95\n")
    with pytest.raises(GateFailedError, match=r"auc >= 0.95 \(auc = 0.9\)"):
        registry.promote(workspace, "churn", 1, "champion")


def test_gates_that_were_never_checked_have_failed() -> None:
    (found,) = waiting([parse("auc > 0")])
    assert isinstance(found, GateResult)
    assert (found.verdict, found.ran, found.reason) == ("failed", False, WAITING)
