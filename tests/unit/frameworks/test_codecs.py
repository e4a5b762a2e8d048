from __future__ import annotations

import importlib
import json
from importlib import metadata
from typing import Any

import numpy as np
import pandas as pd
import pytest

from celltrail.artifacts.store import ArtifactStore
from celltrail.errors import CorruptArtifactError, NotStorableError
from celltrail.frameworks.codecs import LightgbmCodec, XgboostCodec

DRAW = np.random.default_rng(3)
X = pd.DataFrame(DRAW.normal(size=(90, 3)), columns=["a", "b", "c"])
Y = np.where(X["a"] > 0.5, 2, np.where(X["b"] > 0, 1, 0))
CODECS = {"xgboost": XgboostCodec(), "lightgbm": LightgbmCodec()}
MODELS = {
    "XGBClassifier": lambda xgb: xgb.XGBClassifier(n_estimators=3, max_depth=2).fit(X, Y),
    "XGBRegressor": lambda xgb: xgb.XGBRegressor(n_estimators=3).fit(X, Y),
    "XGBRFClassifier": lambda xgb: xgb.XGBRFClassifier(n_estimators=3).fit(X, Y),
    "xgboost.Booster": lambda xgb: xgb.XGBRegressor(n_estimators=3).fit(X, Y).get_booster(),
    "LGBMClassifier": lambda lgb: lgb.LGBMClassifier(n_estimators=3, verbose=-1).fit(
        X, np.array(["x", "y", "z"])[Y]
    ),
    "LGBMRegressor": lambda lgb: lgb.LGBMRegressor(n_estimators=3, verbose=-1).fit(X, Y),
    "lightgbm.Booster": lambda lgb: lgb.LGBMRegressor(n_estimators=3, verbose=-1).fit(X, Y).booster_,
}


class Parts:
    """Where a codec puts the parts of a value, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def __call__(self, data: Any) -> str:
        self.kept[str(len(self.kept))] = bytes(data)
        return str(len(self.kept) - 1)


def library_of(name: str) -> str:
    return "lightgbm" if name.lower().startswith(("lgbm", "lightgbm")) else "xgboost"


def made(name: str) -> tuple[Any, Any]:
    """Return a fitted model and the codec that keeps it."""
    library = pytest.importorskip(library_of(name))
    return MODELS[name](library), CODECS[library_of(name)]


def answers(model: Any) -> list[Any]:
    if type(model).__name__ != "Booster":
        return [
            model.predict(X).tolist(),
            model.predict_proba(X).tolist() if hasattr(model, "predict_proba") else None,
        ]
    data = importlib.import_module("xgboost").DMatrix(X) if type(model).__module__.startswith("xgboost") else X
    return [model.predict(data).tolist()]


@pytest.mark.parametrize("name", MODELS)
def test_a_model_comes_back_and_answers_the_same(name: str) -> None:
    model, codec = made(name)
    parts, second = Parts(), Parts()
    encoded = codec.encode(model, parts)
    again = codec.decode(encoded.data, parts.kept.__getitem__, ())
    assert codec.accepts(model)
    assert type(again) is type(model)
    assert answers(again) == answers(model)
    assert encoded.kind == "model"
    assert codec.parts(encoded.data) == ("0",)
    assert codec.encode(again, second).data == encoded.data
    assert second.kept == parts.kept
    assert type(model).__name__ in codec.preview(encoded.data, parts.kept.__getitem__)["text/plain"]


def test_the_model_is_a_file_that_the_library_reads_by_itself() -> None:
    xgb = pytest.importorskip("xgboost")
    parts = Parts()
    model, codec = made("XGBClassifier")
    codec.encode(model, parts)
    booster = xgb.Booster()
    booster.load_model(bytearray(parts.kept["0"]))
    assert booster.feature_names == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["XGBClassifier", "LGBMRegressor"])
def test_settings_come_back(name: str) -> None:
    model, codec = made(name)
    parts = Parts()
    again = codec.decode(codec.encode(model, parts).data, parts.kept.__getitem__, ())
    assert str(again.get_params()) == str(model.get_params())


@pytest.mark.parametrize("name", ["XGBClassifier", "LGBMClassifier"])
def test_what_is_not_fitted_is_no_model(name: str) -> None:
    library = pytest.importorskip(library_of(name))
    with pytest.raises(NotStorableError, match=r"is not fitted.*Fit it first"):
        CODECS[library_of(name)].encode(getattr(library, name)(), Parts())


def test_a_class_that_the_library_does_not_have_is_never_made() -> None:
    data = json.dumps({"class": "os.system", "params": {}, "model": "0"}).encode()
    with pytest.raises(CorruptArtifactError, match=r"no model class 'os\.system'"):
        XgboostCodec().decode(data, {"0": b""}.__getitem__, ())


def test_other_values_and_classes_of_the_users_are_left_to_others() -> None:
    xgb = pytest.importorskip("xgboost")

    class Mine(xgb.XGBClassifier):  # type: ignore[misc, name-defined] # no types where it is not installed
        pass

    assert not XgboostCodec().accepts(Mine())
    assert not any(codec.accepts(value) for codec in CODECS.values() for value in (1, "a", X, None, xgb))


def test_they_are_plugged_in_by_entry_points(tmp_path: Any) -> None:
    points = {point.name: point.load() for point in metadata.entry_points(group="celltrail.codecs")}
    assert (points["xgboost"], points["lightgbm"]) == (XgboostCodec, LightgbmCodec)
    model, codec = made("XGBRegressor")
    store = ArtifactStore(tmp_path)
    artifact = store.put(model)
    assert artifact.codec == codec.name
    assert answers(store.get(artifact.digest, artifact.codec)) == answers(model)
