"""Model folders of MLflow: which files make one, each kept on its own. Loading one runs its code."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from celltrail.artifacts.codec import Encoded, Get, Put
from celltrail.errors import MissingDependencyError, NotStorableError, UntrustedError

NAME = "mlflow/1"
TRUST = "mlflow"
"""The word by which a person says that the folder's code may run."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A folder, and where a client said that it comes from."""

    source: str
    files: dict[str, str]
    """Paths to digests; empty where the files lie elsewhere."""
    run_link: str = ""
    model_id: str | None = None
    storage: str = ""
    """Where the files lay in the history that the version came with."""


class ModelFolderCodec:
    """Reads manifests of model folders. They are made by clients of MLflow's API, not from values."""

    name = NAME

    def accepts(self, value: object) -> bool:  # noqa: ARG002 - there is no such value
        """Return False: whatever a notebook has, it is no folder of a client."""
        return False

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002
        """Refuse: there is no such value."""
        raise NotStorableError("A model folder is made by a client of MLflow's API.")

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:
        """Return the model as MLflow loads it."""
        manifest = read(data)
        if TRUST not in trusted:
            raise UntrustedError(
                "Loading a model folder of MLflow runs whatever its flavour runs, pickles among it.",
                hint=f"If you trust who logged it, say so with trusted=[{TRUST!r}].",
            )
        if not manifest.files:
            raise NotStorableError(f"The model's files are not here but at {manifest.source}.")
        try:
            pyfunc = import_module("mlflow.pyfunc")
        except ImportError as error:
            raise MissingDependencyError(
                "A model folder of MLflow is loaded by MLflow.", hint="Run `pip install mlflow`."
            ) from error
        with tempfile.TemporaryDirectory(prefix="celltrail-model-") as folder:
            for path, digest in manifest.files.items():
                target = Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(get(digest))
            return pyfunc.load_model(folder)

    def parts(self, data: bytes) -> Sequence[str]:
        """Return the digests of the files."""
        return tuple(read(data).files.values())

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:
        """Show the folder's own description, else the names of its files."""
        manifest = read(data)
        if "MLmodel" in manifest.files:
            return {"text/plain": get(manifest.files["MLmodel"])[:10_000].decode("utf-8", "replace")}
        return {"text/plain": "\n".join([manifest.source, *sorted(manifest.files)])}


def read(data: bytes) -> Manifest:
    """Return the manifest that some bytes are."""
    return msgspec.json.decode(data, type=Manifest)


def written(manifest: Manifest) -> bytes:
    """Return a manifest as bytes; equal ones give equal bytes."""
    return msgspec.json.encode(manifest, order="sorted")
