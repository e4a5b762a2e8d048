"""What was said beside what was true."""

from __future__ import annotations

from typing import Any

from celltrail.explaining.output import Output, plain, predictions
from celltrail.records import Calibration, Confusion

BINS = 10
MOST_CLASSES = 12


def calibration(output: Output, frame: Any, target: Any) -> Calibration | None:
    """Return what was said beside what was true, in bins of equally many rows; None where no number is said."""
    import numpy as np

    if output.kind == "label" or not len(frame):
        return None
    said = output.ask(frame)
    true = (target == output.positive).astype(float) if output.kind == "probability" else target.astype(float)
    order = np.argsort(said, kind="stable")
    bins = [piece for piece in np.array_split(order, min(BINS, len(order))) if len(piece)]
    return Calibration(
        said=tuple(float(said[piece].mean()) for piece in bins),
        true=tuple(float(true[piece].mean()) for piece in bins),
        rows=tuple(len(piece) for piece in bins),
    )


def confusion(model: Any, output: Output, frame: Any, target: Any) -> Confusion | None:
    """Return which class was said where which was true; None where there are no classes, or very many."""
    if output.kind == "number":
        return None
    said = [str(plain(one)) for one in predictions(model, frame)]
    true = [str(plain(one)) for one in target]
    known = [str(plain(one)) for one in getattr(model, "classes_", ())]
    classes = list(dict.fromkeys([*known, *sorted({*said, *true})]))
    if len(classes) > MOST_CLASSES:
        return None
    places = {name: place for place, name in enumerate(classes)}
    counts = [[0] * len(classes) for _ in classes]
    for one, other in zip(true, said, strict=True):
        counts[places[one]][places[other]] += 1
    return Confusion(classes=tuple(classes), counts=tuple(tuple(row) for row in counts))
