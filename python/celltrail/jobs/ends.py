"""What ends a job from outside, raised wherever its process is at that moment.

Both are kinds of KeyboardInterrupt, since that alone goes through an event loop without being taken for the
fault of one of its tasks.
"""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any, NoReturn


class CancelledError(KeyboardInterrupt):
    """Somebody asked the job to stop."""

    def __str__(self) -> str:
        return "It was cancelled."


class OutOfTimeError(KeyboardInterrupt):
    """The job took longer than it was given."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"It took longer than the {self.seconds:g} seconds that it was given (--timeout)."


def end_when_asked() -> None:
    """Have SIGTERM and SIGINT raise ``CancelledError``, once."""
    signal.signal(signal.SIGTERM, _cancel)
    signal.signal(signal.SIGINT, _cancel)


def end_after(seconds: float | None) -> None:
    """Have ``OutOfTimeError`` raised after a time; None takes that back."""

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        assert seconds is not None
        raise OutOfTimeError(seconds)

    signal.signal(signal.SIGALRM, signal.SIG_IGN if seconds is None else end)
    signal.setitimer(signal.ITIMER_REAL, seconds or 0)


def _cancel(_signal: int, _frame: FrameType | None) -> Any:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # once is enough; the kernel is being shut down
    signal.setitimer(signal.ITIMER_REAL, 0)
    raise CancelledError
