"""Histories that other tools wrote, taken over: what is here stays, what is new is added."""

from __future__ import annotations

from celltrail.sharing.imports.imported import Imported, ImportedRun
from celltrail.sharing.imports.mlflow.take import import_mlflow
from celltrail.sharing.imports.tensorboard import import_tensorboard

__all__ = ["Imported", "ImportedRun", "import_mlflow", "import_tensorboard"]
