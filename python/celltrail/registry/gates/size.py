"""``size <= 50MB``, ``size <= champion.size * 1.1``: how many bytes the model has."""

from __future__ import annotations

from celltrail.records import ModelVersion
from celltrail.registry.gates.comparison import holds
from celltrail.registry.gates.gate import Form, Gate
from celltrail.registry.gates.kind import CannotRunError, Lane, Outcome
from celltrail.registry.gates.subject import Subject


class SizeKind:
    """Compares the size of the model's file, with all of its parts."""

    name = "size"
    form = Form()
    lane: Lane = "here"
    inputs = ("model", "champion")
    libraries = ()
    timeout_s = 60.0
    lasts_s = 0.0

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Compare."""
        assert gate.comparison is not None
        champion = subject.plan.champion
        own = {"size": _size(subject, subject.version)}
        other = {"size": _size(subject, champion)} if champion else None
        passed = holds(gate.source, gate.comparison, own, other)
        against = f", of the champion {readable(other['size'])}" if other else ""
        numbers: dict[str, float | None] = {"size": own["size"]}
        if other:
            numbers["champion.size"] = other["size"]
        return Outcome(passed=passed, reason=f"the model has {readable(own['size'])}{against}", numbers=numbers)


def readable(size: float) -> str:
    """Return a number of bytes as people say it.

    >>> readable(950), readable(1_500_000)
    ('950 B', '1.5 MB')
    """
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{size:.0f} B"


def _size(subject: Subject, version: ModelVersion) -> float:
    digests = subject.artifacts.closure({version.artifact: version.codec})
    try:
        return float(sum(subject.artifacts.path(digest).stat().st_size for digest in digests))
    except FileNotFoundError:
        raise CannotRunError(f"the bytes of {version.label} are not here") from None
