"""Requests and answers about models."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.records import AliasChange, Model


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsPage:
    """All models by name."""

    models: tuple[Model, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasHistory:
    """How the aliases of a model moved, newest first."""

    changes: tuple[AliasChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoteRequest:
    """Move an alias to a version."""

    number: int
    reason: str = ""
