"""The bill of materials of a version: CycloneDX 1.6, with the model, its data by digest, and every package.

Everything in it is read off the version, its run and its environment, in a fixed order, so that equal versions
have equal bills. Source: https://cyclonedx.org/docs/1.6/json/, https://cyclonedx.org/capabilities/mlbom/.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from celltrail.cards.card import card_of
from celltrail.errors import CelltrailError
from celltrail.records import Column, ModelVersion
from celltrail.registry.exporting import files_of
from celltrail.tracking import Workspace

ROLE = "bom"
_SPACE = uuid.UUID("6f9c3c1e-6c1a-5d0b-9d0e-3f1f0c2b7a55")
"""Ours, so that a version's bill has one serial number wherever it is made."""
_DATA_ROLES = ("training", "training_target", "evaluation", "evaluation_target")
_CONSIDERATIONS = {
    "intended_users": "users",
    "intended_use": "useCases",
    "out_of_scope": "technicalLimitations",
    "caveats": "technicalLimitations",
    "metrics_notes": "performanceTradeoffs",
}


def bom(workspace: Workspace, version: ModelVersion) -> dict[str, Any]:
    """Return the bill of materials of a version.

    Raises
    ------
    NotFoundError
        The model's bytes are gone.
    CorruptArtifactError
        They have changed.
    """
    packages = list(_packages(workspace, version))
    data = list(_data(workspace, version))
    model = _model(workspace, version, data)
    serial = uuid.uuid5(_SPACE, json.dumps([version.label, version.artifact, version.created_at]))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(version.created_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tools": {"components": [{"type": "application", "name": "celltrail"}]},
            "component": model,
        },
        "components": [*data, *packages],
        "dependencies": [
            {"ref": model["bom-ref"], "dependsOn": sorted(one["bom-ref"] for one in (*data, *packages))},
            *({"ref": one["bom-ref"]} for one in (*data, *packages)),
        ],
    }


def written(content: Mapping[str, Any]) -> bytes:
    """Return a bill as the file that is handed on; equal bills give equal bytes."""
    return json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"


def _model(workspace: Workspace, version: ModelVersion, data: list[dict[str, Any]]) -> dict[str, Any]:
    files = files_of(workspace, version)
    parts = [
        {"type": "file", "name": name, "hashes": [_sha256(content)], "bom-ref": f"file:{name}"}
        for name, content in sorted(files.items())
    ]
    card = {
        "modelParameters": _parameters(version, data),
        "quantitativeAnalysis": {"performanceMetrics": _metrics(version)},
        "considerations": _considerations(workspace, version),
        "properties": list(_properties(workspace, version)),
    }
    described = {"description": version.description} if version.description else {}
    owned = {"manufacturer": {"name": version.owner}} if version.owner else {}
    return {
        "type": "machine-learning-model",
        "bom-ref": f"model:{version.label}",
        "name": version.model,
        "version": str(version.number),
        **described,
        **owned,
        "hashes": [{"alg": "BLAKE3", "content": version.artifact}],
        "components": parts,
        "modelCard": {key: value for key, value in card.items() if value},
    }


def _parameters(version: ModelVersion, data: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"modelArchitecture": version.framework or version.codec}
    names = {column.name for column in version.signature.outputs}
    if names:
        classified = any(name.startswith("probability_") for name in names)
        found = {"task": "classification" if classified else "prediction", **found}
    if data:
        found["datasets"] = [{"ref": one["bom-ref"]} for one in data]
    for key, columns in (("inputs", version.signature.inputs), ("outputs", version.signature.outputs)):
        if columns:
            found[key] = [{"format": _format(column)} for column in columns]
    return found


def _format(column: Column) -> str:
    shape = "x".join(map(str, column.shape))
    gaps = ", may be missing" if column.nullable else ""
    return f"{column.name}: {column.type}{f' [{shape}]' if shape else ''}{gaps}"


def _metrics(version: ModelVersion) -> list[dict[str, str]]:
    return [{"type": name, "value": f"{value!r}"} for name, value in sorted(version.metrics.items())]


def _considerations(workspace: Workspace, version: ModelVersion) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    try:
        sections = card_of(workspace, version).sections
    except CelltrailError:  # a damaged card is no reason to have no bill
        sections = ()
    for text in (text for section in sections for text in section.texts if text.text):
        if text.key == "ethical_considerations":
            found["ethicalConsiderations"] = [{"name": text.text}]
        elif place := _CONSIDERATIONS.get(text.key):
            found.setdefault(place, []).append(text.text)
    if version.unsafe:
        found.setdefault("technicalLimitations", []).append("Loading the model runs code that it holds.")
    failed = [gate for gate in version.gates if gate.verdict == "failed"]
    found.setdefault("technicalLimitations", []).extend(
        f"The gate {gate.expression} failed: {gate.reason}" for gate in failed
    )
    return {key: value for key, value in sorted(found.items()) if value}


def _properties(workspace: Workspace, version: ModelVersion) -> Iterator[dict[str, str]]:
    yield {"name": "celltrail:format", "value": version.codec}
    for key, value in sorted(version.tags.items()):
        yield {"name": f"celltrail:tag:{key}", "value": value}
    if version.run_id is None:
        return
    yield {"name": "celltrail:run", "value": version.run_id}
    row = workspace.store.runs.find(version.run_id)
    if row.run.source.git_commit:
        yield {"name": "celltrail:git_commit", "value": row.run.source.git_commit}
    for key, chosen in sorted(row.params.items()):
        yield {"name": f"celltrail:param:{key}", "value": str(chosen)}


def _data(workspace: Workspace, version: ModelVersion) -> Iterator[dict[str, Any]]:
    """Give the data that the version was judged by, and what its run read, each content once."""
    named = {one.digest: one.role for one in version.attachments if one.role in _DATA_ROLES}
    if version.run_id is not None:
        for use in workspace.store.runs.uses_of_run(version.run_id):
            if use.direction == "input" and use.artifact.kind in ("frame", "array", "file"):
                named[use.artifact.digest] = use.name
    for digest, name in sorted(named.items(), key=lambda item: (item[1], item[0])):
        yield {
            "type": "data",
            "bom-ref": f"data:{digest}",
            "name": name,
            "hashes": [{"alg": "BLAKE3", "content": digest}],
            "data": [{"type": "dataset", "name": name}],
        }


def _packages(workspace: Workspace, version: ModelVersion) -> Iterator[dict[str, Any]]:
    """Give the packages of the environment that the version's run had."""
    if version.run_id is None:
        return
    digest = workspace.store.runs.find(version.run_id).run.environment
    environment = workspace.store.runs.environment(digest) if digest else None
    for name, release in sorted(environment.packages.items()) if environment else ():
        purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{release}"
        yield {"type": "library", "bom-ref": purl, "name": name, "version": release, "purl": purl}


def _sha256(content: bytes) -> dict[str, str]:
    return {"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}
