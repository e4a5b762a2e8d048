"""``score``: a version's answers to files."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from celltrail.cli.options import Commands, command
from celltrail.scoring import Progress
from celltrail.verbs.score import score


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    made = command(commands, "score", _score, "Write a version's answers to files of any size.")
    made.add_argument("model", help="churn/3, churn@champion, or churn for the newest.")
    made.add_argument("data", nargs="+", help="Files (Parquet, CSV, Arrow), folders or patterns.")
    add_score_options(made)


def add_score_options(parser: argparse.ArgumentParser) -> None:
    """Add how tables are scored."""
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=".parquet, .csv or .arrow.")
    parser.add_argument("--columns", metavar="A,B", help="Columns of the input to keep; `none` for none.")
    parser.add_argument("--no-probabilities", action="store_true", help="Only what a classifier decides.")
    parser.add_argument("--stamp", action="store_true", help="Write version and run into each row.")
    parser.add_argument(
        "--on-bad", choices=("error", "skip", "null"), default="error", help="Rows that do not fit."
    )
    parser.add_argument("--labels", default="", metavar="COLUMN", help="A column that says what is true.")
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="Of this machine.")
    parser.add_argument("--on", default="", metavar="ADDRESS", help="A Dask cluster.")
    parser.add_argument("--overwrite", action="store_true", help="Replace an output that is there.")
    parser.add_argument("--trusted", action="append", default=[], metavar="TYPE", help="A type to trust.")


def names_of(columns: str | None) -> list[str] | None:
    """Return the columns that a person named.

    >>> names_of("id, region"), names_of("none"), names_of(None)
    (['id', 'region'], [], None)
    """
    if columns is None:
        return None
    return [] if columns == "none" else [name.strip() for name in columns.split(",") if name.strip()]


def _score(options: argparse.Namespace) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that nothing half is left
    found = score(
        options.model,
        options.data[0] if len(options.data) == 1 else options.data,
        options.output,
        columns=names_of(options.columns),
        probabilities=not options.no_probabilities,
        stamp=options.stamp,
        on_bad=options.on_bad,
        labels=options.labels,
        processes=options.processes,
        on=options.on,
        overwrite=options.overwrite,
        trusted=options.trusted,
        progress=_progress,
    )
    print(f"{found.output}  {found.rows:,} rows by {found.model}/{found.number} in {found.seconds:.1f} s")
    if found.rejected_path:
        print(f"{found.rejected_path}  {found.rejected:,} rows that do not fit")
    for name, value in found.metrics.items():
        print(f"  {name} {value:.5g}")


def _progress(now: Progress) -> None:
    if not sys.stderr.isatty():
        return
    left = f", {now.left_s:.0f} s left" if now.left_s is not None else ""
    total = f" of {now.total:,}" if now.total is not None else ""
    print(f"\r{now.rows:,}{total} rows, {now.rate:,.0f}/s{left}\033[K", end="", file=sys.stderr, flush=True)
    if now.rows == now.total:
        print(file=sys.stderr)
