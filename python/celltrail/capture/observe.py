"""Watching a piece of code run."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celltrail import clock
from celltrail.capture import memory
from celltrail.capture.files import FileWatch
from celltrail.capture.namedfiles import NamedFiles, paths_in
from celltrail.capture.names import Scan, scan
from celltrail.capture.outputs import OutputWatch
from celltrail.capture.seed import RandomWatch
from celltrail.capture.urls import UrlWatch
from celltrail.capture.warned import WarningWatch

_ABSENT = object()
_LARGEST_INT = 2**1023  # a larger one is no float


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What was seen."""

    wall_s: float
    cpu_s: float
    peak_bytes: int | None
    files_read: tuple[str, ...]
    files_written: tuple[str, ...]
    versions: dict[str, str]
    """What a URL's server says of the version of what was read from it."""
    outputs: tuple[dict[str, Any], ...]
    warnings: tuple[str, ...]
    seeds: dict[str, int]
    unseeded: tuple[str, ...]


class Observation:
    """Time, memory, files, warnings, random draws and outputs of the code between ``start`` and ``finish``."""

    def __init__(
        self,
        source: str,
        namespace: Mapping[str, Any] | None = None,
        *,
        shell: Any = None,
        ignore: tuple[Path, ...] = (),
        outputs: bool = True,
    ) -> None:
        self.scan: Scan = scan(source)
        namespace = {} if namespace is None else namespace
        paths = paths_in(source, [namespace.get(name) for name in self.scan.reads])
        self._files = FileWatch(ignore=ignore)
        self._named = NamedFiles(paths)
        self._urls = UrlWatch(paths)
        self._outputs = OutputWatch(shell) if outputs else None
        self._warnings = WarningWatch()
        self._random = RandomWatch(source, namespace)
        self._wall = self._cpu = 0.0

    def start(self) -> None:
        """Begin; everything that takes time for us is done before the clock starts."""
        memory.reset_peak()
        self._urls.start()
        self._random.start()
        self._named.start()
        self._warnings.start()
        if self._outputs:
            self._outputs.start()
        self._files.start()
        self._wall, self._cpu = clock.elapsed(), clock.cpu()

    def finish(self, error: tuple[str, str, list[str]] | None = None) -> Observed:
        """End; `error` is the name, value and traceback of what the code raised."""
        wall, cpu = clock.elapsed() - self._wall, clock.cpu() - self._cpu
        peak = memory.peak_bytes()
        for path, writes in self._named.stop().items():
            self._files.note(path, writes=writes)
        read, written = self._files.stop()
        urls, versions = self._urls.stop()
        seeds, unseeded = self._random.stop()
        if error is not None and self._outputs:
            with suppress(Exception):
                self._outputs.error(*error)
        return Observed(
            wall_s=wall,
            cpu_s=cpu,
            peak_bytes=peak,
            files_read=(*read, *(url for url, writes in urls.items() if not writes)),
            files_written=(*written, *(url for url, writes in urls.items() if writes)),
            versions=versions,
            outputs=tuple(
                {key: value for key, value in output.items() if not key.startswith("_")}
                for output in (self._outputs.stop() if self._outputs else ())
            ),
            warnings=self._warnings.stop(),
            seeds=seeds,
            unseeded=unseeded,
        )


def measured_numbers(names: tuple[str, ...], namespace: Mapping[str, Any]) -> dict[str, float]:
    """Return the names that hold a computed number, without those that begin with an underscore."""
    found = {}
    for name in names:
        value = namespace.get(name, _ABSENT)
        if not name.startswith("_") and is_number(value):
            found[name] = float(value)
    return found


def is_number(value: object) -> bool:
    """Whether a value is a Python or NumPy real number, and no boolean."""
    if type(value) is int:
        return abs(value) < _LARGEST_INT
    names = {base.__name__ for base in type(value).__mro__ if base.__module__ == "numpy"}
    return type(value) is float or bool(names & {"integer", "floating"})
