"""The paired bootstrap: how surely one model is better than another on the same rows.

Rows are drawn again with replacement, both models are judged by the same draw, and the differences of the draws
tell how far the difference could be by chance. Source: Efron and Tibshirani, An Introduction to the Bootstrap,
1993, chapter 13 (percentile interval).

Metrics of a table of counts are resampled exactly through the multinomial of the joint table (true, first,
second), which costs the same for a million rows as for a thousand. Others draw rows, in pieces that fit the
processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from celltrail.registry.gates.answers import Answers
from celltrail.registry.gates.measures import Measure, areas

SEED = 20190401
MOST = 2_000
FEWEST = 400
_DRAWN = 20_000_000
"""How many rows are drawn in all: more rows, fewer resamples, whose spread matters less then."""
_PIECE = 2_000_000
_WIDEST = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much better the first is than the second: positive is better, whatever the metric."""

    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float
    """Two-sided."""
    resamples: int


def paired(  # noqa: PLR0917 - a test with its settings
    measure: Measure,
    first: Answers,
    second: Answers,
    confidence: float = 0.95,
    resamples: int = 0,
    seed: int = SEED,
) -> Difference:
    """Return the difference of two models on the same rows, with its interval.

    Parameters
    ----------
    resamples
        How many draws; 0 for as many as the number of rows asks for.
    """
    import numpy as np

    rows = len(first.truth)
    count = resamples or int(np.clip(_DRAWN // rows, FEWEST, MOST))
    draws = _counts if measure.family == "counts" else _rows
    one, other = draws(measure, (first, second), count, np.random.default_rng(seed))
    sign = 1.0 if measure.higher else -1.0
    apart = sign * (one - other)
    apart = apart[np.isfinite(apart)]  # a draw with one class only has no such metric
    values = measure.value(first), measure.value(second)
    low, high = (
        np.quantile(apart, [(1 - confidence) / 2, (1 + confidence) / 2]) if len(apart) else (np.nan, np.nan)
    )
    tail = min((apart <= 0).sum(), (apart >= 0).sum())
    return Difference(
        first=values[0],
        second=values[1],
        difference=sign * (values[0] - values[1]),
        low=float(low),
        high=float(high),
        p=float(min(1.0, 2 * (tail + 1) / (len(apart) + 1))),
        resamples=len(apart),
    )


def _counts(measure: Measure, pair: tuple[Answers, Answers], count: int, random: Any) -> tuple[Any, Any]:
    import numpy as np

    first, second = pair
    size = len(first.labels)
    truth, said, other = first.truth_codes, first.predicted_codes, second.predicted_codes
    cells, times = np.unique((truth * size + said) * size + other, return_counts=True)
    drawn = random.multinomial(times.sum(), times / times.sum(), size=count).astype(float)
    where, there = np.divmod(cells, size)
    here = where
    theirs = where // size * size + there
    return tuple(_tables(measure, drawn, places, size) for places in (here, theirs))


def _tables(measure: Measure, drawn: Any, places: Any, size: int) -> Any:
    """Return the metric of each draw, from the cells of the table that each count belongs to."""
    import numpy as np

    belongs = np.zeros((drawn.shape[1], size * size))
    belongs[np.arange(len(places)), places] = 1
    piece = max(1, _WIDEST // (size * size))
    return np.concatenate([
        measure.of((drawn[start : start + piece] @ belongs).reshape(-1, size, size))
        for start in range(0, len(drawn), piece)
    ])


def _rows(measure: Measure, pair: tuple[Answers, Answers], count: int, random: Any) -> tuple[Any, Any]:
    import numpy as np

    first, second = pair
    rows = len(first.truth)
    piece = max(1, _PIECE // rows)
    found: list[tuple[Any, Any]] = []
    statistics = [] if measure.statistics is None else [measure.statistics(one) for one in (first, second)]
    for start in range(0, count, piece):
        drawn = random.integers(0, rows, size=(min(piece, count - start), rows))
        weights = np.stack([np.bincount(one, minlength=rows) for one in drawn]).astype(float)
        if statistics:
            found.append((measure.of(weights @ statistics[0] / rows), measure.of(weights @ statistics[1] / rows)))
        else:
            found.append((areas(first, weights), areas(second, weights)))
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]
