"""``robust(noise=5%, missing=5%, drop <= 0.02)``: a little noise, some missing values, and still as good."""

from __future__ import annotations

import math
from typing import Any

from celltrail.registry.gates.answers import answers_of, asked, frame_of, inputs_of
from celltrail.registry.gates.comparison import holds
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.kind import CannotRunError, Lane, Outcome
from celltrail.registry.gates.measures import MEASURES, usual
from celltrail.registry.gates.subject import EVALUATION, Subject

_DROP = 0.05


class RobustKind:
    """Disturbs the evaluation data and looks how much worse the answers are."""

    name = "robust"
    form = Form(
        word="metric",
        words=tuple(MEASURES),
        compared=("drop",),
        options={
            "noise": Option("number", 0.05, 0.0, 100.0),
            "missing": Option("number", 0.05, 0.0, 1.0),
            "repeats": Option("whole", 3, 1, 100),
            "seed": Option("whole", 0, 0, 2**32),
        },
    )
    lane: Lane = "scoring"
    inputs = ("model", "evaluation")
    libraries = ("numpy", "pandas", "scikit-learn")
    timeout_s = 120.0
    lasts_s = float("inf")

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Disturb and judge."""
        ways = [way for way in ("noise", "missing") if gate.options[way]]
        if not ways:
            raise CannotRunError("neither noise= nor missing= is more than 0")
        before = answers_of(subject)
        name = gate.word or usual(before)
        value = MEASURES[name].value(before)
        numbers: dict[str, float | None] = {name: value}
        drops, details = [], []
        for way in ways:
            try:
                found = _disturbed(gate, subject, name, way)
            except CannotRunError as error:
                return Outcome(passed=False, reason=f"with {_said(gate, way)}, {error}", numbers=numbers)
            drop = (value - found) * (1 if MEASURES[name].higher else -1)
            numbers |= {way: found, f"drop.{way}": drop}
            drops.append(drop)
            details.append(f"with {_said(gate, way)}: {name} {found:.4g}, was {value:.4g}")
        drop = max(drops)
        numbers["drop"] = drop
        worst = ways[drops.index(drop)]
        reason = f"{name} drops by {drop:.4g} at most, with {_said(gate, worst)} (it is {value:.4g} without)"
        return Outcome(passed=_holds(gate, drop), reason=reason, numbers=numbers, details=tuple(details))


def _said(gate: Gate, way: str) -> str:
    size = gate.options[way]
    return f"noise of {size:.3g} of the spread" if way == "noise" else f"{size:.3g} of the values missing"


def _holds(gate: Gate, drop: float) -> bool:
    if not math.isfinite(drop):
        return False
    return drop <= _DROP if gate.comparison is None else holds(gate.source, gate.comparison, {"drop": drop})


def _disturbed(gate: Gate, subject: Subject, name: str, way: str) -> float:
    """Return the metric on disturbed data, as the mean of some draws."""
    import numpy as np

    data = inputs_of(subject.model, subject.data(EVALUATION))
    frame = frame_of(data)
    change = with_noise if way == "noise" else with_missing
    values = []
    for draw in range(gate.options["repeats"]):
        changed = change(frame, gate.options[way], np.random.default_rng([gate.options["seed"], draw]))
        values.append(MEASURES[name].value(asked(subject.model, subject, _as_before(changed, data))))
    return float(np.mean(values))


def with_noise(frame: Any, size: float, random: Any) -> Any:
    """Return a frame with noise of `size` times the spread of each column of numbers; whole ones stay whole."""
    import numpy as np

    changed = frame.copy()
    for name in changed.columns:
        column = changed[name]
        if column.dtype.kind not in "iuf":
            continue
        spread = float(column.std()) if len(column) > 1 else 0.0
        noisy = column.to_numpy() + random.normal(0, size * spread if np.isfinite(spread) else 0.0, len(column))
        if column.dtype.kind in "iu":
            bounds = np.iinfo(column.dtype)
            noisy = np.clip(np.rint(noisy), bounds.min, bounds.max).astype(column.dtype)
        changed[name] = noisy.astype(column.dtype)
    return changed


def with_missing(frame: Any, share: float, random: Any) -> Any:
    """Return a frame of which a share of the values is missing; truths stay, they have no sign for it."""
    changed = {}
    for name in frame.columns:
        column = frame[name]
        if column.dtype.kind == "b":
            changed[name] = column
            continue
        plain = column.astype(float) if column.dtype.kind in "iu" else column
        changed[name] = plain.mask(random.random(len(column)) < share)
    return type(frame)(changed, index=frame.index)


def _as_before(frame: Any, data: Any) -> Any:
    """Return a frame as the kind of table that the model was given."""
    import numpy as np

    if isinstance(data, np.ndarray):
        return frame.to_numpy()
    if type(data).__module__.partition(".")[0] == "polars":
        import polars as pl

        return pl.from_pandas(frame)
    return frame
