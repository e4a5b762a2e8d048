"""Gates in a notebook: a real kernel registers, gates run in processes of their own, a promotion asks again."""

from __future__ import annotations

from typing import Any

from tests.conftest import Kernel

PREPARE = """
%load_ext celltrail
import numpy as np, pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

random = np.random.default_rng(0)
X = pd.DataFrame(random.normal(size=(3000, 3)), columns=list("abc"))
X["sex"] = random.integers(0, 2, 3000)
y = (X.a + X.b * X.c + random.normal(0, 0.3, 3000) > 0).astype(int)
X_train, X_test, y_train, y_test = X[:2000], X[2000:], y[:2000], y[2000:]
"""
WEAK = """
%%track weak
model = LogisticRegression().fit(X_train, y_train)
auc = roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])
"""
STRONG = WEAK.replace("weak", "strong").replace(
    "LogisticRegression()", "HistGradientBoostingClassifier(max_iter=40)"
)
GATES = (
    "auc >= 0.6", "size <= 5MB", "better(auc)", "slice(auc >= 0.5, by=sex, min_rows=100)",
    "fair(demographic_parity <= 0.2, sensitive='sex')", "valid(schema)", "no_leakage()",
    "robust(noise=2%, missing=0, drop <= 0.1)", "loads(seconds=60)", "latency(p99 <= 5s)", "compatible()",
    "python(checks:every_class)",
)  # fmt: skip
FUNCTION = """
def every_class(model, data):
    print("looking")
    return {"passed": bool(len(set(model.predict(data).tolist())) == 2), "reason": "it says both"}
"""
DATA = "--data X_train --target y_train --test X_test --test-target y_test"


def register(kernel: Kernel, *gates: str, more: str = "") -> Any:
    line = " ".join(f'--gate "{gate}"' for gate in gates)
    return kernel.run(f"%register model churn {DATA} {line} {more}")


def test_a_notebook_registers_with_gates_of_all_kinds_and_they_decide_what_is_promoted(
    start_kernel: Any,
) -> None:
    kernel = start_kernel()
    (kernel.folder / "checks.py").write_text(FUNCTION)
    kernel.run(PREPARE)
    kernel.run(WEAK)
    answer = register(kernel, *GATES, more="--alias champion")
    weak = kernel.workspace.store.models.version("churn", 1)
    assert {gate.expression: gate.reason for gate in weak.gates if gate.verdict == "failed"} == {}, answer
    assert [gate.expression for gate in weak.gates] == list(GATES)
    assert weak.aliases == ("champion",)
    # the checklist was shown while the gates were checked, and became the card of the version
    assert [content["data"]["text/plain"].split()[1] for content in answer.of("display_data")] == ["churn"]
    shown = [content["data"]["text/plain"] for content in answer.of("update_display_data")]
    assert all(text.count("\n") == len(GATES) for text in shown)
    assert shown[-1].startswith("model churn/1")
    assert answer.of("execute_result") == []

    kernel.run(STRONG)
    register(kernel, "better(auc)", "python(checks:nothing)")
    failed = kernel.run('import celltrail\ncelltrail.promote("churn/2", "champion")')
    assert failed.reply["ename"] == "GateFailedError"
    assert "checks has no function 'nothing'; it has: every_class" in failed.reply["evalue"]
    assert "better(auc)" not in failed.reply["evalue"]
    register(kernel, "better(auc)", more="--alias champion")
    model = kernel.workspace.store.models.get("churn")
    assert model.aliases == {"champion": 3}
    assert model.versions[0].gates[0].reason.startswith("better: auc 0.9")
    assert [check.alias for check in kernel.workspace.store.gate_checks.of("churn", 2)] == ["champion"]
