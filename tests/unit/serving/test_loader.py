from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from celltrail.records import Signature
from celltrail.registry.signature import infer
from celltrail.serving.loader import Predictor
from celltrail.serving.place import PlannedRoute

RNG = np.random.default_rng(0)
FRAME = pd.DataFrame({
    "x": np.where(RNG.random(200) < 0.1, np.nan, RNG.normal(size=200)),
    "kind": pd.Categorical(RNG.choice(["a", "b", "c"], 200)),
    "n": RNG.integers(0, 5, 200),
    "flag": RNG.random(200) < 0.5,
})
TARGET = (FRAME.x.fillna(0) + (FRAME.kind == "a") + FRAME.n / 5 > 0.5).to_numpy()


def predictor(model: Any, signature: Signature) -> Predictor:
    return Predictor(
        model, PlannedRoute(version=1, weight=1.0, shadow=False, artifact="", codec="", signature=signature)
    )


def rows_of(data: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pa.Table.from_pandas(data, preserve_index=False).to_pylist()
    return rows


def test_rows_of_json_get_the_answers_that_the_frame_itself_gets() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(max_iter=10).fit(FRAME, TARGET)
    served = predictor(model, infer(model, FRAME))
    answer = served.predict(served.schema.convert(rows_of(FRAME)))

    assert answer.predictions == model.predict(FRAME).tolist()
    assert np.allclose(answer.probabilities or [], model.predict_proba(FRAME))


def test_a_tuned_threshold_is_respected() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import FixedThresholdClassifier

    data = FRAME[["n", "flag"]].astype(float)
    model = FixedThresholdClassifier(LogisticRegression(), threshold=0.9).fit(data, TARGET)
    served = predictor(model, infer(model, data))

    assert served.predict(served.schema.convert(rows_of(data))).predictions == model.predict(data).tolist()
    assert model.predict(data).tolist() != (model.predict_proba(data)[:, 1] > 0.5).tolist()


def test_a_regressor_fitted_on_an_array_is_asked_with_an_array() -> None:
    from sklearn.linear_model import LinearRegression

    data = RNG.normal(size=(50, 3))
    model = LinearRegression().fit(data, data.sum(axis=1))
    served = predictor(model, infer(model, data))
    answer = served.predict(served.schema.convert([{"x0": 1.0, "x1": 2.0, "x2": 3.0}]))

    assert answer.predictions == pytest.approx([6.0])
    assert answer.probabilities is None


def test_a_model_registered_without_data_still_says_which_columns_it_takes() -> None:
    from sklearn.linear_model import LinearRegression

    model = LinearRegression().fit(FRAME[["n", "flag"]], TARGET)
    served = predictor(model, Signature(inputs=()))

    assert served.schema.names == ("n", "flag")
    assert len(served.predict(served.schema.convert([{"n": 2, "flag": True}])).predictions) == 1
