"""``reproduce``, ``bisect``: whether a run comes out the same again, and why one came out otherwise."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from celltrail.cli import table
from celltrail.cli.options import Commands, command
from celltrail.errors import NotReproducedError
from celltrail.verbs import reproduce as verbs
from celltrail.verbs.bisect import bisect
from celltrail.verbs.reproductions import HEADLINES, rows_of


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    added = command(commands, "reproduce", _reproduce, "Run a run again and compare every output.")
    added.add_argument("run_reference", metavar="RUN", help="Its id, the beginning or end of it, or its name.")
    added.add_argument(
        "--tolerance", type=float, default=1e-9, help="How far numbers may be apart, of their size (1e-9)."
    )
    added.add_argument(
        "--env",
        choices=verbs.WISHES,
        default="auto",
        help="same: this environment; rebuild: the recorded one, built; auto: built where this one differs.",
    )
    added.add_argument("--sign", type=Path, metavar="KEY", help="Sign the verdict by this private key.")
    added.add_argument("-o", "--output", type=Path, metavar="FILE", help="Write the verdict here too (JSON).")
    sought = command(commands, "bisect", _bisect, "Find out why a metric changed from one run to another.")
    sought.add_argument("before", metavar="A", help="A run of a notebook.")
    sought.add_argument("after", metavar="B", help="Another one.")
    sought.add_argument("--metric", help="What to explain; by default the metric that changed most.")
    sought.add_argument(
        "--no-packages", action="store_true", help="Build no environments: packages are not tested then."
    )


def _reproduce(options: argparse.Namespace) -> None:
    found = verbs.reproduce(
        options.run_reference,
        tolerance=options.tolerance,
        env=options.env,
        sign=options.sign,
        output=options.output,
        progress=_progress,
    )
    table.show(("cell", "came out", "detail"), rows_of(found), empty="No cell was run.")
    for note in found.notes:
        print(f"note: {note}")
    print(HEADLINES[found.verdict or "missing"])
    if found.cause:
        print(f"Likely cause: {found.cause}. {found.cause_detail}")
    if found.verdict in ("different", "missing"):
        where = "no single cell" if found.first_different is None else f"cell {found.first_different + 1}"
        raise NotReproducedError(f"The run did not reproduce: {where} departs first.")


def _bisect(options: argparse.Namespace) -> None:
    found = bisect(
        options.before,
        options.after,
        metric=options.metric,
        packages=not options.no_packages,
        progress=_progress,
    )
    table.show(
        ("swapped", found.metric, "change"),
        (
            (effect.label, "fails" if effect.value is None else f"{effect.value:.6g}", _signed(effect.change))
            for effect in found.effects
        ),
        empty="",
    )
    for factor in found.untested:
        print(f"not tested: {factor.label}: {factor.untested}")
    print(found.verdict)
    print(f"{found.experiments} experiment(s): jobs with the tag celltrail.bisect={found.tag}")


def _signed(change: float | None) -> str:
    return "-" if change is None else f"{change:+.6g}"


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text}\033[K", end="", file=sys.stderr, flush=True)
    else:
        print(text, file=sys.stderr, flush=True)
