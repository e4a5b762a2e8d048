"""Fitted scikit-learn estimators, through skops: no pickle, and types are audited before anything is built.

skops names its parts by memory addresses and stamps its archive with the time, so two dumps of one model differ.
They are renamed by order of appearance here, so that equal models have equal digests.
Source: skops persistence format, https://skops.readthedocs.io/en/stable/persistence.html.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, OnePart, Put, class_name, loaded
from celltrail.artifacts.skopsio import skops_io
from celltrail.artifacts.trusted import TRUSTED
from celltrail.errors import NotLoadableError, NotStorableError, UntrustedError

_LARGE = 256 << 20
_MOST_TIMES = 200
"""How many times its size an archive may unpack to, once that is more than `_LARGE`."""
_SCHEMA = "schema.json"
_STAMP = (1980, 1, 1, 0, 0, 0)


class EstimatorCodec(OnePart):
    """Anything that is a scikit-learn estimator."""

    name = "skops/1"

    def accepts(self, value: object) -> bool:
        """Whether it is an estimator."""
        return loaded(value, "sklearn", "BaseEstimator") and not isinstance(value, type)

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - an estimator is one part
        """Return the estimator as a skops archive with stable names."""
        try:
            data = canonical(skops_io().dumps(value))
        except Exception as error:  # skops lets through whatever a class of the user's raises
            raise NotStorableError(
                f"{class_name(value)} cannot be stored as a model: {error}.",
                hint="Use importable functions and classes in it, no lambdas, open files or locks.",
            ) from error
        summary = {
            "class": class_name(value),
            "fitted": is_fitted(value),
            "params": {k: repr(v)[:200] for k, v in value.get_params(deep=False).items()},
        }
        return Encoded(kind="model", data=data, size_bytes=len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - one part
        """Return the estimator.

        Raises
        ------
        UntrustedError
            It holds types that nobody has said to trust.
        """
        _check_size(data)
        strange = sorted(set(strange_types(data)) - set(trusted))
        if strange:
            raise UntrustedError(
                f"The model holds types that loading would run code of: {', '.join(strange)}.",
                hint="If you know where it comes from, load it with trusted=[...] naming them.",
            )
        return skops_io().loads(data, trusted=[*TRUSTED, *trusted])

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - one part
        """Show nothing: drawing an estimator means building it, which is the user's to decide."""
        return {}

    def files(self, data: bytes, get: Get) -> dict[str, bytes]:  # noqa: ARG002 - one part
        """Return the file that ``skops.io.load`` reads."""
        return {"model.skops": data}


def strange_types(data: bytes) -> tuple[str, ...]:
    """Return the types in a skops archive that are not trusted by themselves; nothing is built for that.

    Raises
    ------
    NotLoadableError
        The bytes are no such archive.
    """
    try:
        return tuple(sorted(set(skops_io().get_untrusted_types(data=data)) - TRUSTED))
    except Exception as error:  # noqa: BLE001 - skops and zipfile let through what the content makes them raise
        raise NotLoadableError(f"The bytes are no skops archive: {type(error).__name__}: {error}.") from None


def _check_size(data: bytes) -> None:
    """Refuse an archive that is far larger unpacked than any model is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise NotLoadableError(f"The bytes are no skops archive: {error}.") from None
    if size > max(_LARGE, _MOST_TIMES * len(data)):
        raise NotLoadableError(
            f"The model would unpack from {len(data):,} bytes to {size:,}: it is a zip bomb.",
            hint="Do not use it. If it is your own, register it with fewer empty arrays in it.",
        )


def is_fitted(value: Any) -> bool:
    """Whether an estimator has been fitted."""
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    try:
        check_is_fitted(value)
    except (NotFittedError, TypeError):
        return False
    return True


def canonical(archive: bytes) -> bytes:
    """Return a skops archive whose bytes depend on the estimator alone."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        schema = json.loads(source.read(_SCHEMA))
        files = {name: source.read(name) for name in source.namelist() if name != _SCHEMA}
    if foreign := sorted(set(_not_importable(schema))):
        raise ValueError(f"{', '.join(foreign)} cannot be imported where the model is loaded")
    numbers: dict[Any, int] = {}
    renamed: dict[str, bytes] = {}
    _renumber(schema, files, numbers, renamed)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in [(_SCHEMA, json.dumps(schema).encode()), *sorted(renamed.items())]:
            target.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def _not_importable(node: Any) -> Iterator[str]:
    """Give the functions and classes that exist in this session only: lambdas, and what the notebook defines."""
    if isinstance(node, dict):
        name, module = str(node.get("__class__", "")), node.get("__module__")
        if module == "__main__" or "<" in name:
            yield f"{module}.{name}"
        for item in node.values():
            yield from _not_importable(item)
    elif isinstance(node, list):
        for item in node:
            yield from _not_importable(item)


def _renumber(node: Any, files: dict[str, bytes], numbers: dict[Any, int], renamed: dict[str, bytes]) -> None:
    if isinstance(node, list):
        for item in node:
            _renumber(item, files, numbers, renamed)
    if not isinstance(node, dict):
        return
    if "__id__" in node:
        # Whether two equal plain values are one object is chance.
        key = node["content"] if node.get("is_json") else node["__id__"]
        node["__id__"] = numbers.setdefault(key, len(numbers) + 1)
    file = node.get("file")
    if isinstance(file, str) and file in files:
        name = f"{node['__id__']}{file[file.rfind('.') :]}"
        renamed[name] = files[file]
        node["file"] = name
    for item in node.values():
        _renumber(item, files, numbers, renamed)
