"""``%policy``, ``%request``, ``%approve``, ``%reject``, ``%withdraw``, ``%approvals``: what others agree to."""

from __future__ import annotations

from argparse import BooleanOptionalAction

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed
from celltrail.magics.register import gate_lines
from celltrail.magics.show import Card
from celltrail.records import ApprovalOutcome, ApprovalState
from celltrail.verbs.approvaltext import one_line, rule, standing


@magics_class
class ApprovalMagic(Magics):
    """Asks for approval and decides."""

    @magic_arguments()
    @argument("model", nargs="?", help="Its name, or * for all that have no policy of their own.")
    @argument("alias", nargs="?", default="champion", help="By default champion.")
    @argument("--approvals", type=int, metavar="N", help="By how many others than the author.")
    @argument("--approver", action="append", metavar="USER", help="Who may approve, and change this; may repeat.")
    @argument("--anybody", action="store_true", help="Everybody may approve.")
    @argument("--signed", action=BooleanOptionalAction, help="Whether a signature that holds is needed.")
    @argument("--remove", action="store_true", help="Forget it.")
    @argument("--reason", default="", help="Why, for the audit log.")
    @line_magic
    @plainly
    def policy(self, line: str) -> Card:
        """Say what an alias asks for beyond passed gates, or show it; without a model, show all.

        Examples
        --------
        ::

            %policy churn champion --approvals 1 --approver ada --approver bob
            %policy churn
        """
        options = parsed(self.policy, line)
        if options.model is None:
            return Card("policies", {}, [f"{p.model}@{p.alias}: {rule(p)}" for p in celltrail.policies()])
        model, alias, reason = unquoted(options.model), unquoted(options.alias), unquoted(options.reason)
        if options.remove:
            celltrail.remove_policy(model, alias, reason=reason)
        named = [unquoted(name) for name in options.approver] if options.approver else None
        made = celltrail.policy(
            model,
            alias,
            approvals=options.approvals,
            approvers=[] if options.anybody else named,
            signed=options.signed,
            reason=reason,
        )
        return Card(f"{model}@{alias} asks for {rule(made)}")

    @magic_arguments()
    @argument("version", help="churn/3, churn@challenger, or churn for the newest.")
    @argument("alias", nargs="?", default="champion", help="By default champion.")
    @argument("-m", "--comment", default="", help="What those who decide should know.")
    @argument("--no-promote", action="store_true", help="Do not promote it as soon as it is approved.")
    @line_magic
    @plainly
    def request(self, line: str) -> Card:
        """Ask others to approve that a version gets an alias; its gates have to hold.

        Examples
        --------
        ::

            %request churn/3 champion -m "trained on May"
        """
        options = parsed(self.request, line)
        state = celltrail.request_approval(
            unquoted(options.version),
            unquoted(options.alias),
            comment=unquoted(options.comment),
            promote=not options.no_promote,
        )
        return _card(state)

    @magic_arguments()
    @argument("reference", help="The version, such as churn/3, or the request's id.")
    @argument("alias", nargs="?", help="Of several requests of a version, which.")
    @argument("-m", "--comment", default="", help="What you looked at.")
    @line_magic
    @plainly
    def approve(self, line: str) -> Card:
        """Approve a request; the one that completes it promotes the version.

        Examples
        --------
        ::

            %approve churn/3 -m "looked at the slices"
        """
        options = parsed(self.approve, line)
        return _outcome(
            celltrail.approve(unquoted(options.reference), options.alias, comment=unquoted(options.comment))
        )

    @magic_arguments()
    @argument("reference", help="The version, such as churn/3, or the request's id.")
    @argument("alias", nargs="?", help="Of several requests of a version, which.")
    @argument("-m", "--comment", default="", help="Why; it has to be said.")
    @line_magic
    @plainly
    def reject(self, line: str) -> Card:
        """Reject a request, and say why.

        Examples
        --------
        ::

            %reject churn/3 -m "worse for the smallest branch"
        """
        options = parsed(self.reject, line)
        return _outcome(
            celltrail.reject(unquoted(options.reference), options.alias, comment=unquoted(options.comment))
        )

    @magic_arguments()
    @argument("reference", help="The version, such as churn/3, or the request's id.")
    @argument("alias", nargs="?", help="Of several requests of a version, which.")
    @argument("-m", "--comment", default="", help="Why.")
    @line_magic
    @plainly
    def withdraw(self, line: str) -> Card:
        """Take back a request that you made.

        Examples
        --------
        ::

            %withdraw churn/3
        """
        options = parsed(self.withdraw, line)
        return _outcome(
            celltrail.withdraw(unquoted(options.reference), options.alias, comment=unquoted(options.comment))
        )

    @magic_arguments()
    @argument("model", nargs="?", help="Only those of this model.")
    @argument("--all", action="store_true", help="Also those that were decided.")
    @line_magic
    @plainly
    def approvals(self, line: str) -> Card:
        """Show what waits for approval.

        Examples
        --------
        ::

            %approvals
        """
        options = parsed(self.approvals, line)
        model = unquoted(options.model) if options.model else None
        found = celltrail.approvals(model, status=None if options.all else "requested")
        return Card(
            "approvals", {"waiting": sum(one.approval.status == "requested" for one in found)}, _lines(found)
        )


def _lines(states: tuple[ApprovalState, ...]) -> list[str]:
    return [
        f"{one.approval.model}/{one.approval.number} as {one.approval.alias} {standing(one)}; "
        f"{one.approval.requested_by} asks: {one_line(one.approval.comment) or '-'} ({one.approval.id[-8:]})"
        for one in states
    ]


def _card(state: ApprovalState) -> Card:
    asked = state.approval
    facts = {"by": " or ".join(state.approvers) or "others than the author", "request": asked.id[-8:]}
    return Card(f"{asked.model}/{asked.number} as {asked.alias} {standing(state)}", facts)


def _outcome(outcome: ApprovalOutcome) -> Card:
    asked, version = outcome.state.approval, outcome.version
    title = f"{asked.model}/{asked.number} as {asked.alias}: {outcome.message}"
    return Card(title, {"alias": ", ".join(version.aliases) or "-"}, gate_lines(version.gates))
