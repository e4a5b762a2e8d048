"""Modules of PyTorch as artifacts: their weights as safetensors, and what they are as JSON; nothing is pickled.

Layers of PyTorch's own are put together without running code of anybody. A class of another package is named, and
one that a notebook or a file of one's own defines is kept by its source, as functions are: both run when they are
loaded, so they need the user's word, ``trusted=["class"]`` or the full name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from celltrail.artifacts.classsource import is_own
from celltrail.artifacts.codec import Encoded, Get, Put, class_name, loaded
from celltrail.artifacts.functionsource import class_sources, defined_here
from celltrail.artifacts.modulebuilt import Given, built
from celltrail.artifacts.modulestate import described
from celltrail.artifacts.require import require
from celltrail.artifacts.sources import imported, kept_sources, read_sources, source_text
from celltrail.artifacts.tensors import EXTRA, HINT_EXPORT, read, written
from celltrail.errors import NotLoadableError, NotStorableError, UntrustedError

NAME = "torch/1"
CLASS = "class"
"""What `trusted` has to hold for the kept source of classes to be run."""
_OWN_LAYERS = "torch.nn.modules."
_WRAPPERS = {"OptimizedModule": "_orig_mod", "DataParallel": "module", "DistributedDataParallel": "module"}


class ModuleCodec:
    """A manifest with classes, settings and source, and the weights as a part of their own."""

    name = NAME

    def accepts(self, value: object) -> bool:
        """Whether it is a module; Keras' layers are such with one of its backends, but have their own ways."""
        return loaded(value, "torch", "Module") and not loaded(value, "keras", "Layer")

    def encode(self, value: Any, put: Put) -> Encoded:
        """Return the module; equal weights, settings and sources give equal bytes.

        What a compiled or parallel module wraps is kept, without the wrapping.

        Raises
        ------
        NotStorableError
            Something in it cannot be described, or the source of a class is not known.
        """
        module = unwrapped(value)
        made = described(module)
        weights = written(made.weights)
        code, size = kept_sources(class_sources([kind for kind in made.classes if is_own(kind)]), put)
        manifest = {
            "classes": [_named(kind) for kind in made.classes],
            "functions": [(one.__module__, one.__qualname__) for one in made.functions],
            "modules": made.modules,
            "tensors": made.tensors,
            "weights": put(weights),
            "code": code,
        }
        data = json.dumps(manifest, sort_keys=True).encode()
        summary = {
            "class": class_name(module),
            "modules": len(made.modules),
            "weights": sum(tensor.numel() for tensor in made.weights.values()),
            "dtypes": sorted({str(tensor.dtype).removeprefix("torch.") for tensor in made.weights.values()}),
        }
        size_bytes = len(data) + size + sum(map(len, weights))
        return Encoded(kind="model", data=data, size_bytes=size_bytes, summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:
        """Return the module on the CPU, in the mode (training or evaluation) that it was in.

        Where this session has defined its classes in the same words, these are its classes, and nothing is run.

        Raises
        ------
        UntrustedError
            Nobody has said to run its classes.
        NotLoadableError
            A class or something that it imports is gone.
        """
        manifest = json.loads(data)
        sources = dict(manifest["code"]["sources"])
        here = defined_here(sources) if sources else {}
        needed = [word for word in words(manifest) if word not in trusted]
        if strange := [word for word in needed if word != CLASS or here is None]:
            raise UntrustedError(
                f"Loading the module runs code, of {', '.join(strange)}.",
                hint=f"If you know where it comes from, load it with trusted={strange!r}.",
            )
        if here is None:
            here = read_sources(manifest["code"], get, trusted).namespace("celltrail_module")
        classes = [imported(module, name) if module else here[name] for module, name in manifest["classes"]]
        functions = [imported(module, name) for module, name in manifest["functions"]]
        tensors = _tensors(manifest, read(get(manifest["weights"])))
        return built(manifest["modules"], Given(classes, functions, tensors))

    def parts(self, data: bytes) -> Sequence[str]:
        """Return the digests of the weights, and of what the sources read."""
        manifest = json.loads(data)
        return (manifest["weights"], *manifest["code"]["parts"])

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - the manifest says it
        """Show the layers with their settings."""
        manifest = json.loads(data)
        return {"text/plain": "\n".join(_lines(manifest, 0, "", frozenset()))}

    def files(self, data: bytes, get: Get) -> dict[str, bytes]:
        """Return the weights as safetensors, the description, and the source of classes with what it reads."""
        manifest = json.loads(data)
        found = {"model.safetensors": get(manifest["weights"]), "module.json": data}
        code = manifest["code"]
        if code["sources"]:
            values = f"# It also reads: {', '.join(sorted(code['values']))}; see module.json."
            found["module.py"] = source_text(code, *([values] if code["values"] else [])).encode()
        return found | {f"values/{digest}": get(digest) for digest in code["parts"]}


def words(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what `trusted` has to hold for a module to be built."""
    classes = [one for one in manifest["classes"] if one[0] and not _is_layer(*one)]
    named = {f"{module}.{name}" for module, name in [*classes, *manifest["functions"]]}
    return (*sorted(named), *([CLASS] if manifest["code"]["sources"] else []))


def unwrapped(module: Any) -> Any:
    """Return what `torch.compile` and parallel training have wrapped; any other module as it is."""
    kind = type(module)
    inner = _WRAPPERS.get(kind.__name__) if kind.__module__.startswith("torch.") else None
    return unwrapped(getattr(module, inner)) if inner else module


def _named(kind: type) -> tuple[str, str]:
    """Return the module and the name by which a class is found again; no module where its source is kept."""
    if is_own(kind):
        return "", kind.__name__
    try:
        same = imported(kind.__module__, kind.__qualname__) is kind
    except NotLoadableError:
        same = False
    if not same:
        raise NotStorableError(
            f"The class {kind.__name__} cannot be found again as {kind.__module__}.{kind.__qualname__}.",
            hint=f"Take out what changes the class of a layer, as parametrizations do. {HINT_EXPORT}.",
        )
    return kind.__module__, kind.__qualname__


def _is_layer(module: str, name: str) -> bool:
    return module.startswith(_OWN_LAYERS) and name.isidentifier()


def _tensors(manifest: Mapping[str, Any], weights: Mapping[str, Any]) -> list[Any]:
    """Return the tensors of a manifest: those of one name show the same numbers."""
    torch = require("torch", EXTRA)
    made = []
    for one in manifest["tensors"]:
        tensor = weights[one["weights"]]
        if one["parameter"]:
            made.append(torch.nn.Parameter(tensor, requires_grad=one["learns"]))
        else:
            made.append(tensor.detach().requires_grad_(one["learns"]))
    return made


def _lines(manifest: Mapping[str, Any], number: int, name: str, above: frozenset[int]) -> Iterator[str]:
    """Give a line for each layer, those in it further in."""
    one = manifest["modules"][number]
    state = one["state"]
    plain = {key: value for key, value in state.items() if not key.startswith("_") and key != "training"}
    said = ", ".join(f"{key}={value!r}" for key, value in plain.items() if not isinstance(value, dict | list))
    label = f"{name}: " if name else ""
    yield f"{'  ' * len(above)}{label}{manifest['classes'][one['class']][1]}({said})"
    inner = state.get("_modules", {}).get("dict") or state.get("_modules", {}).get("ordered") or []
    for key, value in inner:
        if isinstance(value, dict) and "module" in value and value["module"] not in above | {number}:
            yield from _lines(manifest, value["module"], str(key), above | {number})
