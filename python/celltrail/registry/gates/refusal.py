"""That a gate cannot be checked."""

from __future__ import annotations


class CannotRunError(Exception):
    """A gate cannot be checked; the message says why, and what to do."""
