"""From a drift report to the version that answers: every step is written down as it happens.

A decision's row tells the story: first its reasons, then the job that follows, at last what came of it. Where a
step fails, the story says so and the endpoint goes on as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from celltrail import clock, ids, jobs, registry, serving
from celltrail.errors import ApprovalNeededError, CelltrailError
from celltrail.records import Alert, Decision, Deployment, DriftReport, Job, ModelVersion, Route
from celltrail.registry import approvals
from celltrail.retraining.policy import Choice, Policy, decide
from celltrail.retraining.recipe import Recipe, versions_of
from celltrail.tracking import Workspace

CHAMPION = "champion"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a loop is closed."""

    policy: Policy = field(default_factory=Policy)
    recipe: Callable[[DriftReport], Recipe]
    """Asked only when a training starts."""
    progress: Progress = lambda _step: None
    """Told each step in words."""


def close_loop(workspace: Workspace, report: DriftReport, plan: Plan) -> Decision:
    """Decide what to do about a report and do it; return the decision with what came of it.

    Waits for the training. Raises nothing for a training that fails or a challenger that loses: that is the
    decision's outcome.
    """
    history = workspace.store.drift.decisions(report.deployment_id)
    choice = decide(report, history, plan.policy)
    decision = _kept(workspace, report, choice)
    plan.progress(f"{decision.action}: {' '.join(decision.reasons)}")
    if decision.action == "alert":
        _alert(workspace, "drift", report.id, " ".join(decision.reasons))
    if decision.action != "retrain":
        return decision
    try:
        outcome = _retrain(workspace, report, decision, plan)
    except CelltrailError as error:
        outcome = f"Nothing was promoted: {error}"
        _alert(workspace, "decision", decision.id, outcome)
    workspace.store.drift.change_decision(decision.id, outcome=outcome)
    plan.progress(outcome)
    stored = workspace.store.drift.decisions(report.deployment_id)
    return next(one for one in stored if one.id == decision.id)


def _kept(workspace: Workspace, report: DriftReport, choice: Choice) -> Decision:
    decision = Decision(
        id=ids.new_id(),
        deployment_id=report.deployment_id,
        report_id=report.id,
        action=choice.action,
        reasons=choice.reasons,
        at=clock.now(),
    )
    workspace.store.drift.add_decision(decision)
    return decision


def _retrain(workspace: Workspace, report: DriftReport, decision: Decision, plan: Plan) -> str:
    recipe = plan.recipe(report)
    job = jobs.submit(
        workspace,
        recipe.notebook,
        recipe.parameters,
        origin=jobs.Origin(trigger="drift", tags={"celltrail.decision": decision.id}),
    )
    outcome = f"Training again with {recipe.notebook.name}."
    workspace.store.drift.change_decision(decision.id, job_id=job.id, outcome=outcome)
    plan.progress(outcome)
    job = jobs.wait(
        workspace, job.id, lambda now: plan.progress(f"{now.status}: cell {now.cells_done} of {now.cells_total}")
    )
    if job.status != "finished":
        return _lost(workspace, decision, f"Nothing was promoted: the job ended as {job.status}: {job.error}")
    return _contest(workspace, report, decision, job)


def _contest(workspace: Workspace, report: DriftReport, decision: Decision, job: Job) -> str:
    """Let the challenger that a job registered meet the champion, and return who won and why."""
    made = versions_of(workspace, job, report.model)
    if not made:
        return _lost(
            workspace, decision, f"Nothing was promoted: the job registered no version of {report.model}."
        )
    challenger, champion = made[-1], registry.champion_of(workspace, report.model)
    if champion is None or champion.number != challenger.number:  # else the notebook has promoted it itself
        before = champion.number if champion else None
        try:
            challenger = registry.promote(
                workspace, report.model, challenger.number, CHAMPION,
                reason=f"retrained after drift report {report.id}", expected=before,
            )  # fmt: skip
        except ApprovalNeededError:
            return _lost(workspace, decision, _proposed(workspace, report, challenger, champion))
        except CelltrailError as error:
            return _lost(workspace, decision, f"{_label(champion)} stays champion: {error}")
    return _won(workspace, report, challenger, champion)


def _proposed(
    workspace: Workspace, report: DriftReport, challenger: ModelVersion, champion: ModelVersion | None
) -> str:
    """Ask for the approval that the champion's policy wants, and return what is to be done then."""
    stays = f"{_label(champion)} stays champion"
    try:
        approvals.request(workspace, challenger, CHAMPION, comment=f"retrained after drift report {report.id}")
    except CelltrailError as error:
        return f"{stays}: {error}"
    return f"{stays} until others approve {challenger.label}: they are asked. Then deploy it."


def _won(
    workspace: Workspace, report: DriftReport, challenger: ModelVersion, champion: ModelVersion | None
) -> str:
    against = f" over {champion.label}" if champion and champion.number != challenger.number else ""
    gates = "; ".join(f"{gate.expression} ({gate.reason})" for gate in challenger.gates) or "it has no gates"
    outcome = f"{challenger.label} was promoted to champion{against}: {gates}."
    deployment = workspace.store.deployments.get(report.deployment_id)
    try:
        serving.set_routes(workspace, deployment.id, _routes(deployment, report.version, challenger.number))
    except CelltrailError as error:
        return f"{outcome} The endpoint does not answer with it: {error}"
    return f"{outcome} It answers at {deployment.url}."


def _routes(deployment: Deployment, old: int, new: int) -> tuple[Route, ...]:
    """Return the routes with the new version in the place of the old one."""
    routes = [route for route in deployment.routes if route.version not in (old, new)]
    freed = sum(route.weight for route in deployment.routes if route.version in (old, new) and not route.shadow)
    return (Route(version=new, weight=freed), *routes) if freed else (Route(version=new, weight=1.0),)


def _lost(workspace: Workspace, decision: Decision, outcome: str) -> str:
    _alert(workspace, "decision", decision.id, outcome)
    return outcome


def _alert(workspace: Workspace, noun: str, noun_id: str, message: str) -> None:
    workspace.store.drift.add_alert(
        Alert(id=ids.new_id(), noun=noun, noun_id=noun_id, message=message, at=clock.now())
    )


def _label(champion: ModelVersion | None) -> str:
    return champion.label if champion else "Nobody"
