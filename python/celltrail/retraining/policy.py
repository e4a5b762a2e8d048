"""What to do about a drift report: a pure function, so that every case is in a table of tests.

Labels speak louder than drift: where they show that the performance holds, changed data are worth an alert, not a
training. Where there are none, changed data are all there is to go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from celltrail.monitoring.performance import LOSSES
from celltrail.records import Decision, DecisionAction, DriftReport

_SCORES = ("roc_auc", "accuracy", "brier", "log_loss", "rmse", "mae")
"""Which metric is looked at, the first that both sides have."""
_NAMED = 5
_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When to train again."""

    metric: str = ""
    """The metric that must hold; by default the first that both sides have of ROC AUC, accuracy, losses."""
    max_drop: float = 0.03
    """How far a score may fall below what it was at registration."""
    max_rise: float = 0.10
    """By which share of itself a loss may grow."""
    min_labels: int = 200
    """With fewer labels the performance counts as unknown: the standard error of an accuracy is 0.035 then."""
    max_share_drifted: float = 0.5
    """Which share of the features may have drifted."""
    cool_down_s: float = 3600.0
    """How long after a retrain no other one starts."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do, and why in words."""

    action: DecisionAction
    reasons: tuple[str, ...]


def decide(report: DriftReport, history: Sequence[Decision], policy: Policy) -> Choice:
    """Return what to do about a report; the same input always gives the same answer.

    Parameters
    ----------
    history
        Earlier decisions about the deployment, in any order.
    """
    fell, performance = _performance(report, policy)
    shifted, drift = _drift(report, policy)
    reasons = (performance, drift)
    if report.verdict == "too_few":
        return Choice("wait", (f"The window has {report.window.rows} rows, too few to judge.",))
    if fell or (shifted and fell is None):
        return _unless_cooling(report, history, policy, reasons)
    if shifted or _outcomes_drifted(report):
        return Choice("alert", reasons)
    return Choice("wait", reasons)


def _performance(report: DriftReport, policy: Policy) -> tuple[bool | None, str]:
    """Return whether the performance fell (None where that is not known), and how that is said."""
    if report.window.labelled_rows < policy.min_labels:
        return None, (
            f"The performance is not known: {report.window.labelled_rows} labels have come, "
            f"{policy.min_labels} are needed."
        )
    wanted = (policy.metric,) if policy.metric else _SCORES
    name = next((m for m in wanted if m in report.performance and m in report.reference_performance), None)
    if name is None:
        return None, "The performance cannot be compared: no metric of today was measured at registration too."
    before, now = report.reference_performance[name], report.performance[name]
    if name in LOSSES:
        worse, limit, how = (now - before) / before if before else float(now > 0), policy.max_rise, "rose"
    else:
        worse, limit, how = before - now, policy.max_drop, "fell"
    change = f"{name} was {before:.4g} at registration and is {now:.4g} now"
    share = " of itself" if name in LOSSES else ""
    if worse > limit:
        return True, f"{change}: it {how} by {worse:.3g}{share}, more than the {limit:g} allowed."
    return False, f"{change}: within the {limit:g}{share} allowed."


def _drift(report: DriftReport, policy: Policy) -> tuple[bool, str]:
    drifted = [one.name for one in report.features if one.role == "feature" and one.drifted]
    total = sum(one.role == "feature" for one in report.features)
    more = f" and {len(drifted) - _NAMED} more" if len(drifted) > _NAMED else ""
    names = ", ".join(drifted[:_NAMED]) + more
    said = f"{len(drifted)} of {total} features drifted ({report.share_drifted:.2f}"
    shifted = bool(drifted) and report.share_drifted >= policy.max_share_drifted
    outcomes = "".join(f" The {role}s drifted." for role in _outcomes_drifted(report))
    limit = f"the limit is {policy.max_share_drifted:g})"
    return shifted, f"{said}, {limit}{': ' + names if names else ''}.{outcomes}"


def _outcomes_drifted(report: DriftReport) -> list[str]:
    return [one.role for one in report.features if one.role != "feature" and one.drifted]


def _unless_cooling(
    report: DriftReport, history: Sequence[Decision], policy: Policy, reasons: tuple[str, ...]
) -> Choice:
    last = max((one.at for one in history if one.action == "retrain"), default=None)
    since = None if last is None else report.created_at - last
    if since is None or since >= policy.cool_down_s:
        return Choice("retrain", reasons)
    waiting = (
        f"The last retrain began {since / _MINUTE_S:.0f} minutes ago; "
        f"another one has to wait until {policy.cool_down_s / _MINUTE_S:.0f} have passed."
    )
    return Choice("alert", (*reasons, waiting))
