"""``reproduces()``: the run that made the version comes out the same again."""

from __future__ import annotations

from celltrail import config
from celltrail.registry.gates.commands import celltrail
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.kind import CannotRunError, Lane, Outcome
from celltrail.registry.gates.subject import Subject


class ReproducesKind:
    """Runs ``celltrail reproduce``."""

    name = "reproduces"
    form = Form(options={"tolerance": Option("number", 1e-9, 0.0, 1e9)})
    lane: Lane = "own"
    inputs = ("model", "run", "machine")
    libraries = ("numpy", "pandas", "scikit-learn")
    timeout_s = 1800.0
    lasts_s = float("inf")

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Run the run again."""
        if config.as_of() is not None:
            raise CannotRunError("a run that is being reproduced does not reproduce others")
        run = subject.version.run_id
        if run is None:
            raise CannotRunError("no run is known to have made the version: track the cell that fits the model")
        done = celltrail(subject, "reproduce", run, "--tolerance", repr(gate.options["tolerance"]))
        lines = done.lines
        if done.code == 0:
            return Outcome(passed=True, reason=_verdict(lines) or "it came out the same", details=lines)
        ran = done.reason.startswith("The run did not reproduce")
        return Outcome(passed=False, ran=ran, reason=done.reason, details=lines)


def _verdict(lines: tuple[str, ...]) -> str:
    return next((line for line in reversed(lines) if not line.startswith(("note:", "Likely"))), "")
