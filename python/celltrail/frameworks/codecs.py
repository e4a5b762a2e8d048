"""Models of XGBoost and LightGBM as artifacts, in the formats of these libraries: UBJSON, and text.

Both hold trees and numbers, no code, so they are read without the user's word. Around the model lies what the
library's own file leaves out: the class, its settings, which iteration was best. Only classes of the libraries
themselves are kept so; one that a user made from them is left to the other codecs.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, Put, class_name
from celltrail.errors import CorruptArtifactError, NotStorableError
from celltrail.frameworks.require import require
from celltrail.frameworks.training import scalar


class _ModelCodec:
    """A manifest with the class and what it was set to, and the model as a part of its own."""

    library: str
    file: str
    """What the model's file is called where it leaves the store."""
    classes: frozenset[str]

    def accepts(self, value: object) -> bool:
        """Whether it is of one of the library's own classes."""
        kind = type(value)
        return kind.__name__ in self.classes and kind.__module__.partition(".")[0] == self.library

    def parts(self, data: bytes) -> Sequence[str]:
        """Return the digest of the model."""
        return (json.loads(data)["model"],)

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - the manifest says it
        """Show the class and its settings."""
        manifest = json.loads(data)
        settings = ", ".join(f"{key}={value!r}" for key, value in manifest["params"].items())
        return {"text/plain": f"{manifest['class']}({settings})"}

    def files(self, data: bytes, get: Get) -> dict[str, bytes]:
        """Return the file that the library itself reads, and the class and settings that it leaves out."""
        return {self.file: get(json.loads(data)["model"]), "estimator.json": data}

    def _encoded(self, value: Any, model: bytes, manifest: Mapping[str, Any], put: Put) -> Encoded:
        name = type(value).__name__
        data = json.dumps({"class": name, **manifest, "model": put(model)}).encode()
        summary = {"class": class_name(value), "fitted": True, "params": manifest["params"]}
        return Encoded(kind="model", data=data, size_bytes=len(data) + len(model), summary=summary)

    def _opened(self, data: bytes) -> tuple[dict[str, Any], Any]:
        """Return the manifest, and the class that it names, if that is one of the library's."""
        manifest: dict[str, Any] = json.loads(data)
        if manifest["class"] not in self.classes:
            raise CorruptArtifactError(f"{self.library} has no model class {manifest['class']!r}.")
        return manifest, getattr(require(self.library, self.library), manifest["class"])


class XgboostCodec(_ModelCodec):
    """Boosters and estimators of XGBoost."""

    name = "xgboost/1"
    library = "xgboost"
    file = "model.ubj"
    classes = frozenset({
        "Booster",
        "XGBClassifier",
        "XGBRegressor",
        "XGBRanker",
        "XGBRFClassifier",
        "XGBRFRegressor",
    })

    def encode(self, value: Any, put: Put) -> Encoded:
        """Return the model as UBJSON."""
        estimator = type(value).__name__ != "Booster"
        model = bytes(_fitted(value, "get_booster").save_raw("ubj") if estimator else value.save_raw("ubj"))
        return self._encoded(value, model, {"params": _plain(value) if estimator else {}}, put)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - the format holds no code
        """Return the model."""
        manifest, kind = self._opened(data)
        model = kind(**manifest["params"])
        model.load_model(bytearray(get(manifest["model"])))
        settings = manifest["params"]  # loading has set some that nobody chose
        vars(model).update({key: given for key, given in settings.items() if key in vars(model)})
        return model


class LightgbmCodec(_ModelCodec):
    """Boosters and estimators of LightGBM."""

    name = "lightgbm/1"
    library = "lightgbm"
    file = "model.txt"
    classes = frozenset({"Booster", "LGBMClassifier", "LGBMRegressor", "LGBMRanker"})

    def encode(self, value: Any, put: Put) -> Encoded:
        """Return the model as text, with all of its iterations."""
        estimator = type(value).__name__ != "Booster"
        booster = _fitted(value, "booster_") if estimator else value
        manifest = {
            "params": _plain(value) if estimator else {},
            "best_iteration": booster.best_iteration,
            "classes": value.classes_.tolist() if hasattr(value, "classes_") else None,
            "objective": scalar(value.objective_) if estimator else None,
            "named": hasattr(value, "feature_names_in_"),
        }
        return self._encoded(value, booster.model_to_string(num_iteration=-1).encode(), manifest, put)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - the format holds no code
        """Return the model."""
        manifest, kind = self._opened(data)
        booster = require(self.library, self.library).Booster(model_str=get(manifest["model"]).decode())
        booster.best_iteration = manifest["best_iteration"]
        return (
            booster if manifest["class"] == "Booster" else _dressed(kind(**manifest["params"]), booster, manifest)
        )


def _dressed(estimator: Any, booster: Any, manifest: Mapping[str, Any]) -> Any:
    """Return an estimator of LightGBM around a booster; the library itself has no way to make one."""
    known = {
        "_Booster": booster,
        "_best_iteration": booster.best_iteration,
        "_n_features": booster.num_feature(),
        "_n_features_in": booster.num_feature(),
        "_objective": manifest["objective"],
        "fitted_": True,
        "_fitted_with_feature_names": manifest.get("named", True),
    }
    if manifest["classes"] is not None:
        encoder = importlib.import_module("sklearn.preprocessing").LabelEncoder().fit(manifest["classes"])
        numbers = {name: number for number, name in enumerate(encoder.classes_)}
        known |= {"_le": encoder, "_classes": encoder.classes_, "_n_classes": len(numbers), "_class_map": numbers}
    vars(estimator).update(known)
    return estimator


def _fitted(value: Any, member: str) -> Any:
    """Return the booster inside an estimator."""
    try:
        found = getattr(value, member)
        return found() if callable(found) else found
    except Exception as error:  # each library has an error of its own for it
        raise NotStorableError(
            f"{class_name(value)} is not fitted, so there is no model in it.", hint="Fit it first."
        ) from error


def _plain(value: Any) -> dict[str, Any]:
    """Return the settings that a manifest can hold; functions among them are not needed to predict."""
    settings = value.get_params(deep=False)
    return {key: given for key, given in settings.items() if given is None or _is_json(given)}


def _is_json(given: Any) -> bool:
    try:
        return scalar(given) is not None and json.loads(json.dumps(given)) is not None
    except (TypeError, ValueError):
        return False
