"""Files that are read and written through fsspec: ``s3://bucket/data.parquet`` and the like.

fsspec opens all of them through one method. It is covered while a cell runs; local files go through Python's own
``open``, which the audit hook sees. Source: fsspec's specification of ``AbstractFileSystem.open``.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

_SPEC = "fsspec.spec"
_LOCAL = {"file", "local"}


class UrlWatch:
    """The URLs that fsspec opens between ``start`` and ``stop``."""

    def __init__(self, names: Iterable[str]) -> None:
        self._named = any("://" in name for name in names)
        self._opened: dict[str, bool] = {}
        self._versions: dict[str, str] = {}
        self._kind: Any = None
        self._original: Any = None
        self._cover: Any = None

    def start(self) -> None:
        """Begin to listen, where fsspec is loaded, or is about to be because a URL is named."""
        if _SPEC not in sys.modules and not (self._named and importlib.util.find_spec("fsspec")):
            return
        with suppress(Exception):
            self._kind = importlib.import_module(_SPEC).AbstractFileSystem
            original = self._original = self._kind.open
            watch = self

            def opened(system: Any, path: Any, mode: str = "rb", *args: Any, **kwargs: Any) -> Any:
                answer = original(system, path, mode, *args, **kwargs)
                with suppress(Exception):
                    watch._note(system, str(path), mode)
                return answer

            self._cover = opened
            self._kind.open = opened

    def stop(self) -> tuple[dict[str, bool], dict[str, str]]:
        """Stop and return the URLs with whether they were written, and what the far side says of their version."""
        if self._kind is not None and self._kind.open is self._cover:
            self._kind.open = self._original
        return self._opened, self._versions

    def _note(self, system: Any, path: str, mode: str) -> None:
        protocol = system.protocol if isinstance(system.protocol, str) else system.protocol[0]
        if protocol in _LOCAL:
            return
        url = system.unstrip_protocol(path)
        writes = bool(set(mode) & set("wax+"))
        self._opened[url] = self._opened.get(url, False) or writes
        if not writes:
            self._versions[url] = f"ukey:{system.ukey(path)}"
