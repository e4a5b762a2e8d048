"""Exported programs of PyTorch (``torch.export``) as artifacts: operators and weights, in PyTorch's own archive.

Such a program needs no class. But reading one is not safe: PyTorch's loader unpickles parts of the archive where
the archive says so, evaluates the expressions of its shapes, and looks operators up anywhere below ``torch``; its
documentation says never to load one from others. So loading needs the user's word, ``trusted=["torch.export"]``.
Source: torch/export/pt2_archive/_package.py and torch/_export/serde/serialize.py of PyTorch 2.13.
"""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Sequence
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, OnePart, Put, loaded
from celltrail.artifacts.require import require
from celltrail.artifacts.tensors import EXTRA
from celltrail.errors import NotLoadableError, NotStorableError, UntrustedError

NAME = "torch-export/1"
PROGRAM = "torch.export"
"""What `trusted` has to hold for an exported program to be loaded."""
_STAMP = (1980, 1, 1, 0, 0, 0)


class ProgramCodec(OnePart):
    """Exported programs."""

    name = NAME

    def accepts(self, value: object) -> bool:
        """Whether it is an exported program."""
        return loaded(value, "torch", "ExportedProgram")

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - a program is one part
        """Return the program; equal ones give equal bytes.

        Left out are the example inputs, which are rows of somebody's data, and where in which file a line stood.

        Raises
        ------
        NotStorableError
            PyTorch cannot save it.
        """
        torch = require("torch", EXTRA)
        archive = io.BytesIO()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that its file name has another ending, and the like
                torch.export.save(value, archive)
        except Exception as error:  # operators and objects of others raise what they like
            raise NotStorableError(
                f"PyTorch cannot save the program: {type(error).__name__}: {str(error)[:300]}.",
                hint="Register the module that it was exported from.",
            ) from error
        data = _canonical(archive.getvalue())
        summary = {
            "class": "torch.export.ExportedProgram",
            "inputs": list(value.graph_signature.user_inputs),
            "weights": sum(tensor.numel() for tensor in value.state_dict.values()),
        }
        return Encoded(kind="model", data=data, size_bytes=len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - one part
        """Return the program.

        Raises
        ------
        UntrustedError
            Nobody has said to load it.
        NotLoadableError
            PyTorch cannot read it.
        """
        if PROGRAM not in trusted:
            raise UntrustedError(
                "PyTorch runs code that an exported program names when it loads one.",
                hint=f"If you know where it comes from, load it with trusted=[{PROGRAM!r}].",
            )
        torch = require("torch", EXTRA)
        try:
            return torch.export.load(io.BytesIO(data))
        except Exception as error:  # noqa: BLE001 - whatever the content makes it raise
            said = f"{type(error).__name__}: {str(error)[:300]}"
            raise NotLoadableError(
                f"PyTorch {torch.__version__} cannot read the program: {said}.",
                hint="It may need the release that it was exported with; see the version's framework.",
            ) from None

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - one part
        """Show the operators, in their order."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                graph = json.loads(archive.read(_model_file(archive)))["graph_module"]["graph"]
        except (zipfile.BadZipFile, KeyError, ValueError):
            return {}
        return {"text/plain": "\n".join(node["target"] for node in graph["nodes"])[:10_000]}

    def files(self, data: bytes, get: Get) -> dict[str, bytes]:  # noqa: ARG002 - one part
        """Return the file that ``torch.export.load`` reads."""
        return {"model.pt2": data}


def _model_file(archive: zipfile.ZipFile) -> str:
    return next((name for name in archive.namelist() if name.endswith("/models/model.json")), "")


def _canonical(saved: bytes) -> bytes:
    """Return an archive whose bytes depend on the program alone; as PyTorch wants it, nothing is compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist()):
            if name.endswith("/serialization_id"):
                continue
            data = b"" if "/sample_inputs/" in name else source.read(name)
            if name == _model_file(source):
                data = _without_places(data)
            target.writestr(zipfile.ZipInfo(name, _STAMP), data)
    return out.getvalue()


def _without_places(model: bytes) -> bytes:
    """Return a program without the files and lines that its operators come from."""
    return json.dumps(json.loads(model, object_hook=_placeless)).encode()


def _placeless(found: dict[str, Any]) -> dict[str, Any]:
    found.pop("stack_trace", None)
    return found
