"""The content of a name as one line of text: equal texts mean that no code can tell the values apart.

Where that cannot be promised the text begins with ``?``, and is equal to no other.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import sys
import types
from collections.abc import Iterator, Mapping
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.capture.files import is_machinery
from celltrail.capture.quiet import quiet
from celltrail.capture.worth import is_code, is_worth_keeping
from celltrail.errors import CelltrailError
from celltrail.records import Artifact
from celltrail.secrets import own_secrets
from celltrail.tracking.files import file_digests

ABSENT = ""
UNKNOWN = "?"
_PLAIN = (bool, int, float, str, type(None))
_LONGEST = 500
_OWN_CODE = ("pickle", "skops")
"""Codecs whose values may be of the notebook's own classes: what they do is in no bytes of theirs."""
_SKIPPED = (
    "__module__", "__dict__", "__weakref__", "__doc__", "__qualname__", "__firstlineno__",
    "__slotnames__",  # Python notes it when the first object of the class is pickled
)  # fmt: skip


class Contents:
    """The contents of a namespace's names."""

    def __init__(self, artifacts: ArtifactStore, namespace: Mapping[str, Any]) -> None:
        self._artifacts = artifacts
        self._namespace = namespace
        self._kept: dict[str, Artifact] = {}

    def of(self, name: str) -> str:
        """Return the content of a name."""
        return self.of_value(self._namespace[name]) if name in self._namespace else ABSENT

    def artifact(self, content: str) -> Artifact | None:
        """Return the artifact that a content of a data value stands for."""
        return self._kept.get(content)

    def keep(self, content: str, artifact: Artifact | None) -> bool:
        """Take the artifact that a content stood for before; return whether it is still there."""
        if artifact is None or not self._artifacts.has(artifact.digest):
            return False
        self._kept[content] = artifact
        return True

    def of_value(self, value: Any) -> str:
        """Return the content of a value. Never raises."""
        kind = type(value)
        if kind in _PLAIN and (kind is not str or len(value) <= _LONGEST):
            text = f"= {value!r}"
            return text if own_secrets().text(text) == text else f"{UNKNOWN} It is a secret."
        try:
            with quiet():  # what libraries remark when a value is looked at is not the user's to read
                return self._of_code(value) if is_code(value) else self._of_data(value)
        except CelltrailError as error:
            return f"{UNKNOWN} {error.message}"
        except Exception as error:  # noqa: BLE001 - a user's object may do anything when it is read
            return f"{UNKNOWN} Reading it raised {type(error).__name__}: {error}"[:_LONGEST]

    def _of_data(self, value: Any) -> str:
        kind = type(value)
        numpy_scalar = kind.__module__ == "numpy" and getattr(value, "shape", None) == ()
        if kind.__name__ == "Figure" or not (numpy_scalar or kind in _PLAIN or is_worth_keeping(value)):
            return f"{UNKNOWN} {kind.__module__}.{kind.__qualname__} has no content that could be compared."
        artifact = self._artifacts.put(value)
        own = f" {self._own_code()}" if artifact.codec.startswith(_OWN_CODE) else ""
        content = f"a {artifact.codec} {artifact.digest}{own}"
        self._kept[content] = artifact
        return content

    def _of_code(self, value: Any) -> str:
        if isinstance(value, types.ModuleType):
            return f"m {value.__name__}"
        module = getattr(value, "__module__", None) or type(value).__module__
        if module == self._namespace.get("__name__"):
            return f"f {_digest(*self._parts(value))}"
        name = str(getattr(value, "__qualname__", None) or getattr(value, "__name__", ""))
        place: Any = sys.modules.get(str(module))
        for part in name.split("."):
            place = getattr(place, part, None)
        if place is value:
            return f"o {module}.{name}"
        if isinstance(value, types.BuiltinFunctionType) or type(value).__name__ == "ufunc":
            return f"o {type(value).__module__}.{name}"
        return f"{UNKNOWN} {name or type(value).__name__} is code that no module has under its name."

    def _parts(self, value: Any) -> Iterator[str]:
        """Give all that makes a function or class of the notebook what it is."""
        if isinstance(value, types.FunctionType):
            yield from _parts_of_code(value.__code__)
            cells = zip(value.__code__.co_freevars, value.__closure__ or (), strict=True)
            # By __class__, which super() reads, a method knows its class: that is looked at already.
            closed = [cell.cell_contents for name, cell in cells if name != "__class__"]
            for held in (value.__defaults__, value.__kwdefaults__, *closed, *vars(value).values()):
                yield self._certain(held)
        elif isinstance(value, type):
            yield from (self._certain(base) for base in value.__bases__)
            for name, member in vars(value).items():
                inner = getattr(member, "__func__", getattr(member, "fget", member))
                if name not in _SKIPPED and inspect.isfunction(inner):
                    yield name
                    yield from self._parts(inner)
                elif name not in _SKIPPED and not inspect.isdatadescriptor(member):
                    yield f"{name} {self._certain(member)}"
        else:
            raise TypeError("it is made of code that cannot be looked into")

    def _certain(self, value: Any) -> str:
        content = self.of_value(value)
        if content.startswith(UNKNOWN):
            raise TypeError(content)
        return content

    def _own_code(self) -> str:
        """Return what stands for all functions and classes of the notebook."""
        own = {
            name: self.of_value(value)
            for name, value in list(self._namespace.items())
            if not name.startswith("__")
            and is_code(value)
            and getattr(value, "__module__", None) == self._namespace.get("__name__")
        }
        return _digest(*(f"{name} {own[name]}" for name in sorted(own)))


def own_files() -> dict[str, str]:
    """Return the files of the loaded modules that are the user's own, with their digests."""
    paths = set()
    for name, module in list(sys.modules.items()):
        if _others.get(name) is not module:  # there are thousands of them, and this is asked after each cell
            path = _file_of(module)
            if path.endswith(".py") and not is_machinery(path):
                paths.add(path)
            elif path:
                _others[name] = module
    return file_digests(sorted(paths))


_others: dict[str, Any] = {}
"""Modules that are Python's or installed, by name. What has no file yet may come to have one."""


def _file_of(module: Any) -> str:
    try:
        path = getattr(module, "__file__", None)
    except Exception:  # noqa: BLE001 - a module may be anything
        return ""
    return path if type(path) is str else ""  # any other type's methods may be the user's


def plain_value(content: str) -> Any:
    """Return the value of a plain content.

    >>> plain_value("= 6"), plain_value("= 'eu'"), plain_value("= inf")
    (6, 'eu', inf)
    """
    text = content.removeprefix("= ")
    return float(text) if text in ("nan", "inf", "-inf") else ast.literal_eval(text)


def _parts_of_code(code: types.CodeType) -> Iterator[str]:
    yield repr((code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_flags, code.co_argcount))
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _parts_of_code(constant)
        else:
            yield repr(sorted(constant, key=repr) if isinstance(constant, frozenset) else constant)


def _digest(*parts: str) -> str:
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode(errors="surrogatepass")
        hasher.update(b"%d," % len(data) + data)
    return hasher.hexdigest()
