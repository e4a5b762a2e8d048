"""``policy``, ``request``, ``approve``, ``reject``, ``withdraw``, ``approvals``: what others have to agree to."""

from __future__ import annotations

import argparse

from celltrail.cli import table
from celltrail.cli.options import Commands, command
from celltrail.records import ApprovalOutcome
from celltrail.verbs import approvals as verbs
from celltrail.verbs import policies
from celltrail.verbs.approvaltext import one_line, rule, standing

_REFERENCE = "The version, such as churn/3, or the request's id."


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    _add_policy(command(commands, "policy", _policies, "List what aliases ask for, or set or remove that."))
    asked = command(commands, "request", _request, "Ask others to approve that a version gets an alias.")
    asked.add_argument("version", help="churn/3, churn@challenger, or churn for the newest.")
    asked.add_argument("alias", nargs="?", default="champion", help="By default champion.")
    asked.add_argument("-m", "--comment", default="", help="What those who decide should know.")
    asked.add_argument("--no-promote", action="store_true", help="Do not promote it as soon as it is approved.")
    for name, run, text in (
        ("approve", _approve, "Approve a request; the one that completes it promotes the version."),
        ("reject", _reject, "Reject a request, and say why."),
        ("withdraw", _withdraw, "Take back a request that you made."),
    ):
        made = command(commands, name, run, text)
        made.add_argument("reference", help=_REFERENCE)
        made.add_argument("alias", nargs="?", help="Of several requests of a version, which.")
        made.add_argument("-m", "--comment", default="", required=name == "reject", help="Why.")
    listed = command(commands, "approvals", _approvals, "List requests for approval.")
    listed.add_argument("model", nargs="?", help="Only those of this model.")
    listed.add_argument("--all", action="store_true", help="Also those that were decided.")


def _add_policy(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    made = command(actions, "set", _set_policy, "Say what an alias asks for; what is not given stays.")
    gone = command(actions, "remove", _remove_policy, "Forget what an alias asks for.")
    for one in (made, gone):
        one.add_argument("model", help="Its name, or '*' for all that have no policy of their own.")
        one.add_argument("alias", nargs="?", default="champion", help="By default champion.")
        one.add_argument("--reason", default="", help="Why, for the audit log.")
    made.add_argument("--approvals", type=int, metavar="N", help="By how many others than the author.")
    made.add_argument(
        "--approver", action="append", metavar="USER", help="Who may approve, and change this; may be given again."
    )
    made.add_argument("--anybody", action="store_true", help="Everybody may approve.")
    made.add_argument(
        "--signed", action=argparse.BooleanOptionalAction, help="Whether a signature that holds is needed."
    )


def _policies(_options: argparse.Namespace) -> None:
    table.show(
        ("alias", "asks for", "changed by"),
        ((f"{one.model}@{one.alias}", rule(one), one.who or "-") for one in policies.policies()),
        empty="No policies: passed gates are all that counts. celltrail policy set MODEL --approvals 1 makes one.",
    )


def _set_policy(options: argparse.Namespace) -> None:
    made = policies.policy(
        options.model,
        options.alias,
        approvals=options.approvals,
        approvers=[] if options.anybody else options.approver,
        signed=options.signed,
        reason=options.reason,
    )
    print(f"{options.model}@{options.alias} asks for {rule(made)}.")


def _remove_policy(options: argparse.Namespace) -> None:
    policies.remove_policy(options.model, options.alias, reason=options.reason)
    print(f"{options.model}@{options.alias} asks for {rule(policies.policy(options.model, options.alias))}.")


def _request(options: argparse.Namespace) -> None:
    state = verbs.request_approval(
        options.version, options.alias, comment=options.comment, promote=not options.no_promote
    )
    asked = state.approval
    who = " or ".join(state.approvers) or "others than the author"
    print(f"{asked.model}/{asked.number} as {asked.alias} {standing(state)} by {who} (request {asked.id[-8:]}).")


def _approve(options: argparse.Namespace) -> None:
    _say(verbs.approve(options.reference, options.alias, comment=options.comment))


def _reject(options: argparse.Namespace) -> None:
    _say(verbs.reject(options.reference, options.alias, comment=options.comment))


def _withdraw(options: argparse.Namespace) -> None:
    _say(verbs.withdraw(options.reference, options.alias, comment=options.comment))


def _approvals(options: argparse.Namespace) -> None:
    found = verbs.approvals(options.model, status=None if options.all else "requested")
    table.show(
        ("request", "version", "as", "stands", "asked by", "age", "comment"),
        (
            (
                state.approval.id[-8:],
                f"{state.approval.model}/{state.approval.number}",
                state.approval.alias,
                standing(state),
                state.approval.requested_by,
                table.age(state.approval.requested_at),
                one_line(state.approval.comment),
            )
            for state in found
        ),
        empty="Nothing waits for approval.",
    )


def _say(outcome: ApprovalOutcome) -> None:
    asked = outcome.state.approval
    print(f"{asked.model}/{asked.number} as {asked.alias}: {outcome.message}")
