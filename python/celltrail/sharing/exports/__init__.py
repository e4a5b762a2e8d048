"""Exports: a run or notebook in a form that needs no celltrail."""

from __future__ import annotations

from celltrail.sharing.exports.export import FORMS, Exported, export

__all__ = ["FORMS", "Exported", "export"]
