"""The data that a model was trained on and judged by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from celltrail.cards.known import Known
from celltrail.cards.wording import facts, listed, moment, number, short
from celltrail.explaining.data import EVALUATION
from celltrail.monitoring.reference import LABEL, PREDICTION
from celltrail.monitoring.summary import NumberSummary, Summary
from celltrail.records import ArtifactUse, CardSection, CardTable

_MOST_COLUMNS = 60
_MOST_TABLES = 30
_MOST_NAMES = 8
_KINDS = ("frame", "array")


def training_data(known: Known) -> CardSection:
    """Return what a model was trained on, as the reference profile and its run say."""
    missing = []
    if known.profile is None:
        missing.append("Statistics of the training data and a reference for drift: register with data=.")
    elif LABEL not in known.profile.outcomes:
        missing.append("The distribution of the target: register with target=.")
    tables = tuple(_tables(known))
    if not any(table.title == _KEPT for table in tables):
        missing.append("The data themselves: no table of the run that made the model was kept.")
    return CardSection(
        key="training_data",
        title="Training data",
        facts=facts(
            ("rows", known.profile.rows if known.profile else None),
            ("columns", len(known.profile.columns) if known.profile else None),
            ("drift is measured against", f"profile {short(known.version.profile)}" if known.profile else None),
        ),
        tables=tables,
        missing=tuple(missing),
    )


def evaluation_data(known: Known) -> CardSection:
    """Return what a model was judged by."""
    kept = known.version.attachment(EVALUATION)
    pairs: list[tuple[str, Any]] = []
    if kept is not None:
        pairs += [("digest", kept.digest), ("kept by", kept.who), ("kept at", moment(kept.at))]
    if known.explanation is not None:
        pairs += [
            ("explained with", known.explanation.data),
            ("rows explained", known.explanation.rows),
            ("truth known", "yes" if known.explanation.labelled else "no"),
        ]
    missing = () if kept else ("The data that the model was judged by are not kept with it.",)
    return CardSection(key="evaluation_data", title="Evaluation data", facts=facts(*pairs), missing=missing)


_KEPT = "Tables of the run"


def _tables(known: Known) -> Iterator[CardTable]:
    uses = [use for use in known.uses if use.artifact.kind in _KINDS]
    if uses:
        yield CardTable(
            title=_KEPT,
            columns=("name", "version", "read or made", "digest", "rows", "columns"),
            rows=tuple(dict.fromkeys(_use(use) for use in uses[:_MOST_TABLES])),
        )
    files = {path: digest for cell in known.cells for path, digest in cell.file_digests.items()}
    read = sorted({path for cell in known.cells for path in cell.files_read})
    if read:
        yield CardTable(
            title="Files that were read",
            columns=("path", "digest"),
            rows=tuple((path, short(files.get(path))) for path in read[:_MOST_TABLES]),
        )
    if known.profile:
        yield from _profile(known)


def _use(use: ArtifactUse) -> tuple[str, ...]:
    summary = use.artifact.summary
    shape = [*summary.get("shape", ()), None, None]
    rows, columns = summary.get("rows", shape[0]), summary.get("columns")
    return (
        use.name,
        str(use.version),
        "read" if use.direction == "input" else "made",
        short(use.artifact.digest),
        number(rows),
        number(len(columns) if columns is not None else shape[1]),
    )


def _profile(known: Known) -> Iterator[CardTable]:
    assert known.profile is not None
    columns = list(known.profile.columns.items())
    numbers = [item for item in columns if isinstance(item[1], NumberSummary)]
    others = [item for item in columns if not isinstance(item[1], NumberSummary)]
    outcomes = [
        (name, known.profile.outcomes[key])
        for key, name in ((LABEL, "target"), (PREDICTION, "what the model says to them"))
        if key in known.profile.outcomes
    ]
    for title, found in (("Numbers", numbers), ("Categories", others), ("Outcomes", outcomes)):
        if found:
            more = f" (the first {_MOST_COLUMNS} of {len(found)})" if len(found) > _MOST_COLUMNS else ""
            yield CardTable(
                title=f"{title}{more}",
                columns=("column", "present", "missing", "values"),
                rows=tuple(
                    (name, str(one.count), str(one.missing), _spread(one)) for name, one in found[:_MOST_COLUMNS]
                ),
            )


def _spread(summary: Summary) -> str:
    if not summary.count:
        return number(None)
    if isinstance(summary, NumberSummary):
        points = summary.sketch.get_quantiles([0.0, 0.25, 0.5, 0.75, 1.0])
        low, quarter, middle, upper, high = (number(float(point)) for point in points)
        return f"{low} to {high}, median {middle}, half of them from {quarter} to {upper}"
    ranked = sorted(summary.counts.items(), key=lambda item: (-item[1], item[0]))
    shown = listed(f"{name} {100 * count / summary.count:.3g} %" for name, count in ranked[:_MOST_NAMES])
    return f"{shown}, and {len(ranked) - _MOST_NAMES} more" if len(ranked) > _MOST_NAMES else shown
