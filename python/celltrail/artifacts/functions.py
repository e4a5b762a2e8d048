"""Plain Python functions as models: their source, with all that it names, or the module that they come from.

A function of an installed package is kept as the name under which it is imported. One that a notebook or a file of
one's own defines is kept as its source; so are the functions and classes that it uses, the imports that it needs,
and the values that it reads, each by the codec of its kind. Nothing is pickled. Building it again runs what is
kept, so it needs the user's word: ``trusted=["function"]``, or the full name of an imported one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, Put
from celltrail.artifacts.sources import Sources, imported, kept_sources, read_sources, source_text
from celltrail.errors import InvalidInputError, UntrustedError

FUNCTION = "function"
"""What `trusted` has to hold for kept source to be run."""


@dataclass(kw_only=True)
class PlainFunction(Sources):
    """A function that takes a frame and returns a prediction for each row, as what can be kept of it."""

    name: str
    module: str = ""
    """Where it is imported from; empty where it is kept as source."""

    def __post_init__(self) -> None:
        self._built: Callable[[Any], Any] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, ({key: value for key, value in vars(self).items() if not key.startswith("_")},)

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
        found: Callable[[Any], Any] = self.namespace(f"celltrail_function_{self.name}")[self.name]
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
        code, size = kept_sources(value, put)
        manifest = {"name": value.name, "module": value.module, **code}
        data = json.dumps(manifest, sort_keys=True).encode()
        summary = {"class": "function", "name": value.name, "module": value.module, "values": sorted(value.values)}
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
        code = read_sources(manifest, get, trusted)
        made = PlainFunction(name=manifest["name"], module=manifest["module"], **vars(code))
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


def word_for(manifest: Mapping[str, Any]) -> str:
    """Return what `trusted` has to hold for a function to be built."""
    return f"{manifest['module']}.{manifest['name']}" if manifest["module"] else FUNCTION


def _again(kept: dict[str, Any]) -> PlainFunction:
    return PlainFunction(**kept)


def _source_text(manifest: Mapping[str, Any]) -> str:
    lines = [f"from {manifest['module']} import {manifest['name']}"] if manifest["module"] else []
    if manifest["values"]:
        lines.append(f"# It also reads: {', '.join(sorted(manifest['values']))}; see function.json.")
    return source_text(manifest, *lines)
