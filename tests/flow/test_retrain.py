"""The whole loop on a notebook of its own: trained, served, drifted, trained again, promoted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

import celltrail
from celltrail import jobs
from celltrail.errors import NotFoundError
from celltrail.records import Deployment, Route
from celltrail.retraining import loop
from celltrail.retraining.policy import Policy
from celltrail.tracking import Workspace, workspace
from celltrail.verbs.deploy import deploy, stop
from celltrail.verbs.drift import drift
from celltrail.verbs.predict import label, predict
from celltrail.verbs.retrain import retrain

# A job outlives who asked for it, so its process is left running on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")

NOW = Policy(cool_down_s=0.0)
CELLS = (
    'shift = 0.0\ngate = "auc >= 0.5"',
    """
import celltrail
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(0)
X = pd.DataFrame({"age": rng.normal(40 + shift, 10, 2000), "calls": rng.integers(0, 9, 2000)})
y = (X.age + rng.normal(0, 5, 2000) > 40 + shift) ^ (shift > 0)
with celltrail.track("fit"):
    model = LogisticRegression().fit(X, y)
    celltrail.log_metric("auc", roc_auc_score(y, model.predict_proba(X)[:, 1]))
    celltrail.register(model, "churn", data=X, target=y, gates=gate, alias="challenger")
""",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CELLTRAIL_HOME", str(tmp_path_factory.mktemp("home")))
        here = workspace()
        yield here
        for one in here.store.deployments.all(live=True):
            stop(one.id)


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    cells[0].metadata["tags"] = ["parameters"]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = tmp_path_factory.mktemp("work") / "train.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), path)
    return path


@pytest.fixture(scope="module")
def endpoint(home: Workspace, notebook: Path) -> Deployment:
    jobs.run(home, notebook, {"shift": 0.0})
    celltrail.promote("churn@challenger", "champion", reason="the first")
    return deploy("churn@champion")


def replay(window: str, shift: float, rows: int = 600) -> None:
    """Send a month of requests, and the truth that came later."""
    rng = np.random.default_rng(len(window))
    ages, calls = rng.normal(40 + shift, 10, rows), rng.integers(0, 9, rows)
    sent: list[dict[str, Any]] = [{"age": float(a), "calls": int(c)} for a, c in zip(ages, calls, strict=True)]
    answer = predict("churn", sent, window=window)
    truth = (ages + rng.normal(0, 5, rows) > 40 + shift) ^ (shift > 0)  # what is true changes too
    label("churn", dict(zip(answer["request_ids"], truth.tolist(), strict=True)))


def test_quiet_data_are_stable_and_nothing_starts(home: Workspace, endpoint: Deployment) -> None:
    replay("quiet", 0.0)
    decision = retrain("churn", window="quiet", policy=NOW)
    report = home.store.drift.report(decision.report_id)

    assert (decision.action, decision.job_id, decision.outcome) == ("wait", None, "")
    assert (report.verdict, report.window.name, report.window.rows, report.window.labelled_rows) == (
        "stable", "quiet", 600, 600,
    )  # fmt: skip
    assert abs(report.performance["roc_auc"] - report.reference_performance["roc_auc"]) < 0.03
    assert {one.role for one in report.features} == {"feature", "prediction", "label"}


def test_an_empty_window_is_named_in_the_error(endpoint: Deployment) -> None:
    with pytest.raises(NotFoundError, match="nothing in the window 'never'"):
        drift("churn", window="never")


def test_a_challenger_that_fails_its_gate_leaves_everything_as_it_was(
    home: Workspace, endpoint: Deployment
) -> None:
    replay("moved", 25.0)
    before = home.store.models.get("churn").aliases["champion"]
    decision = retrain("churn", parameters={"shift": 25.0, "gate": "auc >= 0.9999"}, policy=NOW)

    assert decision.action == "retrain"
    assert "churn/1 stays champion" in decision.outcome
    assert "auc >= 0.9999" in decision.outcome
    assert home.store.models.get("churn").aliases["champion"] == before
    assert predict("churn", {"age": 1.0, "calls": 1})["version"] == before
    assert home.store.drift.alerts()[0].noun_id == decision.id


def test_a_training_that_cannot_start_or_registers_nothing_is_the_outcome_of_the_decision(
    home: Workspace, endpoint: Deployment
) -> None:
    refused = retrain("churn", window="moved", parameters={"no_such": 1}, policy=NOW)
    report = home.store.drift.report(refused.report_id)
    idle = replace(home.store.jobs.all()[0], run_id=None)

    assert refused.outcome.startswith("Nothing was promoted: ")
    assert "no_such" in refused.outcome
    assert refused.job_id is None
    assert loop._contest(home, report, refused, idle) == (
        "Nothing was promoted: the job registered no version of churn."
    )


def test_moved_data_train_the_same_notebook_again_and_the_better_version_answers(
    home: Workspace, endpoint: Deployment, notebook: Path
) -> None:
    steps: list[str] = []
    decision = retrain(
        "churn", window="moved", parameters=lambda _report: {"shift": 25.0}, policy=NOW, progress=steps.append
    )
    job = home.store.jobs.get(decision.job_id or "")
    champion = home.store.models.get("churn").aliases["champion"]
    running = home.store.deployments.get("churn")

    assert decision.action == "retrain"
    assert (job.notebook, job.trigger, job.parameters["shift"]) == (str(notebook), "drift", 25.0)
    assert decision.outcome.startswith(
        f"churn/{champion} was promoted to champion over churn/1: auc >= 0.5 (auc = "
    )
    assert decision.outcome.endswith(f"It answers at {endpoint.url}.")
    assert running.routes == (Route(version=champion, weight=1.0),)
    assert predict("churn", {"age": 60.0, "calls": 1})["version"] == champion
    assert steps[0].startswith("retrain: ")
    assert steps[-1] == decision.outcome

    replay("after", 25.0)
    assert drift("churn").verdict == "stable"  # the newest window, against the new version's reference


def test_within_the_cool_down_the_same_finding_is_an_alert(home: Workspace, endpoint: Deployment) -> None:
    replay("again", -25.0)
    decision = retrain("churn", window="again")

    assert decision.action == "alert"
    assert "The last retrain began 0 minutes ago" in decision.reasons[-1]
    assert home.store.drift.alerts()[0].noun == "drift"
