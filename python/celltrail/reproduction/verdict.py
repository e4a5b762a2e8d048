"""The verdict as a file: what was compared with what, and how it came out (docs/how/reproduce.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from celltrail import clock
from celltrail.artifacts import digest_bytes
from celltrail.records import Environment, Reproduction
from celltrail.reproduction.cause import differing_packages
from celltrail.reproduction.data import Layout
from celltrail.reproduction.ourselves import version
from celltrail.reproduction.recorded import Recorded

FORM = "celltrail.verdict/1"


def document(
    reproduction: Reproduction, sides: tuple[Recorded, Recorded], layout: Layout, tolerance: float
) -> dict[str, Any]:
    """Return the content of a verdict file."""
    before, after = sides
    old, new = before.environment, after.environment
    return {
        "form": FORM,
        "celltrail": version(),
        "made_at": clock.iso(reproduction.ended_at or clock.now()),
        "who": reproduction.who,
        "reproduction": reproduction.id,
        "verdict": reproduction.verdict,
        "tolerance": tolerance,
        "first_different": reproduction.first_different,
        "cause": reproduction.cause,
        "cause_detail": reproduction.cause_detail,
        "notes": list(reproduction.notes),
        "runs": {"recorded": _run(before), "again": _run(after)},
        "notebook": {"name": before.path.name, "sources": sources_digest(before)},
        "parameters": msgspec.to_builtins(before.parameters),
        "data": [
            {"path": _beside(file.path, before.path.parent), "digest": file.digest, "found": file.found}
            for file in layout.files
        ],
        "environment": {
            "how": reproduction.environment,
            "recorded": _environment(old),
            "again": _environment(new),
            "packages_that_differ": {
                name: list(pair) for name, pair in (differing_packages(old, new) if old and new else {}).items()
            },
        },
        "metrics": {
            "recorded": dict(sorted(before.metrics.items())),
            "again": dict(sorted(after.metrics.items())),
        },
        "cells": msgspec.to_builtins(reproduction.cells),
    }


def write_document(content: Mapping[str, Any], path: Path) -> Path:
    """Write a verdict, whole or not at all, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)
    return path


def sources_digest(recorded: Recorded) -> str:
    """Return the digest of a notebook's cells, so that two notebooks of the same code have the same."""
    sources = [[cell.cell_type, cell.source] for cell in recorded.notebook.cells]
    return digest_bytes(json.dumps(sources, ensure_ascii=False).encode())


def _run(recorded: Recorded) -> dict[str, Any]:
    run = recorded.run
    return {
        "id": run.id,
        "name": run.name,
        "status": run.status,
        "started_at": clock.iso(run.started_at),
        "ended_at": clock.iso(run.ended_at) if run.ended_at else None,
        "git_commit": run.source.git_commit,
    }


def _environment(known: Environment | None) -> dict[str, Any] | None:
    if known is None:
        return None
    return {
        "lock": known.lock,
        "python": f"{known.implementation} {known.python}",
        "platform": known.platform,
        "cpu": known.cpu,
        "cpu_count": known.cpu_count,
        "gpus": list(known.gpus),
        "threads": dict(known.threads),
    }


def _beside(path: str, folder: Path) -> str:
    """Return a path as seen from the notebook, where it lies below it: a verdict travels."""
    try:
        return str(Path(path).relative_to(folder))
    except ValueError:
        return path
