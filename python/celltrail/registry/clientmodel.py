"""Versions whose model is a folder that a client of MLflow's API has logged."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celltrail.artifacts import modelfolders
from celltrail.artifacts.modelfolders import Manifest
from celltrail.records import Artifact, Column, ModelVersion, Signature
from celltrail.registry.declared import declared
from celltrail.registry.lifecycle import describe_version
from celltrail.registry.register import Draft, register
from celltrail.tracking import Workspace

_DESCRIPTION = "MLmodel"
_TYPES = {
    "boolean": "bool", "integer": "int32", "long": "int64", "float": "float", "double": "double",
    "string": "string", "binary": "binary", "datetime": "timestamp[ns]",
}  # fmt: skip
"""Names of types in MLflow's signatures, and in ours."""
_LARGEST_DESCRIPTION = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A model folder, and what a client says of it."""

    source: str
    files: Mapping[str, str]
    run_link: str = ""
    model_id: str | None = None
    run_id: str | None = None
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)


def register_folder(workspace: Workspace, name: str, folder: Folder) -> ModelVersion:
    """Make a version of a model folder; the project's gates count as for any other model.

    Raises
    ------
    InvalidInputError
        The name has characters that names of models do not have.
    """
    manifest = Manifest(
        source=folder.source, files=dict(folder.files), run_link=folder.run_link, model_id=folder.model_id
    )
    data = modelfolders.written(manifest)
    digest = workspace.artifacts.put_bytes(data)
    workspace.artifacts.sync()
    signature, framework = told_by(workspace, folder.files)
    version = register(
        workspace,
        Draft(
            model=name,
            artifact=Artifact(digest=digest, kind="model", codec=modelfolders.NAME, size_bytes=len(data)),
            signature=signature,
            framework=framework,
            unsafe=True,  # whatever its flavour, MLflow runs code to load it
            run_id=folder.run_id,
            metrics={key: value for key, value in folder.metrics.items() if math.isfinite(value)},
            gates=declared(workspace.settings, name, ()),
            description=folder.description,
        ),
    )
    if folder.tags:
        version = describe_version(workspace, name, version.number, tags=dict(folder.tags))
    return version


def told_by(workspace: Workspace, files: Mapping[str, str]) -> tuple[Signature, str]:
    """Return the signature and the library that a model folder itself tells of, empty where it does not."""
    described = _described(workspace, files)
    return _signature(described), _framework(described)


def manifest_of(workspace: Workspace, version: ModelVersion) -> Manifest:
    """Return where a version's model comes from; of one of ours, its digest says it."""
    if version.codec == modelfolders.NAME:
        return modelfolders.read(workspace.artifacts.get_bytes(version.artifact))
    return Manifest(source=f"celltrail:/{version.artifact}", files={})


def _described(workspace: Workspace, files: Mapping[str, str]) -> dict[str, Any]:
    """Return what a folder's own description says; nothing where there is none that can be read."""
    if _DESCRIPTION not in files:
        return {}
    import yaml

    text = b""
    for piece in workspace.artifacts.pieces(files[_DESCRIPTION]):
        text += piece
        if len(text) > _LARGEST_DESCRIPTION:
            return {}
    try:
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}  # the folder is kept as it is; who loads it will see
    return said if isinstance(said, dict) else {}


def _signature(described: Mapping[str, Any]) -> Signature:
    """Return what the model takes and gives; empty where the description does not say it."""
    try:
        said = described.get("signature") or {}
        return Signature(inputs=_columns(said.get("inputs")), outputs=_columns(said.get("outputs")))
    except (ValueError, AttributeError, TypeError, KeyError, RecursionError):
        return Signature(inputs=())


def _framework(described: Mapping[str, Any]) -> str:
    """Return the library that the model needs, with its release, as its flavour names it."""
    flavors = described.get("flavors")
    for name, flavor in flavors.items() if isinstance(flavors, dict) else ():
        if name == "python_function" or not isinstance(flavor, dict):
            continue
        release = next((value for key, value in flavor.items() if str(key).endswith("_version")), "")
        return f"{'scikit-learn' if name == 'sklearn' else name} {release}".strip()
    return ""


def _columns(text: str | None) -> tuple[Column, ...]:
    given: list[dict[str, Any]] = json.loads(text) if text else []
    return tuple(_column(place, one) for place, one in enumerate(given))


def _column(place: int, one: Mapping[str, Any]) -> Column:
    name = str(one.get("name") or f"x{place}")
    if one["type"] == "tensor":
        spec = one["tensor-spec"]
        return Column(name=name, type=str(spec["dtype"]), shape=tuple(int(side) for side in spec["shape"][1:]))
    return Column(
        name=name, type=_TYPES.get(one["type"], str(one["type"])), nullable=not one.get("required", True)
    )
