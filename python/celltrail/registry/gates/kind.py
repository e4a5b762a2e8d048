"""What a kind of gate is.

To add one: a file beside this one with a class that has these members, and its instance in ``kinds.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from celltrail.registry.gates.gate import Form, Gate
from celltrail.registry.gates.refusal import CannotRunError
from celltrail.registry.gates.subject import Subject

__all__ = ["CannotRunError", "Kind", "Lane", "Outcome", "plain"]
Lane = Literal["here", "fresh", "scoring", "own"]
"""Where it is checked: in this process, for what only compares numbers that are known; in a fresh process that
does nothing else; in the one that loads the models once and scores the evaluation data; in a process of its
own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a check."""

    passed: bool
    reason: str
    numbers: dict[str, float | None] = field(default_factory=dict)
    details: tuple[str, ...] = ()
    ran: bool = True


class Kind(Protocol):
    """A kind of gate. Stateless: one instance checks all gates of its kind, in whichever process.

    ``check`` may raise anything: that is a failed gate. It may hang: the process that runs it is ended.
    """

    name: str
    form: Form
    lane: Lane
    timeout_s: float
    lasts_s: float
    """How long an outcome can be taken again; 0 for what is quicker made anew."""

    @property
    def inputs(self) -> Sequence[str]:
        """What its outcome depends on beside the gate's text, such as ``model``, ``evaluation``, ``champion``.

        Where none of them has changed, an earlier outcome still holds.
        """

    @property
    def libraries(self) -> Sequence[str]:
        """Packages whose release the outcome depends on."""

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Check a gate.

        Raises
        ------
        CannotRunError
            Something is missing for it.
        """


def plain(value: Any) -> str:
    """Return a number as a reason shows it.

    >>> plain(0.123456789), plain(12_345), plain(None)
    ('0.1235', '12,345', 'none')
    """
    if value is None:
        return "none"
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
