"""Numbers, times and digests as a card writes them; the same ones always the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from celltrail.records import CardFact

SHORT = 16
_KILO = 1024
_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def number(value: Any) -> str:
    """Return a number with six digits, a dash where there is none.

    >>> number(0.123456789), number(3), number(None)
    ('0.123457', '3', '-')
    """
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.6g}" if isfinite(value) else str(value)
    return str(value)


def moment(at: float | None) -> str:
    """Return a time as UTC, to the second."""
    return number(None) if at is None else f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC"


def size(count: int) -> str:
    """Return a number of bytes.

    >>> size(2048)
    '2.0 KiB'
    """
    value, place = float(count), 0
    while value >= _KILO and place < len(_UNITS) - 1:
        value, place = value / _KILO, place + 1
    return f"{value:.1f} {_UNITS[place]}" if place else f"{count} B"


def duration(seconds: float) -> str:
    """Return a duration.

    >>> duration(0.5), duration(3725)
    ('0.5 s', '1 h 2 min')
    """
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds:.3g} s"
    minutes = int(seconds // 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {int(seconds % 60)} s"  # noqa: PLR2004


def short(digest: str | None) -> str:
    """Return the beginning of a digest."""
    return digest[:SHORT] if digest else number(None)


def facts(*pairs: tuple[str, Any]) -> tuple[CardFact, ...]:
    """Return what is known of some things, without those of which nothing is."""
    return tuple(CardFact(label=label, value=str(value)) for label, value in pairs if value not in (None, "", ()))


def listed(items: Iterable[Any]) -> str:
    """Return things one after the other."""
    return ", ".join(str(item) for item in items)


def chosen_first(name: str) -> tuple[bool, str]:
    """Sort names by this: what a fitted estimator says of itself (``model.n_iter``) comes behind.

    >>> sorted(["boost.n_iter", "auc"], key=chosen_first)
    ['auc', 'boost.n_iter']
    """
    return "." in name, name
