"""``celltrail``: finds the command and says its errors in one sentence."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import celltrail
from celltrail.errors import CelltrailError
from celltrail.ownprocess import load_less
from celltrail.verbs.misread import advised
from celltrail.verbs.runs import joined_sort

_COMMANDS = {
    "kernels": ("init", "enable", "disable"),
    "runs": ("track", "runs", "history", "show"),
    "states": ("compare", "lineage", "restore", "slice"),
    "models": ("models", "register", "promote", "rollback"),
    "versions": ("retire", "reinstate", "remove-alias", "describe-model", "model-history"),
    "approvals": ("policy", "request", "approve", "reject", "withdraw", "approvals"),
    "audit": ("audit",),
    "cards": ("card", "explain", "why"),
    "scoring": ("score",),
    "jobs": ("run", "submit", "parameters", "jobs", "cancel"),
    "sweeps": ("sweep", "sweeps"),
    "schedules": ("schedule", "schedules"),
    "pipelines": ("pipeline", "pipelines"),
    "worker": ("worker",),
    "reproduce": ("reproduce", "bisect"),
    "serving": ("deploy", "stop", "deployments", "drift", "retrain"),
    "signing": ("keygen", "verify"),
    "sync": ("sync",),
    "gc": ("gc", "prune-jobs"),
    "share": ("diff", "bundle", "open", "export"),
    "imports": ("import", "export-history"),
    "warm": ("warm",),
    "handover": ("sign", "download", "bom"),
}
"""The commands that each file here adds. Only the file of the one that is asked for is loaded."""

_WITHOUT_USERS_CODE = {"jobs", "sweeps", "schedules", "pipelines", "worker", "reproduce", "share"}
"""The files whose commands run nothing of the user's in their own process."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors say what to write instead."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuse what a command does not know where the command is known: by default the outermost parser does."""
        found, left = super().parse_known_args(args, namespace)
        if left:
            self.error(f"unrecognized arguments: {' '.join(left)}")
        return found, left

    def error(self, message: str) -> NoReturn:
        """Print what was not understood and how it is written, and end."""
        super().error(advised(message, self, self.prog, f"{self.prog} --help"))


def parser(asked: str = "") -> argparse.ArgumentParser:
    """Return the parser of a command, or of the whole command line where there is no such one."""
    made = Parser(prog="celltrail", description="MLOps that lives in the notebook.")
    made.add_argument("--version", action="version", version=celltrail.__version__)
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    groups = [group for group, names in _COMMANDS.items() if asked in names] or _COMMANDS
    if _WITHOUT_USERS_CODE.issuperset(groups):
        load_less()
    for group in groups:
        importlib.import_module(f"celltrail.cli.{group}").add_commands(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code: 0 done, 1 refused or failed, 2 not understood."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments:
        parser().print_help(sys.stderr)
        raise SystemExit(2)
    options = parser(arguments[0]).parse_args(joined_sort(arguments))
    try:
        options.run(options)
    except CelltrailError as error:
        print(f"celltrail: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  {error.hint}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
    return 0
