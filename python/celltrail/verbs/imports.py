"""Take over what other tools have tracked, and give it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from celltrail.errors import InvalidInputError
from celltrail.sharing import imports
from celltrail.sharing.exports.mlflow import ExportedHistory, export_mlflow
from celltrail.sharing.imports import Imported
from celltrail.tracking import Workspace, workspace

_SOURCES: dict[str, Callable[[Workspace, str, Path | None], Imported]] = {
    "mlflow": imports.import_mlflow,
    "tensorboard": lambda here, source, _: imports.import_tensorboard(here, Path(source)),
}
SOURCES = tuple(_SOURCES)
TARGETS = ("mlflow",)


def import_history(kind: str, source: str | Path, *, artifacts: str | Path | None = None) -> Imported:
    """Take over the runs that another tool has tracked; what was taken over before is not taken twice.

    Parameters
    ----------
    kind
        ``mlflow`` or ``tensorboard``.
    source
        MLflow's tracking server, database or folder; the folder with TensorBoard's event files, or with folders of
        them.
    artifacts
        Where the files of an MLflow history lie, if they are not beside its database or in its folder.

    Raises
    ------
    InvalidInputError
        There is no such tool or folder, or it holds nothing of the kind.
    ServerAwayError
        MLflow's server does not answer.
    MissingDependencyError
        The library that reads it is not installed.

    Examples
    --------
    >>> import_history("tensorboard", "runs/")  # doctest: +SKIP
    """
    if kind not in _SOURCES:
        raise InvalidInputError(f"There is no import from {kind!r}.", hint=f"There is: {', '.join(SOURCES)}.")
    here = workspace()
    here.drain()
    return _SOURCES[kind](here, str(source), Path(artifacts) if artifacts else None)


def export_history(kind: str, folder: str | Path) -> ExportedHistory:
    """Write all runs, experiments and models in the form of another tool; nothing is overwritten.

    Parameters
    ----------
    kind
        ``mlflow``: a folder that MLflow 2 reads, and MLflow 3 migrates (``mlflow migrate-filestore``).
    folder
        The folder, which must not be there yet.

    Raises
    ------
    InvalidInputError
        There is no such tool, or the folder is there already or cannot be written.

    Examples
    --------
    >>> export_history("mlflow", "mlruns")  # doctest: +SKIP
    """
    if kind not in TARGETS:
        raise InvalidInputError(f"There is no export to {kind!r}.", hint=f"There is: {', '.join(TARGETS)}.")
    here = workspace()
    here.drain()
    return export_mlflow(here, Path(folder))
