"""What one scoring is to do: all of it travels to other processes and machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from celltrail.records import Signature

OnBad = Literal["error", "skip", "null"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How rows are scored."""

    model: str
    number: int
    artifact: str
    codec: str
    signature: Signature
    artifacts: str
    """The folder of the bytes."""
    run_id: str
    trusted: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    """The columns of the input that the output has too; None for all."""
    probabilities: bool = True
    stamp: bool = False
    """Whether each row carries the version and the run."""
    on_bad: OnBad = "error"
    labels: str = ""
    """The column of the input that says what is true."""
    version: str = ""
    """The celltrail that planned it."""

    @property
    def label(self) -> str:
        """The version as people write it."""
        return f"{self.model}/{self.number}"
