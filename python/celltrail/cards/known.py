"""All that a card is made from, read once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from celltrail import explaining, registry
from celltrail.errors import CelltrailError
from celltrail.monitoring.reference import Profile
from celltrail.records import (
    ArtifactUse,
    CellExecution,
    Environment,
    Explanation,
    ModelVersion,
    RunRow,
)
from celltrail.tracking import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a version. What was removed since, or cannot be read, is not known."""

    version: ModelVersion
    champion: ModelVersion | None
    """The version that is champion, where it is another one."""
    size_bytes: int | None = None
    run: RunRow | None = None
    cells: Sequence[CellExecution] = ()
    uses: Sequence[ArtifactUse] = ()
    environment: Environment | None = None
    profile: Profile | None = None
    explanation: Explanation | None = None


def known_of(here: Workspace, version: ModelVersion) -> Known:
    """Return what is known of a version."""
    champion = registry.champion_of(here, version.model)
    known = {"champion": champion if champion and champion.number != version.number else None}
    parts = {
        "size_bytes": _size(here, version),
        "profile": _profile(here, version),
        "explanation": _explanation(here, version),
    }
    return Known(version=version, **known, **parts, **_origin(here, version))  # type: ignore[arg-type] # by name


def _origin(here: Workspace, version: ModelVersion) -> dict[str, object]:
    """Return the run that made a version, with its cells, data and environment."""
    if version.run_id is None:
        return {}
    runs = here.store.runs
    with suppress(CelltrailError):
        row = runs.find(version.run_id)
        digest = row.run.environment
        return {
            "run": row,
            "cells": runs.cells(row.run.id),
            "uses": runs.uses_of_run(row.run.id),
            "environment": runs.environment(digest) if digest else None,
        }
    return {}


def _size(here: Workspace, version: ModelVersion) -> int | None:
    with suppress(CelltrailError, OSError):
        return sum(
            here.artifacts.path(digest).stat().st_size
            for digest in here.artifacts.closure({version.artifact: version.codec})
        )
    return None


def _profile(here: Workspace, version: ModelVersion) -> Profile | None:
    with suppress(CelltrailError):
        return Profile.from_bytes(here.artifacts.get_bytes(version.profile)) if version.profile else None
    return None


def _explanation(here: Workspace, version: ModelVersion) -> Explanation | None:
    with suppress(CelltrailError, ValueError):
        return explaining.explanation_of(here, version)
    return None
