"""What a bundle says of itself: its members by digest, the things that it holds, and those that it leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

FORMAT = "celltrail-bundle"
VERSION = 1
SUFFIX = ".celltrail.zip"
MANIFEST = "manifest.json"
CRATE = "ro-crate-metadata.json"
LINEAGE = "lineage.json"
LOCK = "environment/pylock.toml"
RECORDS = "records"
ARTIFACTS = "artifacts"
SOURCE = "notebook"
EXECUTED = "executed"
MEMBER = re.compile(
    r"records/[a-z]+\.json|artifacts/[0-9a-f]{64}|(?:notebook|executed)/[^/\\:\x00-\x1f]{1,200}\.ipynb"
    r"|lineage\.json|ro-crate-metadata\.json|environment/pylock\.toml"
)
"""The names that a member may have. No other is taken, so none can lead out of a folder."""

State = Literal["here", "left out", "not kept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file in the bundle."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that the run read or made: a value, or a file."""

    run_id: str
    name: str
    kind: str
    digest: str
    size_bytes: int | None
    """None where nobody knows."""
    codec: str
    state: State
    parts: tuple[str, ...] = ()
    """The digests of the members that its bytes are in: of a frame, one for each column."""
    path: str = ""
    """Where the file lay; empty for values."""

    @property
    def is_pickle(self) -> bool:
        """Whether loading it would run what its bytes say."""
        return self.codec.startswith("pickle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The first thing that is read of a bundle, and what is signed."""

    format: str
    version: int
    celltrail: str
    """The version that wrote it."""
    run_id: str
    name: str
    who: str
    started_at: float
    without_data: bool
    without_outputs: bool
    members: Mapping[str, Member]
    items: tuple[Item, ...] = ()
    signature: dict[str, Any] | None = field(default=None)
