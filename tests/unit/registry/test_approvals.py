"""Approval, policies and the life of versions: who may what, and what holds how long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

import celltrail
from celltrail import clock, ids, registry
from celltrail.actor import acting_as
from celltrail.errors import (
    ApprovalNeededError,
    CelltrailError,
    ConflictError,
    GateFailedError,
    InvalidInputError,
    NameTakenError,
    NotAllowedError,
    NotFoundError,
)
from celltrail.records import Deployment, GateResult, Job, ModelVersion, Route, Signature
from celltrail.registry import stages
from celltrail.tracking import Workspace

Add = Callable[..., ModelVersion]


@pytest.fixture
def add(workspace: Workspace) -> Add:
    """Add versions by ada, with the gate auc >= 0.8 that holds."""

    def made(auc: float = 0.9, **values: Any) -> ModelVersion:
        gate = GateResult(expression="auc >= 0.8", verdict="passed", reason="", checked_at=1.0)
        base: dict[str, Any] = {"who": "ada", "metrics": {"auc": auc}, "gates": (gate,), "run_id": None}
        return workspace.store.models.add_version(
            ModelVersion(
                model="churn", number=0, artifact="ab" * 32, codec="bytes/1", signature=Signature(inputs=()),
                created_at=clock.now(), **(base | values),
            )
        )  # fmt: skip

    return made


@contextmanager
def refused(kind: type[CelltrailError], words: str) -> Iterator[None]:
    """Expect an error that says what, and what to do next."""
    with pytest.raises(kind, match=words) as caught:
        yield
    assert caught.value.hint


def test_a_version_gets_its_alias_by_the_approval_of_another(add: Add) -> None:
    add()
    celltrail.policy("churn", approvals=1)
    with (
        acting_as("ada"),
        refused(ApprovalNeededError, "churn/1 needs 1 approval by somebody else than its author"),
    ):
        celltrail.promote("churn/1")
    with acting_as("ada"):
        state = celltrail.request_approval("churn/1", comment="better")
        assert (state.needed, state.given, state.void, state.may_approve) == (1, 0, "", False)
        with refused(NotAllowedError, "ada made churn/1"):
            celltrail.approve("churn/1")
    with acting_as("ada"), pytest.raises(ApprovalNeededError, match="has 0") as caught:
        celltrail.promote("churn/1")
    assert "ada has asked for it" in caught.value.hint
    with acting_as("bob"):
        assert [one.may_approve for one in celltrail.approvals()] == [True]
        outcome = celltrail.approve("churn/1", comment="fine")
    assert outcome.message == "Approved, and churn/1 is champion now."
    assert outcome.version.aliases == ("champion",)
    change = celltrail.models()[0]
    assert change.aliases == {"champion": 1}
    with acting_as("cy"), refused(ConflictError, "was approved by bob already"):
        celltrail.approve("churn/1")


def test_the_same_person_counts_once_and_as_many_as_the_policy_says_are_needed(add: Add) -> None:
    add()
    celltrail.policy("churn", approvals=2, approvers=["ada", "bob", "cy"])
    with acting_as("dan"):
        celltrail.request_approval("churn")
        with refused(NotAllowedError, "dan may not decide about churn@champion"):
            celltrail.approve("churn")
    with acting_as("bob"):
        assert celltrail.approve("churn").message == "1 of 2 approvals."
        assert celltrail.approve("churn").message.startswith("You have approved it before")
    with acting_as("cy"):
        assert celltrail.approve("churn").version.aliases == ("champion",)
    reason = registry_history("churn")[0].reason
    assert reason == "approved by bob, cy; asked for by dan"


def registry_history(model: str) -> Any:
    from celltrail.tracking import workspace

    return workspace().store.models.history(model)


def test_who_submitted_the_job_that_registered_a_version_is_its_author(add: Add, workspace: Workspace) -> None:
    run = ids.new_id()
    job = Job(
        id=ids.new_id(), notebook="train.ipynb", parameters={}, status="finished", trigger="manual",
        created_at=1.0, who="bob", run_id=run,
    )  # fmt: skip
    workspace.store.jobs.add(job)
    add(run_id=run, who="server")
    with acting_as("cy"):
        celltrail.request_approval("churn/1")
    with acting_as("bob"), refused(NotAllowedError, "bob made churn/1"):
        celltrail.approve("churn/1")


@pytest.mark.parametrize("happens", ["moved", "moved back", "gate", "retired"])
def test_an_approval_is_void_once_it_would_be_of_another_change(
    add: Add, workspace: Workspace, happens: str
) -> None:
    for _ in range(3):
        add()
    registry.promote(workspace, "churn", 1, "champion")
    celltrail.policy("churn", approvals=1)
    celltrail.request_approval("churn/2", promote=False)
    with acting_as("bob"):
        assert "To promote it" in celltrail.approve("churn/2").message
    if happens == "gate":
        (known,) = workspace.store.models.version("churn", 2).gates
        workspace.store.models.set_gates("churn", 2, (known, replace(known, expression="auc > 0.1")))
    elif happens == "retired":
        celltrail.retire("churn/2")
        celltrail.reinstate("churn/2")
        assert celltrail.approvals()[0].void == ""
        celltrail.retire("churn/2")
    else:
        celltrail.remove_alias("churn", "champion")
        if happens == "moved back":
            celltrail.roll_back("churn")
    state = celltrail.approvals()[0]
    assert state.void
    kind = ConflictError if happens == "retired" else ApprovalNeededError
    with refused(kind, "retired" if happens == "retired" else "what was said before is void"):
        celltrail.promote("churn/2")
    with acting_as("bob"), refused(ConflictError, "over: "):
        celltrail.reject("churn/2", comment="no")
    if happens != "retired":
        assert celltrail.request_approval("churn/2").void == ""  # the void one is in the way of nothing


def test_what_was_approved_and_not_used_can_be_taken_back_and_rejecting_needs_a_reason(add: Add) -> None:
    add()
    celltrail.policy("churn", approvals=1)
    celltrail.request_approval("churn/1", promote=False)
    with acting_as("bob"):
        celltrail.approve("churn/1")
        with refused(InvalidInputError, "The comment is empty"):
            celltrail.reject("churn/1", comment=" \n")
        assert celltrail.reject("churn/1", comment="the slices").state.approval.decision == "the slices"
    with refused(ApprovalNeededError, "needs 1 approval"):
        celltrail.promote("churn/1")
    with acting_as("bob"), refused(ConflictError, "was rejected by bob already"):
        celltrail.approve("churn/1")


def test_a_request_is_withdrawn_by_who_made_it_and_asked_for_once(add: Add) -> None:
    add()
    with acting_as("dan"):
        asked = celltrail.request_approval("churn/1", "staging").approval
        with refused(ConflictError, "asked for already"):
            celltrail.request_approval("churn/1", "staging")
    with acting_as("bob"), refused(NotAllowedError, "may not withdraw what dan asked for"):
        celltrail.withdraw(asked.id)
    with acting_as("dan"):
        assert celltrail.withdraw(asked.id[-8:], comment="later").state.approval.status == "withdrawn"
        with refused(ConflictError, "was withdrawn by dan already"):
            celltrail.withdraw(asked.id)
    with refused(NotFoundError, "There is no request"):
        celltrail.approve("f" * 32)
    with refused(NotFoundError, "Nobody has asked for approval of churn/1 as pilot"):
        celltrail.approve("churn/1", "pilot")


def test_what_fails_its_gates_is_neither_asked_for_nor_promoted(add: Add, workspace: Workspace) -> None:
    add(auc=0.7)
    celltrail.policy("churn", approvals=1)
    with refused(GateFailedError, "auc >= 0.8"):
        celltrail.request_approval("churn/1")
    add()
    celltrail.request_approval("churn/2")
    (known,) = workspace.store.models.version("churn", 2).gates
    with acting_as("bob"):
        workspace.store.models.set_gates("churn", 2, (replace(known, expression="auc >= 0.95"),))
        with refused(ConflictError, "the gates say something else"):
            celltrail.approve("churn/2")
    assert celltrail.models()[0].aliases == {}


def test_a_policy_is_changed_by_its_approvers_only_also_that_for_all_models(add: Add) -> None:
    add()
    with acting_as("eve"):
        celltrail.policy("*", "champion", approvals=1, approvers=["ada", "bob"])
        with refused(NotAllowedError, "eve may not change the policy"):
            celltrail.policy("*", "champion", approvals=0)
        with refused(NotAllowedError, "eve may not change the policy of churn@champion"):
            celltrail.policy("churn", "champion", approvals=0)
    with acting_as("bob"):
        made = celltrail.policy("churn", "champion", approvals=2, reason="stricter")
        assert made is not None
        assert (made.approvals, made.approvers, made.who) == (2, ("ada", "bob"), "bob")
        with refused(InvalidInputError, "3 approvals cannot come from 2 people"):
            celltrail.policy("churn", approvals=3)
        for number in (-1, 1000):
            with refused(InvalidInputError, "cannot be asked for"):
                celltrail.policy("churn", approvals=number)
        celltrail.remove_policy("churn")
        with refused(NotFoundError, "no policy of its own"):
            celltrail.remove_policy("churn")
    assert [policy.model for policy in celltrail.policies()] == ["*"]
    with refused(NotFoundError, "no model 'other'"):
        celltrail.policy("other", approvals=1)
    with refused(InvalidInputError, "cannot name an alias"):
        celltrail.policy("churn", "a/b", approvals=1)


def test_who_lost_the_right_counts_no_longer_for_what_was_said(add: Add) -> None:
    add()
    with acting_as("bob"):
        celltrail.policy("churn", approvals=1, approvers=["bob", "cy"])
    celltrail.request_approval("churn/1", promote=False)
    with acting_as("cy"):
        celltrail.approve("churn/1")
    with acting_as("bob"):
        celltrail.policy("churn", approvers=["bob"])
    with refused(ApprovalNeededError, "needs 1 approval by bob"):
        celltrail.promote("churn/1")


def test_a_retired_version_has_no_alias_serves_nobody_and_is_not_the_newest(
    add: Add, workspace: Workspace
) -> None:
    add()
    add()
    celltrail.promote("churn/2", "pilot")
    with refused(ConflictError, "churn/2 is pilot and cannot be retired"):
        celltrail.retire("churn/2")
    celltrail.remove_alias("churn", "pilot")
    endpoint = Deployment(
        id="d", name="shop", model="churn", routes=(Route(version=2, weight=1.0),), status="running", url="",
        pid=None, created_at=1.0, changed_at=1.0,
    )  # fmt: skip
    workspace.store.deployments.add(endpoint)
    with refused(ConflictError, "churn/2 is served by shop"):
        celltrail.retire("churn/2")
    with refused(ConflictError, "churn is served by shop"):
        celltrail.describe_model("churn", name="other")
    workspace.store.deployments.change("d", status="stopped")
    assert celltrail.retire("churn/2", reason="leaks").status == "retired"
    assert registry.resolve(workspace, "churn").number == 1
    with refused(ConflictError, "retired already"):
        celltrail.retire("churn/2")
    with refused(ConflictError, "churn/2 is retired and cannot become champion"):
        celltrail.promote("churn/2")
    with refused(ConflictError, "churn/2 is retired and serves nobody"):
        workspace.store.deployments.add(replace(endpoint, id="e", name="other"))
    assert celltrail.reinstate("churn/2").status == "active"


def test_rolling_back_undoes_one_move_after_the_other(add: Add) -> None:
    for _ in range(3):
        add()
        celltrail.promote("churn")
    assert celltrail.roll_back("churn").number == 2
    assert celltrail.roll_back("churn").number == 1
    with refused(ConflictError, "no earlier version"):
        celltrail.roll_back("churn")
    celltrail.promote("churn/3")
    celltrail.remove_alias("churn", "champion")
    with refused(NotFoundError, "no alias 'champion'"):
        celltrail.remove_alias("churn", "champion")
    assert celltrail.roll_back("churn").number == 3
    assert celltrail.roll_back("churn").number == 1


def test_what_is_said_of_models_is_kept_renamed_and_told(add: Add) -> None:
    add()
    celltrail.promote("churn", reason="first")
    with acting_as("bob"):
        celltrail.describe_model("churn", owner="bob", tags={"team": "growth", "old": "x"})
        model = celltrail.describe_model("churn", tags={"old": None}, description="who leaves")
        assert (model.owner, model.tags, model.description) == ("bob", {"team": "growth"}, "who leaves")
        celltrail.describe_model("churn/1", tags={"pilot": "eu"})
        celltrail.describe_model("churn", name="leavers", reason="clearer")
    assert celltrail.models()[0].name == "leavers"
    told = [(entry.who, entry.text) for entry in celltrail.model_history("leavers/1")]
    assert ("bob", "churn is called leavers now") in told
    assert ("bob", "tags of churn/1 changed") in told
    assert told[-1] == ("ada", "leavers/1 was registered; its gate holds")
    add()
    with refused(NameTakenError, "There is a model 'churn' already"):
        celltrail.describe_model("leavers", name="churn")
    for values in (
        {"owner": "x" * 1000}, {"description": "\x00"}, {"tags": {"": "x"}}, {"tags": {"a": "\ud800"}},
        {"tags": {"a": "x" * 200_000}}, {"name": "a/b"},
    ):  # fmt: skip
        with refused(InvalidInputError, "."):
            celltrail.describe_model("churn", **values)  # type: ignore[arg-type]
    with refused(InvalidInputError, "a number, no name"):
        celltrail.describe_model("churn/1", name="x")


def test_stages_are_aliases_and_archived_is_retired(add: Add, workspace: Workspace) -> None:
    first, second = add(), add()
    to_stage = stages.to_stage
    assert stages.stage_of(to_stage(workspace, "churn", 1, "staging")) == "Staging"
    assert stages.stage_of(to_stage(workspace, "churn", 1, "Production")) == "Production"
    assert workspace.store.models.get("churn").aliases == {"production": 1}
    to_stage(workspace, "churn", 2, "Production", archive_existing=True)
    states = [stages.stage_of(workspace.store.models.version("churn", one.number)) for one in (first, second)]
    assert states == ["Archived", "Production"]
    assert stages.stage_of(to_stage(workspace, "churn", 1, "None")) == "None"
    assert stages.stage_of(to_stage(workspace, "churn", 2, "Archived")) == "Archived"
    with refused(InvalidInputError, "no stage 'Best'"):
        to_stage(workspace, "churn", 1, "Best")


def test_a_rehearsal_finds_the_policies_and_approvals_of_its_day_and_writes_nothing(
    add: Add, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    before = clock.now()
    celltrail.policy("churn", approvals=1)
    celltrail.request_approval("churn/1", promote=False)
    with acting_as("bob"):
        celltrail.approve("churn/1")
    after = clock.now()
    head = workspace.store.audit.head()

    def rehearse(at: float) -> Workspace:
        monkeypatch.setenv("CELLTRAIL_AS_OF", repr(at))
        here = Workspace(workspace.settings)
        assert here.store.audit.head().seq == head.seq  # it is opened now
        return here

    early, late = rehearse(before), rehearse(after)
    assert early.store.policies.effective("churn", "champion") is None
    late_policy = late.store.policies.effective("churn", "champion")
    assert late_policy is not None
    assert late_policy.approvals == 1
    for here in (early, late):
        assert registry.promote(here, "churn", 1, "champion").aliases == ("champion",)
        registry.set_policy(here, "churn", "staging", approvals=1)
        registry.describe_model(here, "churn", owner="x")
        registry.retire(here, "churn/1")
    monkeypatch.delenv("CELLTRAIL_AS_OF")
    now = workspace.store.audit.head()
    assert (now.seq, now.digest) == (head.seq, head.digest)
    assert workspace.store.models.get("churn").aliases == {}


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "x'); DROP TABLE audit; --", "\N{RIGHT-TO-LEFT OVERRIDE}abc"]
)
def test_hostile_words_are_kept_as_words(add: Add, text: str) -> None:
    add()
    celltrail.request_approval("churn/1", comment=text)
    with acting_as(text):
        celltrail.approve("churn/1", comment=text)
    entries = celltrail.audit(model="churn", action="approval")
    assert {entry.reason for entry in entries} == {text}
    assert entries[0].who == text
    assert celltrail.verify_audit().holds
