"""Kept source: functions and classes as text, with the imports that they need and the values that they read.

It is what a person would copy. Building it runs it, so whoever reads it from a store asks for the user's word.
"""

from __future__ import annotations

import importlib
import linecache
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from celltrail.artifacts.codec import Codec, Encoded, Get, Part, Put
from celltrail.errors import NotLoadableError, NotStorableError
from celltrail.secrets import own_secrets

MODULE, FROM = "module", "from"
_HINT = "Let it read numbers, text, frames, arrays or estimators, or register a class with unsafe=True."


@dataclass
class Sources:
    """Definitions, with all that they name."""

    sources: dict[str, str] = field(default_factory=dict)
    """Functions and classes by name, in the order in which they have to be run."""
    imports: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Alias to ``("module", name, "")`` or ``("from", module, name)``."""
    values: dict[str, Any] = field(default_factory=dict)
    """What they read of their surroundings."""

    def namespace(self, name: str) -> dict[str, Any]:
        """Return the names of a module called `name` in which the definitions were run.

        Raises
        ------
        NotLoadableError
            Something that they import is gone.
        """
        space: dict[str, Any] = {"__name__": name, **self.values}
        for alias, (how, module, member) in self.imports.items():
            space[alias] = _import(module) if how == MODULE else imported(module, member)
        for defined, source in self.sources.items():
            _remember(defined, source)
            exec(compile(source, _file(defined), "exec"), space)  # noqa: S102 - the user has said so
        return space


def kept_sources(given: Sources, put: Put) -> tuple[dict[str, Any], int]:
    """Return the part of a manifest that holds sources, and how many bytes their values have.

    Raises
    ------
    NotStorableError
        A value that they read cannot be kept.
    """
    keeping = _Recorder(put)
    values, size = {}, 0
    for name, value in sorted(given.values.items()):
        encoded, codec = _encoded(name, value, keeping)
        values[name] = {"codec": codec, "digest": keeping(encoded.data)}
        size += encoded.size_bytes
    manifest = {
        "sources": list(given.sources.items()),
        "imports": given.imports,
        "values": values,
        "parts": sorted(keeping.digests),
    }
    return manifest, size


def read_sources(manifest: Mapping[str, Any], get: Get, trusted: Sequence[str]) -> Sources:
    """Return the sources of a manifest; their values are loaded, nothing of them is run."""
    from celltrail.artifacts.codecs import by_name  # noqa: PLC0415 - they have the callers' codecs among them

    values = {
        name: by_name()[part["codec"]].decode(get(part["digest"]), get, trusted)
        for name, part in manifest["values"].items()
    }
    imports = {alias: (how, module, name) for alias, (how, module, name) in manifest["imports"].items()}
    return Sources(dict(manifest["sources"]), imports, values)


def source_text(manifest: Mapping[str, Any], *lines: str) -> str:
    """Return the sources of a manifest as one module, `lines` after its imports."""
    head = [
        f"import {module} as {alias}" if how == MODULE else f"from {module} import {name} as {alias}"
        for alias, (how, module, name) in sorted(manifest["imports"].items())
    ]
    bodies = [source.rstrip() for _, source in manifest["sources"]]
    return "\n\n\n".join(["\n".join([*head, *lines]), *bodies]).strip() + "\n"


def imported(module: str, name: str) -> Any:
    """Return something from a module.

    Raises
    ------
    NotLoadableError
        The module cannot be imported, or has no such thing.
    """
    found: Any = _import(module)
    for part in name.split("."):
        if not hasattr(found, part):
            raise NotLoadableError(
                f"The model needs {module}.{name}, and {module} has no {name} here.",
                hint=f"Install the release of {module.partition('.')[0]} that it was made with.",
            )
        found = getattr(found, part)
    return found


class _Recorder:
    """Keeps parts, and remembers which."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self.digests: set[str] = set()

    def __call__(self, data: Any, /) -> str:
        digest = self._put(data)
        self.digests.add(digest)
        return digest

    def once(self, key: bytes, make: Callable[[], Any], /) -> Part:
        part = self._put.once(key, make)
        self.digests.add(part.digest)
        return part


def _encoded(name: str, value: Any, put: Put) -> tuple[Encoded, str]:
    from celltrail.artifacts.codecs import BY_MEMORY, BY_TYPE, by_object  # noqa: PLC0415 - as above

    codecs: tuple[Codec, ...] = (*BY_MEMORY, *BY_TYPE, *by_object())
    codec = next((one for one in codecs if one.accepts(value)), None)
    if codec is None:
        raise NotStorableError(
            f"The code reads {name}, a {type(value).__name__}, which cannot be kept without pickling.",
            hint=_HINT,
        )
    encoded = codec.encode(value, put)
    if isinstance(encoded.data, bytes) and own_secrets().is_in(encoded.data):
        raise NotStorableError(
            f"{name}, which the code reads, holds a secret that the notebook was given.",
            hint="Have the code read the environment variable itself.",
        )
    return encoded, codec.name


def _import(module: str) -> types.ModuleType:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise NotLoadableError(
            f"The model needs {module}, which cannot be imported: {error}.",
            hint=f"Install {module.partition('.')[0]}, or run where it is.",
        ) from None


def _file(name: str) -> str:
    return f"<function {name}>"


def _remember(name: str, source: str) -> None:
    """Have tracebacks show the lines of kept source."""
    linecache.cache[_file(name)] = (len(source), None, source.splitlines(keepends=True), _file(name))
