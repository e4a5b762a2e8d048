"""What Python warns of while a cell runs; the user sees it exactly as without us.

``warnings._showwarnmsg`` is what both implementations of warnings call for each warning that is to be shown. The
documented ``showwarning`` cannot be covered without changing what is printed: it is not told the warning's source.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from typing import Any

_METHOD = "_showwarnmsg"
_MOST = 200
_LONGEST = 500


class WarningWatch:
    """Collects the warnings that are shown between ``start`` and ``stop``."""

    def __init__(self) -> None:
        self._found: dict[str, None] = {}
        self._original: Any = None
        self._shows: Any = None

    def start(self) -> None:
        """Begin to listen."""
        self._original = getattr(warnings, _METHOD, None)
        self._shows = getattr(warnings, "_showwarnmsg_impl", None)
        if self._original is not None:
            setattr(warnings, _METHOD, self._both)

    def stop(self) -> tuple[str, ...]:
        """Stop and return each warning once: ``UserWarning: text (file:line)``."""
        if self._original is not None and getattr(warnings, _METHOD, None) == self._both:
            setattr(warnings, _METHOD, self._original)
        return tuple(self._found)

    def _both(self, message: Any) -> None:
        with suppress(Exception):
            # Inside `catch_warnings(record=True)` somebody else takes them, and nothing is shown.
            if getattr(warnings, "_showwarnmsg_impl", None) is self._shows and len(self._found) < _MOST:
                text = f"{message.category.__name__}: {message.message}"[:_LONGEST]
                self._found[f"{text} ({message.filename}:{message.lineno})"] = None
        self._original(message)
