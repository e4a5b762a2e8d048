"""``auc >= 0.80``, ``auc >= champion.auc - 0.005``: the numbers of the run."""

from __future__ import annotations

from celltrail.registry.gates.comparison import UnknownMetricError, holds, said, values
from celltrail.registry.gates.gate import Form, Gate
from celltrail.registry.gates.kind import Lane, Outcome
from celltrail.registry.gates.subject import Subject


class MetricKind:
    """Compares metrics of the version's run with numbers, and with those of the champion."""

    name = "metric"
    form = Form()
    lane: Lane = "here"
    inputs = ("metrics", "champion")
    libraries = ()
    timeout_s = 60.0
    lasts_s = 0.0

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Compare."""
        champion = subject.plan.champion
        return compared(gate, subject.version.metrics, champion.metrics if champion else None)


def compared(gate: Gate, metrics: dict[str, float], champion: dict[str, float] | None) -> Outcome:
    """Return what comes of a comparison with these metrics, against those of the champion, if any."""
    assert gate.comparison is not None
    try:
        reason = ", ".join(said(gate.source, gate.comparison, metrics, champion))
        passed = holds(gate.source, gate.comparison, metrics, champion)
    except UnknownMetricError as error:
        known = ", ".join(sorted(metrics)) or "none"
        return Outcome(passed=False, ran=False, reason=f"the run has no metric {error}; it has: {known}")
    except ZeroDivisionError:
        return Outcome(passed=False, ran=False, reason="it divides by zero")
    return Outcome(passed=passed, reason=reason, numbers=values(gate.comparison, metrics, champion))
