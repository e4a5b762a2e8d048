"""From numbers to places on a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

_STEPS = (1, 2, 5, 10)
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Scale:
    """A range of numbers on a range of places."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a number; the middle where the range is a single number."""
        width = self.high - self.low
        share = (value - self.low) / width if width else 0.5
        return self.start + share * (self.end - self.start)


def ticks(scale: Scale) -> Sequence[float]:
    """Return round numbers in the range of a scale.

    >>> ticks(Scale(0.0, 1.0, 0, 100))
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    width = scale.high - scale.low
    if not width > 0:
        return [scale.low]
    power = 10.0 ** floor(log10(width / _MOST_TICKS))
    step = next((power * one for one in _STEPS if width / (power * one) <= _MOST_TICKS), power * _STEPS[-1])
    first = -floor(-scale.low / step)
    return [round(number * step, 12) for number in range(first, floor(scale.high / step + 1e-9) + 1)]


def short(value: float) -> str:
    """Return a number with four digits.

    >>> short(0.123456), short(-0.0)
    ('0.1235', '0')
    """
    return f"{value + 0.0:.4g}"
