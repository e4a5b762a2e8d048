"""The event files of TensorBoard, read by its own package.

Source: ``tensorboard/compat/proto/event.proto``. The loader brings what older writers wrote into today's form.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.frameworks.require import require
from celltrail.records import Scalar

EXTRA = "tensorboard"
_PATTERN = "*.tfevents.*"
_HPARAMS = "hparams"
_HEAD, _FOOT = 12, 4
"""Bytes of a record before its event (length, checksum) and behind it (checksum): the form is TFRecord's."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that an event says."""

    number: int
    """Which event of its file it is, from 1 on."""
    at: float
    step: int
    tag: str
    kind: str
    """The plugin that shows it: ``scalars``, ``images``, ``text``, ``hparams``, ``histograms`` ..."""
    value: Any


@dataclass(slots=True)
class EventFile:
    """One file of a run, read from the event on that is wanted."""

    path: Path
    kinds: dict[str, str] = field(default_factory=dict)
    """Which plugin shows a tag: only the first event of a tag says it."""
    events: int = 0
    """How many events were read."""

    def said(self, after: int) -> Iterator[Said]:
        """Give what the events behind the first `after` say.

        A file that is being written, or was cut off, ends with its last whole event.

        Raises
        ------
        InvalidInputError
            The file is no event file, or is damaged.
        """
        loader = require("tensorboard.backend.event_processing.event_file_loader", EXTRA)
        try:
            for event in loader.EventFileLoader(str(self.path)).Load():
                self.events += 1
                for value in event.summary.value:
                    kind = value.metadata.plugin_data.plugin_name
                    self.kinds.setdefault(value.tag, kind or "unknown")
                    if self.events > after:
                        yield Said(
                            self.events, event.wall_time, event.step, value.tag, self.kinds[value.tag], value
                        )
        except Exception as error:  # the loader and protobuf raise what they like for bytes that are no events
            raise InvalidInputError(
                f"{self.path} is no event file, or is damaged after {self.events:,} events: {error}.",
                hint="Take it out of the folder to import the others.",
            ) from error

    def records(self) -> int:
        """Return how many records the file has by its lengths, readable or not.

        TensorBoard's loader ends at a damaged record as it does at the end; this tells one from the other.
        """
        size, count, place = self.path.stat().st_size, 0, 0
        with self.path.open("rb") as file:
            while place + _HEAD <= size:
                length = int.from_bytes(file.read(8), "little")
                place = file.seek(place + _HEAD + length + _FOOT)
                count += place <= size
        return count

    def begins(self) -> float | None:
        """Return the time of the first event, None where there is none."""
        loader = require("tensorboard.backend.event_processing.event_file_loader", EXTRA)
        try:
            first = next(iter(loader.EventFileLoader(str(self.path)).Load()), None)
        except Exception as error:
            raise InvalidInputError(f"{self.path} is no event file: {error}.") from error
        return None if first is None else float(first.wall_time)


def run_folders(root: Path) -> dict[Path, list[Path]]:
    """Return each folder at or below `root` that is a run, with its event files in the order of their making.

    Raises
    ------
    InvalidInputError
        There is none.
    """
    found: dict[Path, list[Path]] = {}
    for path in sorted(root.rglob(_PATTERN)):
        if path.is_file() and not path.is_symlink():
            found.setdefault(path.parent, []).append(path)
    if not found:
        raise InvalidInputError(
            f"There are no event files in {root}.",
            hint="Name the folder that `tensorboard --logdir` is given; its files are called *.tfevents.*.",
        )
    return found


def number(said: Said) -> float:
    """Return the value of a scalar."""
    util = require("tensorboard.util.tensor_util", EXTRA)
    return float(util.make_ndarray(said.value.tensor).reshape(-1)[0])


def texts(said: Said) -> list[str]:
    """Return the strings of a text."""
    util = require("tensorboard.util.tensor_util", EXTRA)
    return [one.decode(errors="replace") for one in util.make_ndarray(said.value.tensor).reshape(-1)]


def images(said: Said) -> list[bytes]:
    """Return the encoded images of an event; their width and height, which stand before them, are in them too."""
    util = require("tensorboard.util.tensor_util", EXTRA)
    return list(util.make_ndarray(said.value.tensor).reshape(-1)[2:])


def hyperparameters(said: Said) -> dict[str, Scalar]:
    """Return the hyperparameters that a session was started with."""
    plugin = require("tensorboard.plugins.hparams.plugin_data_pb2", EXTRA)
    data = plugin.HParamsPluginData.FromString(said.value.metadata.plugin_data.content)
    found = {name: _scalar(value) for name, value in data.session_start_info.hparams.items()}
    return dict(sorted(found.items()))


def is_hyperparameters(said: Said) -> bool:
    """Whether an event tells how a session was started."""
    return said.kind == _HPARAMS and said.tag.endswith("session_start_info")


def _scalar(value: Any) -> Scalar:
    kind = value.WhichOneof("kind")
    if kind == "number_value":
        whole = math.isfinite(value.number_value) and value.number_value.is_integer()
        return int(value.number_value) if whole else float(value.number_value)
    if kind == "bool_value":
        return bool(value.bool_value)
    return str(value.string_value) if kind == "string_value" else None
