"""What may be registered as a model, and in which format it is kept.

| given | kept as |
|---|---|
| a fitted scikit-learn estimator | skops archive: types are audited, no pickle |
| a model of XGBoost or LightGBM | their own formats |
| an ONNX model, its bytes, or the path of its file | ONNX with its weights inside |
| a module of PyTorch | safetensors, and its layers and settings as JSON; of one's own classes the source |
| a program exported by ``torch.export`` | PyTorch's archive; marked unsafe, as loading one can run code |
| a function | source, or the name that it is imported by |
| anything else with ``predict``, where pickles are allowed | a pickle, marked unsafe |
"""

from __future__ import annotations

import importlib
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail.artifacts.codec import class_name, loaded
from celltrail.artifacts.estimators import EstimatorCodec, is_fitted
from celltrail.artifacts.functions import FunctionCodec
from celltrail.artifacts.functionsource import plain_function
from celltrail.artifacts.onnx import OnnxModel
from celltrail.artifacts.torchmodules import ModuleCodec
from celltrail.artifacts.torchprograms import ProgramCodec
from celltrail.errors import InvalidInputError, NotStorableError
from celltrail.records import Artifact
from celltrail.registry.loading import load_artifact
from celltrail.registry.scorer import is_torch
from celltrail.registry.trust import PICKLED, holds_code, missing_trust
from celltrail.tracking import Workspace

_UNSAFE_HINT = "unsafe=True (--unsafe) keeps it as a pickle, which every load then has to be told to trust."
_LIBRARIES = {
    "skops/1": "sklearn",
    "xgboost/1": "xgboost",
    "lightgbm/1": "lightgbm",
    "onnx/1": "onnx",
    ModuleCodec.name: "torch",
    ProgramCodec.name: "torch",
}
_VOUCHED = (PICKLED, FunctionCodec.name, ModuleCodec.name, ProgramCodec.name)
"""What somebody who registers it has in their session already: loading it again needs no other word of theirs."""
_ASKED_AS_KEPT = (ModuleCodec.name, ProgramCodec.name)
"""What answers is built from what was kept, so that what is missing in that is found when it is registered."""
_DISTRIBUTIONS = {"sklearn": "scikit-learn"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A model that was kept."""

    artifact: Artifact
    model: Any
    """What answers, in the form in which it was kept."""
    framework: str
    """The library that it needs, with its release."""
    unsafe: bool
    """Whether loading it runs code that its bytes hold."""
    vouched: tuple[str, ...] = ()
    """What who registers it has given their word for by the way in which they did."""


def keep(workspace: Workspace, given: Any, *, unsafe: bool = False) -> Kept:
    """Keep a model by the codec of its kind.

    Parameters
    ----------
    given
        See the table above.
    unsafe
        Whether it may be kept as a pickle where there is no other way.

    Raises
    ------
    InvalidInputError
        It is no model, or is not fitted.
    NotStorableError
        It cannot be kept; the message says why and what would help.
    """
    model = as_model(given)
    _check_answers(model)
    try:
        artifact = workspace.artifacts.put(model, pickles=unsafe)
    except NotStorableError as error:
        if unsafe or _UNSAFE_HINT in error.hint:
            raise
        raise NotStorableError(error.message, hint=f"{error.hint} {_UNSAFE_HINT}".strip()) from error
    vouched: tuple[str, ...] = ()
    if artifact.codec in _VOUCHED:
        vouched = missing_trust(workspace.artifacts, artifact.digest, artifact.codec)
    framework = framework_of(model)
    if artifact.codec in _ASKED_AS_KEPT:
        model = load_artifact(workspace.artifacts, artifact.digest, artifact.codec, trusted=vouched)
    return Kept(artifact, model, framework, holds_code(workspace.artifacts, artifact), vouched)


def as_model(given: Any) -> Any:
    """Return what a person gave as something that answers and can be kept.

    Raises
    ------
    InvalidInputError
        It is a file or bytes of no format that is known.
    NotStorableError
        It is a function that cannot be kept.
    """
    if isinstance(given, bytes | bytearray):
        return OnnxModel(bytes(given))
    if isinstance(given, str | Path):
        return _from_path(Path(given).expanduser())
    if loaded(given, "onnx", "ModelProto"):
        return OnnxModel(given.SerializeToString(deterministic=True))
    if is_torch(given):
        return given
    if callable(given) and not hasattr(given, "predict") and not isinstance(given, type):
        return plain_function(given)
    return given


def framework_of(model: Any) -> str:
    """Return the library that a model needs, with the release that is installed: ``scikit-learn 1.7.2``.

    Of a class that somebody derived from an estimator, that of the estimator.
    """
    if isinstance(model, OnnxModel):
        return _release("onnx")
    libraries = [base.__module__.partition(".")[0] for base in type(model).__mro__]
    for library in ("xgboost", "lightgbm", "keras", "torch", "mlflow", "sklearn"):
        if library in libraries:
            return _release(library)
    return (
        f"Python {platform.python_version()}"
        if libraries[0] in ("__main__", "celltrail")
        else _release(libraries[0])
    )


def framework_of_kept(artifact: Artifact, packages: Mapping[str, str]) -> str:
    """Return the library that a kept model needs, with the release that was installed where it was made."""
    library = _LIBRARIES.get(artifact.codec) or str(artifact.summary.get("class", "")).partition(".")[0]
    name = _DISTRIBUTIONS.get(library, library)
    release = next((packages[one] for one in (name, f"{name}-cpu") if one in packages), "")
    return f"{name} {release}".strip()


def _from_path(path: Path) -> Any:
    if path.suffix == ".onnx" and path.is_file():
        return OnnxModel.from_file(path)
    what = "is no model file that is known" if path.exists() else "is not there"
    raise InvalidInputError(
        f"{path} {what}.", hint="Give a fitted model, what torch.export.load gives, or the path of a .onnx file."
    )


def _check_answers(model: Any) -> None:
    """Refuse what could be registered, but never answer."""
    if not (hasattr(model, "predict") or is_torch(model)) or isinstance(model, type):
        raise InvalidInputError(
            f"{class_name(model)} is no model: it has no predict().",
            hint="Give the fitted estimator, or a function.",
        )
    if EstimatorCodec().accepts(model) and not is_fitted(model):
        raise InvalidInputError(f"The {type(model).__name__} is not fitted.", hint="Call fit() on it first.")


def _release(library: str) -> str:
    metadata = importlib.import_module("importlib.metadata")
    name = _DISTRIBUTIONS.get(library, library)
    for distribution in (name, f"{name}-cpu"):  # xgboost is published under both names
        try:
            return f"{name} {metadata.version(distribution)}"
        except metadata.PackageNotFoundError:
            continue
    return name
