"""Check a model by hand or register it with gates that check the same; print wall and CPU seconds as JSON.

`python gates_driver.py hand|celltrail ROWS`. What is trained and imported before is not counted, in both ways alike.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import skops.io
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split

GATES = [
    "auc >= 0.6", "size <= 50MB", "better(accuracy)", "better(auc, resamples=400)", "slice(auc >= 0.6, by=carrier, min_rows=100)",
    "fair(demographic_parity <= 0.5 and equalized_odds <= 0.5, sensitive=sex)", "valid(violations <= 5%)",
    "no_leakage()", "robust(auc, noise=5%, missing=5%, drop <= 0.2)", "loads(seconds=100)", "latency(p99 <= 5s)",
    "compatible()", "python(own:both)",
]  # fmt: skip
COLUMNS = [*"abcdefgh", "carrier", "sex"]
FRESH = """
import json, sys, time
import numpy as np, pandas as pd, skops.io
begun = time.perf_counter()
model = skops.io.load("model.skops", trusted=skops.io.get_untrusted_types(file="model.skops"))
rows = pd.read_parquet("test.parquet").drop(columns="y")
model.predict(rows[:20])
loaded = time.perf_counter() - begun
times = []
for _ in range(200):
    begun = time.perf_counter()
    model.predict(rows[:1])
    times.append(time.perf_counter() - begun)
print(json.dumps([loaded, float(np.quantile(times, 0.99))]))
"""
OWN = """
def both(model, data):
    return len(set(model.predict(data).tolist())) == 2
"""
OWN_BY_HAND = """
import pandas as pd, skops.io
from own import both
model = skops.io.load("model.skops", trusted=skops.io.get_untrusted_types(file="model.skops"))
print(both(model, pd.read_parquet("test.parquet").drop(columns="y")))
"""


def data(rows: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, pd.Series]:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.normal(size=(rows, 8)), columns=list("abcdefgh"))
    frame["carrier"] = random.integers(0, 6, rows)
    frame["sex"] = random.integers(0, 2, rows)
    target = (frame.a + frame.b * frame.c + random.normal(0, 0.5, rows) > 0).astype(int)
    parts = train_test_split(frame, target, test_size=0.4, random_state=0)
    return tuple(part.reset_index(drop=True) for part in parts)  # type: ignore[return-value]


def by_hand(model, champion, parts) -> list[bool]:
    import fairlearn.metrics as fair
    import pandera.pandas as pandera

    train, test, _, truth = parts
    skops.io.dump(model, "model.skops")
    test.assign(y=truth).to_parquet("test.parquet")
    fresh = subprocess.run([sys.executable, "-I", "-c", FRESH], capture_output=True, check=True, timeout=100)
    own = subprocess.run([sys.executable, "-c", OWN_BY_HAND], capture_output=True, check=True, timeout=100)
    loaded, p99 = json.loads(fresh.stdout)
    said, other = model.predict(test), champion.predict(test)
    scores, others = model.predict_proba(test)[:, 1], champion.predict_proba(test)[:, 1]
    found = [roc_auc_score(truth, scores) >= 0.6, Path("model.skops").stat().st_size <= 50e6]
    random = np.random.default_rng(0)
    right, wrong = said == truth.to_numpy(), other == truth.to_numpy()
    draws = random.integers(0, len(test), (2000, len(test)))
    found.append(np.quantile((right[draws].mean(axis=1) - wrong[draws].mean(axis=1)), 0.025) > 0)
    areas = []
    for _ in range(400):  # a metric of scikit-learn, draw by draw: what people write
        drawn = random.integers(0, len(test), len(test))
        areas.append(roc_auc_score(truth.to_numpy()[drawn], scores[drawn]) - roc_auc_score(truth.to_numpy()[drawn], others[drawn]))
    found.append(np.quantile(areas, 0.025) > 0)
    found.append(all(roc_auc_score(truth[rows], scores[rows]) >= 0.6 for rows in test.groupby("carrier").indices.values()))
    sensitive = {"sensitive_features": test.sex}
    found.append(fair.demographic_parity_difference(truth, said, **sensitive) <= 0.5)
    found.append(fair.equalized_odds_difference(truth, said, **sensitive) <= 0.5)
    try:
        pandera.infer_schema(train).validate(test, lazy=True)
        found.append(True)
    except pandera.errors.SchemaErrors as error:
        found.append(error.failure_cases["index"].nunique() / len(test) <= 0.05)
    hashes = [pd.util.hash_pandas_object(part, index=False) for part in (train, test)]
    found.append(hashes[1].isin(hashes[0]).mean() < 0.01)
    found.append(all(max(area, 1 - area) < 0.999 for area in (roc_auc_score(parts[2], train[name]) for name in COLUMNS)))
    for _ in range(3):
        noisy = test + random.normal(0, 0.05, test.shape) * test.std().to_numpy()
        found.append(roc_auc_score(truth, model.predict_proba(noisy)[:, 1]) > 0.6)
        gone = test.astype(float).mask(random.random(test.shape) < 0.05)
        found.append(roc_auc_score(truth, model.predict_proba(gone)[:, 1]) > 0.6)
    found += [loaded < 100, p99 < 5, b"True" in own.stdout, list(train.columns) == list(model.feature_names_in_)]
    return [bool(one) for one in found]


def by_celltrail(model, parts) -> list[bool]:
    import celltrail

    train, test, target, truth = parts
    version = celltrail.register(
        model, "churn", data=train, target=target, test=test, test_target=truth, gates=GATES,
        metrics={"auc": float(roc_auc_score(truth, model.predict_proba(test)[:, 1]))},
    )  # fmt: skip
    for gate in version.gates:
        print(gate.verdict, gate.expression, gate.reason, file=sys.stderr)
    return [gate.verdict == "passed" for gate in version.gates]


def cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(way: str, rows: int) -> None:
    parts = data(rows)
    Path("own.py").write_text(OWN)
    sys.path.insert(0, os.getcwd())
    model = HistGradientBoostingClassifier(max_iter=60).fit(parts[0], parts[2])
    champion = HistGradientBoostingClassifier(max_iter=15, max_depth=2).fit(parts[0], parts[2])
    assert accuracy_score(parts[3], model.predict(parts[1])) > 0.6
    if way == "celltrail":
        import celltrail

        celltrail.register(champion, "churn", data=parts[0], target=parts[2], metrics={"auc": 0.6}, alias="champion")
    before, used = time.perf_counter(), cpu()
    found = by_celltrail(model, parts) if way == "celltrail" else by_hand(model, champion, parts)
    print(json.dumps({"wall": time.perf_counter() - before, "cpu": cpu() - used, "passed": all(found)}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
