"""What a client of another tool says of the data that its run read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset, described by whoever read it. Its content is not here; the digest is the client's own."""

    name: str
    digest: str
    source_type: str
    source: str
    schema: str | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetInput:
    """That a run read a dataset."""

    dataset: Dataset
    tags: dict[str, str] = field(default_factory=dict)
