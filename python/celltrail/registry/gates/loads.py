"""``loads(seconds=10)``: a new process that knows nothing of the notebook loads the model and gets answers."""

from __future__ import annotations

import math
from typing import Any

from celltrail import clock
from celltrail.registry.gates.answers import first_line, flat
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.kind import CannotRunError, Lane, Outcome
from celltrail.registry.gates.rows import some_rows
from celltrail.registry.gates.subject import Subject


class LoadsKind:
    """The smoke test: load, then score."""

    name = "loads"
    form = Form(options={"seconds": Option("number", 30.0, 0.01, 3600), "rows": Option("whole", 20, 1, 1e6)})
    lane: Lane = "fresh"
    inputs = ("model", "evaluation", "training", "machine")
    libraries = ("numpy", "scikit-learn", "skops")
    timeout_s = 120.0
    lasts_s = float("inf")

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Load and score, in the process in which nothing else has happened."""
        begun = clock.elapsed()
        model = subject.model
        loaded = clock.elapsed() - begun
        rows = some_rows(subject, gate.options["rows"])
        begun = clock.elapsed()
        try:
            answers = flat(model.predict(rows))
        except Exception as error:
            raise CannotRunError(f"it loads, and cannot predict: {first_line(error)}") from error
        scored = clock.elapsed() - begun
        fault = _fault(answers, gate.options["rows"])
        passed = not fault and loaded + scored <= gate.options["seconds"]
        reason = fault or f"loaded in {loaded:.2g} s, scored {len(answers)} rows in {scored:.2g} s"
        return Outcome(passed=passed, reason=reason, numbers={"load_s": loaded, "score_s": scored})


def _fault(answers: Any, rows: int) -> str:
    """Return what is wrong with answers; nothing where they are one a row, and numbers or labels."""
    if len(answers) != rows:
        return f"it gave {len(answers)} answers to {rows} rows"
    if answers.dtype.kind == "f" and not all(map(math.isfinite, answers.ravel().tolist())):
        return "it answered with something that is no number"
    return ""
