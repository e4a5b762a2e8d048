"""Plain Python functions as models: their source, with all that it names, or the module that they come from.

A function of an installed package is kept as the name under which it is imported. One that a notebook or a file of
one's own defines is kept as its source; so are the functions that it calls, the imports that it needs, and the
values that it reads, each by the codec of its kind. Nothing is pickled. Building it again runs what is kept, so it
needs the user's word: ``trusted=["function"]``, or the full name of an imported one.
"""

from __future__ import annotations

import importlib
import json
import linecache
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from celltrail.artifacts.codec import Codec, Encoded, Get, Part, Put
from celltrail.errors import InvalidInputError, NotLoadableError, NotStorableError, UntrustedError

FUNCTION = "function"
"""What `trusted` has to hold for kept source to be run."""
MODULE, FROM = "module", "from"
_HINT = "Let it read numbers, text, frames, arrays or estimators, or register a class with unsafe=True."
_HINT = "Give what it needs as arguments, or make it a method of a class that is registered with unsafe=True."


@dataclass
class PlainFunction:
    """A function that takes a frame and returns a prediction for each row, as what can be kept of it."""

    name: str
    module: str = ""
    """Where it is imported from; empty where it is kept as source."""
    sources: dict[str, str] = field(default_factory=dict)
    """Itself and what it calls, in the order in which they have to be run."""
    imports: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Alias to ``("module", name, "")`` or ``("from", module, name)``."""
    values: dict[str, Any] = field(default_factory=dict)
    """What it reads of its surroundings."""

    def __post_init__(self) -> None:
        self._built: Callable[[Any], Any] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return PlainFunction, (self.name, self.module, self.sources, self.imports, self.values)

    def __call__(self, frame: Any) -> Any:
        """Call the function."""
        return self.function(frame)

    @property
    def function(self) -> Callable[[Any], Any]:
        """The function, built from what is kept."""
        if self._built is None:
            self._built = self._build()
        return self._built

    def predict(self, frame: Any) -> Any:
        """Return the function's answer as an array with one entry a row.

        Raises
        ------
        InvalidInputError
            It gives another number of entries than there are rows.
        """
        import numpy as np

        said = self.function(frame)
        answer = said.to_numpy() if hasattr(said, "to_numpy") else np.asarray(said)
        if answer.ndim == 2 and answer.shape[1] == 1:  # noqa: PLR2004 - a frame with one column
            answer = answer[:, 0]
        if answer.ndim == 0 or len(answer) != len(frame):
            found = "one value" if answer.ndim == 0 else f"{len(answer)} values"
            raise InvalidInputError(
                f"{self.name}() gives {found} for {len(frame)} rows.", hint="Return one prediction for each row."
            )
        return answer

    def _build(self) -> Callable[[Any], Any]:
        if self.module:
            return imported(self.module, self.name)  # type: ignore[no-any-return]
        namespace: dict[str, Any] = {"__name__": f"celltrail_function_{self.name}", **self.values}
        for alias, (how, module, name) in self.imports.items():
            namespace[alias] = _import(module) if how == MODULE else imported(module, name)
        for name, source in self.sources.items():
            _remember(name, source)
            exec(compile(source, _file(name), "exec"), namespace)  # noqa: S102 - the user has said so
        found: Callable[[Any], Any] = namespace[self.name]
        return found


class FunctionCodec:
    """Functions as JSON: source, imports, and the digests of what they read."""

    name = "function/1"

    def accepts(self, value: object) -> bool:
        """Whether it is a function that was prepared to be kept."""
        return isinstance(value, PlainFunction)

    def encode(self, value: PlainFunction, put: Put) -> Encoded:
        """Return the function's sources, imports and values.

        Raises
        ------
        NotStorableError
            A value that it reads cannot be kept.
        """
        keeping = _Recorder(put)
        values, size = {}, 0
        for name, given in sorted(value.values.items()):
            encoded, codec = _encoded(name, given, keeping)
            values[name] = {"codec": codec, "digest": keeping(encoded.data)}
            size += encoded.size_bytes
        manifest = {
            "name": value.name,
            "module": value.module,
            "sources": list(value.sources.items()),
            "imports": value.imports,
            "values": values,
            "parts": sorted(keeping.digests),
        }
        data = json.dumps(manifest, sort_keys=True).encode()
        summary = {"class": "function", "name": value.name, "module": value.module, "values": sorted(values)}
        return Encoded(kind="model", data=data, size_bytes=len(data) + size, summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> PlainFunction:
        """Return the function, built.

        Raises
        ------
        UntrustedError
            Nobody has said to run it.
        NotLoadableError
            Something that it imports is gone.
        """
        manifest = json.loads(data)
        word = word_for(manifest)
        if word not in trusted and FUNCTION not in trusted:
            raise UntrustedError(
                f"The function {manifest['name']}() is run by loading it.",
                hint=f"If you know where it comes from, load it with trusted=[{word!r}].",
            )
        from celltrail.artifacts.codecs import by_name  # noqa: PLC0415 - they have this codec among them

        values = {
            name: by_name()[part["codec"]].decode(get(part["digest"]), get, trusted)
            for name, part in manifest["values"].items()
        }
        imports = {alias: (how, module, name) for alias, (how, module, name) in manifest["imports"].items()}
        made = PlainFunction(manifest["name"], manifest["module"], dict(manifest["sources"]), imports, values)
        _ = made.function  # what is gone is said now, not at the first request
        return made

    def parts(self, data: bytes) -> Sequence[str]:
        """Return the digests of the values that it reads, with their own parts."""
        return tuple(json.loads(data)["parts"])

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - values are not shown
        """Show the source."""
        return {"text/plain": _source_text(json.loads(data))}

    def files(self, data: bytes, get: Get) -> dict[str, bytes]:
        """Return the source as a module, the manifest, and the values that it reads as they are kept."""
        manifest = json.loads(data)
        named = {f"values/{digest}": get(digest) for digest in manifest["parts"]}
        return {"function.json": data, "function.py": _source_text(manifest).encode(), **named}


def word_for(manifest: dict[str, Any]) -> str:
    """Return what `trusted` has to hold for a function to be built."""
    return f"{manifest['module']}.{manifest['name']}" if manifest["module"] else FUNCTION


class _Recorder:
    """Keeps parts, and remembers which."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self.digests: set[str] = set()

    def __call__(self, data: Any, /) -> str:
        digest = self._put(data)
        self.digests.add(digest)
        return digest

    def once(self, key: bytes, make: Any, /) -> Part:
        part = self._put.once(key, make)
        self.digests.add(part.digest)
        return part


def _encoded(name: str, value: Any, put: Put) -> tuple[Encoded, str]:
    from celltrail.artifacts.codecs import BY_MEMORY, BY_TYPE, by_object  # noqa: PLC0415 - as above

    codecs: tuple[Codec, ...] = (*BY_MEMORY, *BY_TYPE, *by_object())
    codec = next((one for one in codecs if one.accepts(value)), None)
    if codec is None:
        raise NotStorableError(
            f"The function reads {name}, a {type(value).__name__}, which cannot be kept without pickling.",
            hint=_HINT,
        )
    return codec.encode(value, put), codec.name


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


def _source_text(manifest: dict[str, Any]) -> str:
    lines = [
        f"import {module} as {alias}" if how == MODULE else f"from {module} import {name} as {alias}"
        for alias, (how, module, name) in sorted(manifest["imports"].items())
    ]
    if manifest["module"]:
        lines.append(f"from {manifest['module']} import {manifest['name']}")
    if manifest["values"]:
        lines.append(f"# It also reads: {', '.join(sorted(manifest['values']))}; see function.json.")
    return (
        "\n\n\n".join(["\n".join(lines), *(source.rstrip() for _, source in manifest["sources"])]).strip() + "\n"
    )
