"""``celltrail``: finds the command and says its errors in one sentence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import celltrail
from celltrail.cli import (
    approvals,
    audit,
    cards,
    gc,
    handover,
    imports,
    jobs,
    kernels,
    models,
    pipelines,
    reproduce,
    runs,
    schedules,
    scoring,
    serving,
    share,
    signing,
    states,
    sweeps,
    sync,
    versions,
    warm,
    worker,
)
from celltrail.errors import CelltrailError
from celltrail.verbs.runs import joined_sort

_GROUPS = (
    kernels, runs, states, models, versions, approvals, audit, cards, scoring, jobs, sweeps, schedules, pipelines,
    worker, reproduce, serving, signing, sync, gc, share, imports, warm, handover,
)  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    made = argparse.ArgumentParser(prog="celltrail", description="MLOps that lives in the notebook.")
    made.add_argument("--version", action="version", version=celltrail.__version__)
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in _GROUPS:
        group.add_commands(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code: 0 done, 1 refused or failed, 2 not understood."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments:
        parser().print_help(sys.stderr)
        raise SystemExit(2)
    options = parser().parse_args(joined_sort(arguments))
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
