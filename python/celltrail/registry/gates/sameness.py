"""Whether an earlier outcome still holds: nothing that it depends on has changed."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Any

from celltrail import clock
from celltrail.records import GateResult, ModelVersion
from celltrail.registry.gates.gate import Gate
from celltrail.registry.gates.kinds import KINDS
from celltrail.registry.gates.notebook import code_digest
from celltrail.registry.gates.subject import Plan


def inputs_of(gate: Gate, plan: Plan) -> str:
    """Return a digest of everything that a gate's outcome depends on; empty where it is always made anew."""
    kind = KINDS[gate.kind]
    if not kind.lasts_s:
        return ""
    known = {
        "gate": gate.expression,
        "python": sys.version,
        "libraries": {name: _release(name) for name in ("celltrail", *kind.libraries)},
        "inputs": {name: _input(name, plan, gate) for name in kind.inputs},
    }
    return hashlib.blake2b(json.dumps(known, sort_keys=True).encode(), digest_size=16).hexdigest()


def still_holds(earlier: GateResult, gate: Gate, inputs: str) -> bool:
    """Whether an earlier result is one of the same gate with the same inputs, and not too old."""
    if not (earlier.ran and inputs and earlier.inputs == inputs):
        return False
    if earlier.verdict == "failed" and "machine" in KINDS[gate.kind].inputs:
        return False  # it was too slow, perhaps because the machine was busy
    return clock.now() - earlier.checked_at <= KINDS[gate.kind].lasts_s


def _input(name: str, plan: Plan, gate: Gate) -> Any:
    known: dict[str, Callable[[], Any]] = {
        "champion": lambda: _model(plan.champion),
        "model": lambda: _model(plan.version),
        "code": lambda: code_digest(gate.word, plan.folder),
        "metrics": lambda: [plan.version.metrics, plan.champion and plan.champion.metrics],
        "run": lambda: plan.version.run_id,
        "machine": lambda: [platform.node(), platform.machine()],
    }
    if name in known:
        return known[name]()
    return [plan.data.get(name), plan.data.get(f"{name}_target"), plan.data.get("example")]


def _model(version: ModelVersion | None) -> Any:
    return version and [version.artifact, version.codec, version.number]


def _release(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""
