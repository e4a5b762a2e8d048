"""How requests for approval stand, and whether what was said allows a promotion.

A request is about one change: this version in the place of the one that has the alias, with the gates and verdicts
that were shown. So what was said to it is void once the alias has moved, for whatever reason, once another gate
or verdict is there, or once the version is retired. Numbers behind the same verdicts may differ: a latency never
comes out twice the same. Approvals are given by others than the author: who registered the version, and who
submitted the job that did. The same person counts once.
"""

from __future__ import annotations

from collections.abc import Iterable

from celltrail.actor import user_name
from celltrail.artifacts.digest import digest_bytes
from celltrail.artifacts.signing import canonical
from celltrail.errors import ApprovalNeededError, NotAllowedError
from celltrail.records import AliasPolicy, Approval, ApprovalState, GateResult, Grounds, ModelVersion
from celltrail.tracking import Workspace

OPEN = ("requested", "approved")


def grounds(workspace: Workspace, version: ModelVersion, alias: str) -> Grounds:
    """Return the policy of an alias and the approval that fulfils it for a version.

    Raises
    ------
    ApprovalNeededError
        There is none.
    """
    policy = workspace.store.policies.effective(version.model, alias)
    if policy is None or policy.approvals == 0:
        return Grounds(policy=policy, approval=None)
    sight = Sight(workspace)
    asked = workspace.store.approvals.where(model=version.model, number=version.number, alias=alias)
    for state in map(sight.state, (one for one in asked if one.status == "approved")):
        if not state.void and state.given >= state.needed:
            return Grounds(policy=policy, approval=state.approval)
    raise _needed(version, alias, policy, [sight.state(one) for one in asked if one.status in OPEN])


def refuse_other_gates(found: Grounds, version: ModelVersion) -> None:
    """Refuse a version whose gates, just checked, are not those that were approved.

    Raises
    ------
    ApprovalNeededError
        There is another gate, or another verdict.
    """
    approval = found.approval
    if approval is not None and approval.gates != gates_digest(version.gates):
        raise ApprovalNeededError(
            f"The approval of {version.label} as {approval.alias} is void: its gates say something else since.",
            hint=_how(version, approval.alias),
        )


def gates_digest(gates: Iterable[GateResult]) -> str:
    """Return the digest of gates and their verdicts, whatever their order and numbers."""
    return digest_bytes(canonical(sorted([gate.kind, gate.expression, gate.verdict] for gate in gates)))


class Sight:
    """How requests stand; what several of them ask is looked up once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[tuple[str, ...], object] = {}

    def state(self, approval: Approval) -> ApprovalState:
        """Return how a request stands for who acts."""
        policy, who = self._policy(approval), user_name()
        void = self.void(approval) if approval.status in OPEN else ""
        listed = policy.approvers if policy else ()
        stranger = not who or who in self.authors(approval) or (listed and who not in listed)
        return ApprovalState(
            approval=approval,
            needed=self.needed(approval),
            given=len(self.counted(approval)),
            void=void,
            may_approve=not (stranger or void or approval.status != "requested" or who in _voters(approval)),
            approvers=listed,
        )

    def needed(self, approval: Approval) -> int:
        """Return how many approvals it takes: one at least, since it was asked for."""
        policy = self._policy(approval)
        return max(1, policy.approvals if policy else 0)

    def counted(self, approval: Approval) -> set[str]:
        """Return whose approvals count by the policy of today."""
        policy = self._policy(approval)
        voters = _voters(approval) - self.authors(approval)
        return voters & set(policy.approvers) if policy and policy.approvers else voters

    def authors(self, approval: Approval) -> set[str]:
        """Return who made the version; where that is not known, who asked for approval is taken for it."""
        key = "authors", approval.model, str(approval.number)
        if key not in self._known:
            version = self._version(approval)
            jobs = self._workspace.store.jobs.where(run_id=version.run_id) if version.run_id else ()
            self._known[key] = {name for name in (version.who, *(job.who for job in jobs)) if name}
        return self._known[key] or {approval.requested_by}  # type: ignore[return-value] # kept two lines above

    def void(self, approval: Approval) -> str:
        """Return why a request holds no longer; empty where it does."""
        version = self._version(approval)
        if version.status == "retired":
            return f"{version.label} is retired"
        key = "moves", approval.model, approval.alias
        if key not in self._known:
            self._known[key] = self._workspace.store.models.moves(approval.model, approval.alias)
        if self._known[key] != approval.moves:
            return f"{approval.model}@{approval.alias} has moved since it was asked for"
        if gates_digest(version.gates) != approval.gates:
            return "the gates say something else since it was asked for"
        return ""

    def refuse_stranger(self, approval: Approval, who: str) -> None:
        """Refuse who may not decide.

        Raises
        ------
        NotAllowedError
            It is the author, or nobody of the approvers.
        """
        label, policy = f"{approval.model}/{approval.number}", self._policy(approval)
        if who in self.authors(approval):
            raise NotAllowedError(
                f"{who} made {label}, so somebody else has to decide.",
                hint=f"Ask {_people(policy)}; you can withdraw the request.",
            )
        if policy and policy.approvers and who not in policy.approvers:
            raise NotAllowedError(
                f"{who} may not decide about {approval.model}@{approval.alias}.", hint=f"Ask {_people(policy)}."
            )

    def _policy(self, approval: Approval) -> AliasPolicy | None:
        key = "policy", approval.model, approval.alias
        if key not in self._known:
            self._known[key] = self._workspace.store.policies.effective(approval.model, approval.alias)
        return self._known[key]  # type: ignore[return-value] # kept a line above

    def _version(self, approval: Approval) -> ModelVersion:
        key = "version", approval.model, str(approval.number)
        if key not in self._known:
            self._known[key] = self._workspace.store.models.version(approval.model, approval.number)
        return self._known[key]  # type: ignore[return-value] # kept a line above


def _voters(approval: Approval) -> set[str]:
    return {vote.who for vote in approval.votes}


def _needed(
    version: ModelVersion, alias: str, policy: AliasPolicy, states: list[ApprovalState]
) -> ApprovalNeededError:
    many = "1 approval" if policy.approvals == 1 else f"{policy.approvals} approvals"
    message = f"{version.label} needs {many} by {_people(policy, ' or ')} to become {alias}"
    waiting = next((one for one in states if one.approval.status == "requested" and not one.void), None)
    if waiting is not None:
        return ApprovalNeededError(
            f"{message} and has {waiting.given}.",
            hint=f"{waiting.approval.requested_by} has asked for it: wait, or remind them.",
        )
    void = next((state.void for state in states), "")
    return ApprovalNeededError(
        f"{message}{f'; what was said before is void: {void}' if void else ''}.", hint=_how(version, alias)
    )


def _how(version: ModelVersion, alias: str) -> str:
    return f"Ask for it: `%request {version.label} {alias}`, or `celltrail request {version.label} {alias}`."


def _people(policy: AliasPolicy | None, joint: str = " or ") -> str:
    return joint.join(policy.approvers) if policy and policy.approvers else "somebody else than its author"
