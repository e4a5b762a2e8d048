"""How good a model is: metrics beside the champion's, gates, slices, fairness, what its answers come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from celltrail.cards.known import Known
from celltrail.cards.wording import chosen_first, facts, number
from celltrail.drawing import plots
from celltrail.drawing.explained import pictures
from celltrail.records import CardPlot, CardSection, CardTable, GateResult

_GROUPS = ("slice", "slices")
_FAIR = ("fairness",)
_MOST_BARS = 20


def metrics(known: Known) -> CardSection:
    """Return the metrics of a version beside those of the champion."""
    version, champion = known.version, known.champion
    names = sorted({*version.metrics, *(champion.metrics if champion else ())}, key=chosen_first)
    missing = [] if version.metrics else ["Metrics: none were measured by the run, and none were given."]
    if champion is None and "champion" not in version.aliases:
        missing.append("A champion to compare with: no version of the model is one.")
    against = (f"champion ({champion.label})",) if champion else ()
    table = CardTable(
        title="Metrics",
        columns=("metric", version.label, *against),
        rows=tuple(
            (
                name,
                number(version.metrics.get(name)),
                *((number(champion.metrics.get(name)),) if champion else ()),
            )
            for name in names
        ),
    )
    return CardSection(
        key="metrics",
        title="Metrics",
        tables=(table,) if names else (),
        plots=tuple(_beside(known)),
        missing=tuple(missing),
    )


def _beside(known: Known) -> Iterator[CardPlot]:
    """Draw the metrics that both have, the two beside each other; only those from 0 to 1, which share an axis."""
    if known.champion is None:
        own = [(known.version.label, known.version.metrics)]
    else:
        own = [(known.version.label, known.version.metrics), ("champion", known.champion.metrics)]
    names = [name for name, value in sorted(known.version.metrics.items()) if 0 <= value <= 1]
    items = [
        plots.Bar(f"{name}, {label}" if len(own) > 1 else name, found[name])
        for name in names
        for label, found in own
        if name in found
    ]
    if items:
        title = "metrics from 0 to 1"
        yield CardPlot(title=title, svg=plots.bars(items[:_MOST_BARS], title=title))


def analyses(known: Known) -> CardSection:
    """Return what the gates found, in slices and groups too, and what the answers come from."""
    gates = known.version.gates
    missing = []
    if not gates:
        missing.append("Gates: none were declared.")
    if not any(gate.kind in _GROUPS for gate in gates):
        missing.append("Results by slice: no gate of the kind slices was run.")
    if not any(gate.kind in _FAIR for gate in gates):
        missing.append("Fairness: no gate of this kind was run.")
    found = known.explanation
    if found is None:
        missing.append(f"What its answers come from: run celltrail explain {known.version.label}.")
    elif not found.labelled:
        missing.append("Calibration or confusion: the truth of the explained rows is not known.")
    return CardSection(
        key="analyses",
        title="Quantitative analyses",
        facts=facts(("explained output", found.output), ("seed", found.seed)) if found else (),
        tables=(*_tables(gates), *_importances(known)),
        plots=tuple(CardPlot(title=title, svg=svg) for title, svg in pictures(found)) if found else (),
        missing=tuple(missing),
    )


def _tables(gates: Sequence[GateResult]) -> Iterator[CardTable]:
    if gates:
        yield CardTable(
            title="Gates",
            columns=("gate", "kind", "verdict", "reason"),
            rows=tuple((gate.expression, gate.kind, _verdict(gate), gate.reason) for gate in gates),
        )
    for gate in gates:
        lines = [(name, number(value)) for name, value in sorted(gate.numbers.items())]
        lines += [("", line) for line in gate.details]
        if lines:
            what = "Fairness: " if gate.kind in _FAIR else "Slices: " if gate.kind in _GROUPS else "Gate "
            yield CardTable(title=f"{what}{gate.expression}", columns=("number", "value"), rows=tuple(lines))


def _importances(known: Known) -> Iterator[CardTable]:
    for found in known.explanation.importances if known.explanation else ():
        yield CardTable(
            title=f"{found.method} importance: {found.measure}",
            columns=("feature", "importance", f"{found.confidence:.0%} interval"),
            rows=tuple(
                (one.feature, number(one.importance), f"{number(one.low)} to {number(one.high)}")
                for one in found.features[:_MOST_BARS]
            ),
        )


def _verdict(gate: GateResult) -> str:
    return gate.verdict if gate.ran else f"{gate.verdict} (it could not be checked)"
