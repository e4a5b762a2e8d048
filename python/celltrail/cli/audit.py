"""``audit``: who changed what, and proof that nobody tampered with it."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from celltrail.cli import table
from celltrail.cli.options import Commands, command
from celltrail.errors import SignatureError
from celltrail.records import AuditEntry
from celltrail.verbs import audit as verbs
from celltrail.verbs.approvaltext import one_line


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    made = command(commands, "audit", _audit, "List who changed what; verify, anchor or export that log.")
    made.add_argument("--model", default="", help="Everything about this model.")
    made.add_argument("--noun", default="", help="version, alias, approval, policy, deployment, schedule, ...")
    made.add_argument("--action", default="", help="Such as alias.promoted, or alias for all that begin so.")
    made.add_argument("--who", default="", help="Only what this user did.")
    made.add_argument("--since", type=_time, metavar="TIME", help="Such as 2026-05-01, or 2026-05-01T08:30.")
    made.add_argument("--until", type=_time, metavar="TIME", help="As --since.")
    made.add_argument("-n", type=int, default=50, help="How many at the most; the newest first.")
    actions = made.add_subparsers(title="actions", metavar="ACTION")
    checked = command(actions, "verify", _verify, "Check that the log is what was written.")
    checked.add_argument("file", nargs="?", type=Path, help="An exported log; by default that of this home.")
    checked.add_argument("--anchor", type=Path, help="A file of `audit anchor`: finds also what was cut off.")
    checked.add_argument("--key", type=Path, help="The public key that must have signed the anchor.")
    ended = command(actions, "anchor", _anchor, "Print the end of the log, to be kept elsewhere.")
    ended.add_argument("--sign", type=Path, metavar="KEY", help="Sign it with this private key.")
    ended.add_argument("-o", "--output", type=Path, metavar="FILE", help="Write it there instead.")
    exported = command(actions, "export", _export, "Write the log as JSON lines.")
    exported.add_argument("-o", "--output", type=Path, metavar="FILE", help="By default to the terminal.")


def _audit(options: argparse.Namespace) -> None:
    found = verbs.audit(
        model=options.model,
        noun=options.noun,
        action=options.action,
        who=options.who,
        since=options.since,
        until=options.until,
        limit=options.n,
    )
    table.show(
        ("#", "when", "who", "action", "of", "why"),
        (
            (one.seq, _when(one.at), one_line(one.who) or "-", one.action, _name(one), one_line(one.reason))
            for one in found
        ),
        empty="No entries.",
    )


def _verify(options: argparse.Namespace) -> None:
    verdict = verbs.verify_audit(options.file, anchor=options.anchor, key=options.key)
    if verdict.holds:
        print(f"✓ {verdict.entries} entries, and none was edited, dropped, put in or moved.")
        if options.anchor is None:
            print("  Whether some were cut off at the end, only an anchor shows: celltrail audit anchor.")
        return
    for problem in verdict.problems:
        print(f"✗ entry {problem.seq} ({problem.fault}): {one_line(problem.message)}")
    raise SignatureError(
        f"The audit log is not what was written: {len(verdict.problems)} problems in {verdict.entries} entries.",
        hint="Compare it with an export that was kept elsewhere.",
    )


def _anchor(options: argparse.Namespace) -> None:
    text = json.dumps(verbs.audit_anchor(key=options.sign), indent=2)
    if options.output is None:
        print(text)
    else:
        verbs.write_whole(options.output, [text])
        print(f"{options.output} holds the end of the log. Keep it where others cannot write.")


def _export(options: argparse.Namespace) -> None:
    if options.output is None:
        for line in verbs.export_audit():
            sys.stdout.write(f"{line}\n")
    else:
        print(f"{verbs.write_whole(options.output, verbs.export_audit())} entries are in {options.output}.")


def _name(entry: AuditEntry) -> str:
    name, role = entry.details.get("name"), entry.details.get("role")
    if isinstance(role, str):  # of a version, what was put with it
        return one_line(f"{entry.noun_id} {role}")
    return one_line(str(name) if isinstance(name, str) and name else entry.noun_id)


def _when(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _time(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time: write 2026-05-01 or 2026-05-01T08:30") from None
