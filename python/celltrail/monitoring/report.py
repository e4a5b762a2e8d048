"""A window of requests against the reference: the verdict on each column, and the true performance.

A column has drifted where the difference is both significant and large enough to matter. Significant: p at most
0.05 after Benjamini and Hochberg's correction for the number of columns. Large enough: ``EFFECT``, the share of
rows that would have to change to undo the difference. With many rows everything is significant, with few anything
looks large; neither alone says drift.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from celltrail import clock, ids
from celltrail.monitoring import performance
from celltrail.monitoring.detectors import Finding, compare
from celltrail.monitoring.detectors.detector import missing_differ, together
from celltrail.monitoring.detectors.psi import binned
from celltrail.monitoring.reference import LABEL, PREDICTION, Profile, profile
from celltrail.monitoring.significance import ALPHA, corrected
from celltrail.monitoring.summary import NumberSummary, Summary
from celltrail.records import Deployment, DriftReport, FeatureDrift, ModelVersion, RequestWindow
from celltrail.records.drift import DriftVerdict, FeatureRole

EFFECT = 0.03
"""Three of a hundred rows. A shift of the mean by 0.2 standard deviations, which Cohen (Statistical Power
Analysis, 1988) calls small, is a Kolmogorov distance of 0.08, and a spread larger by a fifth one of 0.044."""
MIN_ROWS = 100
"""With fewer rows a test finds only what everybody sees: a distance of 0.19 is needed for p = 0.001."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What a deployment was asked in a window, what it said, and what was true."""

    window: RequestWindow
    features: Any
    """Arrow table with the model's columns."""
    prediction: Any
    probability: Any
    """Of the positive class; null where the model is no binary classifier."""
    label: Any
    """Null where none has come."""


def report(
    deployment: Deployment, version: ModelVersion, reference: Profile | None, observed: Observed
) -> DriftReport:
    """Return the drift report of a window. Without a reference profile only the performance is measured."""
    features: tuple[FeatureDrift, ...] = ()
    if reference is not None and observed.window.rows >= MIN_ROWS:
        current = _profile(observed)
        columns = compared(reference.columns, current.columns, "feature")
        outcomes = [
            one
            for name, role in ((PREDICTION, "prediction"), (LABEL, "label"))
            for one in _outcome(reference, current, name, role)  # type: ignore[arg-type]
        ]
        features = (*columns, *outcomes)
    inputs = [one for one in features if one.role == "feature"]
    return DriftReport(
        id=ids.new_id(),
        deployment_id=deployment.id,
        model=version.model,
        version=version.number,
        window=observed.window,
        created_at=clock.now(),
        verdict=_verdict(observed.window.rows, features),
        features=features,
        share_drifted=sum(one.drifted for one in inputs) / len(inputs) if inputs else 0.0,
        performance=performance.measured(observed.label, observed.prediction, observed.probability),
        reference_performance=_reference_performance(version, reference),
    )


def compared(
    reference: Mapping[str, Summary], current: Mapping[str, Summary], role: FeatureRole
) -> list[FeatureDrift]:
    """Return the verdict on each column that both have, the most changed first."""
    names = [name for name in reference if name in current]
    findings = [_finding(reference[name], current[name]) for name in names]
    chances = corrected([finding.p_value for finding in findings])
    rows = [
        replace(
            _row(name, role, reference[name], current[name]),
            p_value=finding.p_value,
            drifted=chance <= ALPHA and finding.effect >= EFFECT,
        )
        for name, finding, chance in zip(names, findings, chances, strict=True)
    ]
    return sorted(rows, key=lambda row: (not row.drifted, -row.distance, row.name))


def _finding(reference: Summary, current: Summary) -> Finding:
    return together(compare(reference, current), missing_differ(reference, current))


def _row(name: str, role: FeatureRole, reference: Summary, current: Summary) -> FeatureDrift:
    """Return what a plot shows; whether it is drift is said by who knows the other columns."""
    bins = binned(reference, current)
    before, now = (
        {**bins.axis, "shares": shares, "missing": missing}
        for shares, missing in zip((bins.reference, bins.current), bins.missing, strict=True)
    )
    return FeatureDrift(
        name=name,
        kind=reference.kind,
        role=role,
        distance=bins.index(),
        p_value=1.0,
        drifted=False,
        reference=before,
        current=now,
    )


def _profile(observed: Observed) -> Profile:
    import pyarrow as pa

    binary = observed.probability.null_count < len(observed.probability)
    said = observed.probability if binary else observed.prediction
    labelled = observed.label.drop_null()
    known = len(labelled) >= MIN_ROWS and not pa.types.is_null(labelled.type)
    return profile(observed.features, prediction=said, target=labelled if known else None)


def _outcome(reference: Profile, current: Profile, name: str, role: FeatureRole) -> list[FeatureDrift]:
    """Compare predictions or labels, where both sides have them in one form."""
    before, now = reference.outcomes.get(name), current.outcomes.get(name)
    if before is None or now is None or before.kind != now.kind:
        return []
    return compared({name: before}, {name: now}, role)


def _verdict(rows: int, features: tuple[FeatureDrift, ...]) -> DriftVerdict:
    if rows < MIN_ROWS:
        return "too_few"
    return "drifted" if any(one.drifted for one in features) else "stable"


def _reference_performance(version: ModelVersion, reference: Profile | None) -> dict[str, float]:
    found = performance.reference(version.metrics)
    label = reference.outcomes.get(LABEL) if reference else None
    if "positive_rate" not in found and isinstance(label, NumberSummary) and label.count:
        values, shares = label.weighted()
        if set(values.tolist()) <= {0.0, 1.0}:
            found["positive_rate"] = float((values * shares).sum())
    return found
