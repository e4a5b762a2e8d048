"""The smallest set that is enough, by delta debugging.

Source: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE Transactions on Software
Engineering 28 (2002): ddmin. What comes back is 1-minimal: without any one of its members it is not enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

Item = TypeVar("Item")


def smallest(
    items: Sequence[Item],
    is_enough: Callable[[Sequence[Item]], bool],
    narrowed: Callable[[Sequence[Item]], None] = lambda _: None,
) -> tuple[Item, ...]:
    """Return a part of some items that is enough, and is not without any one of them; all of them are enough.

    `narrowed` is called with each smaller part that is found to be enough.

    >>> smallest(range(8), lambda part: {2, 5} <= set(part))
    (2, 5)
    """
    kept, pieces = list(items), 2
    while len(kept) > 1:
        parts = _cut(kept, pieces)
        for part in parts:
            if is_enough(part):
                kept, pieces = part, 2
                narrowed(kept)
                break
        else:
            for part in parts if pieces > 2 else []:  # noqa: PLR2004 - of two, each is the rest of the other
                rest = [item for item in kept if item not in part]
                if is_enough(rest):
                    kept, pieces = rest, max(pieces - 1, 2)
                    narrowed(kept)
                    break
            else:
                if pieces >= len(kept):
                    break
                pieces = min(len(kept), 2 * pieces)
    return tuple(kept)


def most_trials(count: int) -> int:
    """Return how many experiments there are at the most where so many things differ, none of them done twice.

    Nothing is swapped twice, for the noise, and everything once; delta debugging asks about n² + 3n parts at the
    most, and there are only 2ⁿ of them.

    >>> [most_trials(count) for count in (0, 1, 2, 3, 8)]
    [2, 3, 5, 9, 91]
    """
    parts = min(2**count - 2, count * count + 3 * count) if count else 0
    return 2 + bool(count) + parts


def _cut(items: list[Item], pieces: int) -> list[list[Item]]:
    ends = [len(items) * number // pieces for number in range(pieces + 1)]
    return [items[start:end] for start, end in pairwise(ends) if start < end]
