"""Finding out what kind of history an address names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celltrail.errors import InvalidInputError
from celltrail.sharing.imports.mlflow.api import Api
from celltrail.sharing.imports.mlflow.database import DatabaseHistory
from celltrail.sharing.imports.mlflow.folder import FolderHistory
from celltrail.sharing.imports.mlflow.history import History
from celltrail.sharing.imports.mlflow.place import Place, local
from celltrail.sharing.imports.mlflow.server import ServerHistory

_DATABASE = "mlflow.db"
_RUNS = "mlruns"
_WHAT = "Name a server (http://...), a database (sqlite:///mlflow.db, postgresql://...) or a folder (mlruns)."


@contextmanager
def open_history(source: str, artifacts: Path | None = None) -> Iterator[History]:
    """Give the history that an address names.

    Raises
    ------
    InvalidInputError
        It names none.
    """
    if source.startswith(("http://", "https://")):
        yield ServerHistory(Api(source))
        return
    path = local(source)
    if path is not None and path.is_dir():
        path, source = _inside(path)
    if path is not None and path.is_dir():
        yield FolderHistory(path, _place(path, artifacts))
        return
    if path is not None and not path.is_file():
        raise InvalidInputError(f"There is no {source}.", hint=_WHAT)
    from celltrail.store.foreigntables import ForeignTables

    url = source if path is None else f"sqlite:///{path.absolute()}"
    tables = ForeignTables(url)
    try:
        yield DatabaseHistory(tables, source, _place(_folder_of(url), artifacts))
    finally:
        tables.close()


def _inside(folder: Path) -> tuple[Path, str]:
    """Return what in a folder is the history: MLflow's default database or folder in it, or the folder itself."""
    for name in (_DATABASE, _RUNS):
        if (folder / name).exists():
            return folder / name, str(folder / name)
    if not any(folder.glob("*/meta.yaml")):
        raise InvalidInputError(f"{folder} holds no history of MLflow.", hint=_WHAT)
    return folder, str(folder)


def _folder_of(url: str) -> Path:
    """Return the folder beside whose database MLflow keeps files by itself."""
    path = url.partition("sqlite:///")[2]
    return Path(path).absolute().parent if path else Path.cwd()


def _place(folder: Path, artifacts: Path | None) -> Place:
    roots = (folder, folder / _RUNS, folder / "mlartifacts")
    return Place(*((artifacts, *roots) if artifacts else roots))
