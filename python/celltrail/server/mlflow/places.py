"""Where files lie, as MLflow's clients name it: ``<experiment>/<run>/artifacts/...`` and
``<experiment>/models/<logged model>/artifacts/...``.

A path is a name in our store, never one of the disk; still nothing is taken that would lead elsewhere if it were.
"""  # noqa: D205

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from celltrail.errors import NotFoundError
from celltrail.server.mlflow.errors import MlflowError, invalid
from celltrail.tracking import Workspace

_LONGEST = 4096
_LAYERS = 10
_MODELS = "models"
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder of a run or a logged model."""

    owner: str
    path: str
    """Relative to the owner's files; empty for all of them."""


def safe_path(text: str) -> str:
    """Return a relative path without its slashes at the end.

    Raises
    ------
    MlflowError
        It leads elsewhere, or could be read so: ``..``, an absolute path, a drive, however often encoded.

    Examples
    --------
    >>> safe_path("model/MLmodel")
    'model/MLmodel'
    """
    plain = text
    for _ in range(_LAYERS):
        if (decoded := unquote(plain)) == plain:
            break
        plain = decoded
    parts = plain.rstrip("/").split("/") if plain.rstrip("/") else []
    wrong = any(part in ("", ".", "..") or _DRIVE.match(part) for part in parts) or plain.startswith("/")
    if wrong or _FORBIDDEN.search(plain) or "#" in plain or "%" in plain:
        raise invalid(f"Invalid path: {text[:200]!r}. A path is relative and has no '..' in it.")
    if len(plain) > _LONGEST:
        raise invalid(f"Invalid path: it has more than {_LONGEST} characters.")
    return "/".join(parts)


def place_of(workspace: Workspace, text: str) -> Place:
    """Return what a path behind ``mlflow-artifacts:/`` names.

    Raises
    ------
    MlflowError
        It is no such path, or names nothing of the experiment that it begins with.
    """
    parts = safe_path(text).split("/")
    is_model = len(parts) > 1 and parts[1] == _MODELS
    owner_at = 2 if is_model else 1
    if len(parts) < owner_at + 2 or parts[owner_at + 1] != "artifacts":
        raise invalid(f"Invalid path: {text[:200]!r}. Files lie in <experiment>/<run>/artifacts.")
    owner = parts[owner_at]
    if _experiment_of(workspace, owner, is_model=is_model) != parts[0]:
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", f"{owner} is not in experiment {parts[0]}.")
    return Place(owner, "/".join(parts[owner_at + 2 :]))


def _experiment_of(workspace: Workspace, owner: str, *, is_model: bool) -> str:
    store = workspace.store
    if is_model:
        return str(store.logged_models.get(owner).experiment_id)
    try:
        run = store.client_runs.get(owner).run
    except NotFoundError as error:
        raise MlflowError("RESOURCE_DOES_NOT_EXIST", error.message) from None
    return str(store.experiments.named(run.project).id)
