"""``latency(p99 <= 20ms, rows=1)``: how long one request's rows take, in a fresh process."""

from __future__ import annotations

from typing import Any

from celltrail import clock
from celltrail.registry.gates.comparison import holds
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.kind import Lane, Outcome
from celltrail.registry.gates.rows import some_rows
from celltrail.registry.gates.subject import Subject

_WARM = 5
_LONGEST_S = 10.0
_FEWEST = 20


class LatencyKind:
    """Measures how long a model takes to answer."""

    name = "latency"
    form = Form(
        compared=("p50", "p90", "p95", "p99", "mean", "max"),
        needed="comparison",
        options={"rows": Option("whole", 1, 1, 1e7), "calls": Option("whole", 200, 10, 1e6)},
    )
    lane: Lane = "fresh"
    inputs = ("model", "evaluation", "training", "machine")
    libraries = ("numpy", "scikit-learn")
    timeout_s = 120.0
    lasts_s = float("inf")

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Ask many times."""
        rows = some_rows(subject, gate.options["rows"])
        times = timed(subject.model, rows, gate.options["calls"])
        numbers = quantiles(times)
        assert gate.comparison is not None
        shown = ", ".join(f"{name} = {readable(numbers[name])}" for name in gate.compared)
        reason = f"{shown} ({len(times)} calls of {gate.options['rows']:,} row{'s' * (gate.options['rows'] > 1)})"
        details = tuple(f"{name}: {readable(value)}" for name, value in numbers.items())
        passed = holds(gate.source, gate.comparison, numbers)
        return Outcome(passed=passed, reason=reason, numbers={**numbers}, details=details)


def timed(model: Any, rows: Any, calls: int) -> list[float]:
    """Return the seconds of each of some calls; fewer calls where they are very slow."""
    for _ in range(_WARM):
        model.predict(rows)
    times: list[float] = []
    begun = clock.elapsed()
    while len(times) < calls and not (len(times) >= _FEWEST and clock.elapsed() - begun > _LONGEST_S):
        start = clock.elapsed()
        model.predict(rows)
        times.append(clock.elapsed() - start)
    return times


def quantiles(times: list[float]) -> dict[str, float]:
    """Return what can be compared, in seconds."""
    import numpy as np

    found = {f"p{part}": float(np.quantile(times, part / 100, method="higher")) for part in (50, 90, 95, 99)}
    return {**found, "mean": float(np.mean(times)), "max": float(max(times))}


def readable(seconds: float) -> str:
    """Return seconds as people say them.

    >>> readable(0.00042), readable(0.0123), readable(2.5)
    ('420 us', '12.3 ms', '2.5 s')
    """
    for unit, factor in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= factor:
            return f"{seconds / factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} us"
