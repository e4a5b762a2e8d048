"""``sweep``, ``sweeps``: search over the parameters of a notebook."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from celltrail.cli import table
from celltrail.cli.options import Commands, command
from celltrail.errors import JobFailedError
from celltrail.records import Sweep, SweepPoint, SweepSummary
from celltrail.sweeping import named_space
from celltrail.verbs import sweep as verbs

_MOST = 15


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    added = command(commands, "sweep", _sweep, "Search over the parameters of a notebook.")
    added.add_argument("notebook", type=Path)
    add_options(added.add_argument)
    added.add_argument("--detach", action="store_true", help="Do not wait for it.")
    shown = command(commands, "sweeps", _sweeps, "List the newest sweeps, show one, stop it or go on with it.")
    shown.add_argument("sweep", nargs="?", help="Its id.")
    shown.add_argument("--cancel", action="store_true", help="Stop it and its jobs.")
    shown.add_argument("--continue", dest="proceed", action="store_true", help="Run what was cut off or failed.")


def add_options(add: Any) -> None:
    """Add the options of a sweep by an ``add_argument``."""
    add("-p", "--parameter", action="append", default=[], metavar="NAME=SPACE",
        help="2..10, 0.1..0.9, log:1e-4..1e-1, 0..1..0.25, a,b,c, or one value for all.")  # fmt: skip
    add("-n", type=int, help="How many points; all of a finite space by default.")
    add("--metric", required=True, help="What is looked at.")
    add("--minimize", action="store_true", help="Less is better; by default more is.")
    add("--sampler", choices=("grid", "random", "tpe"), help="By default grid without -n, else tpe.")
    add("--parallel", type=int, help="How many jobs at once; by default one for each core or worker.")
    add("--seeds", type=int, default=1, help="Run each point with so many seeds and give intervals.")
    add("--seed", type=int, default=0, help="What the sampler draws from.")
    add("--prune", action="store_true", help="Stop trials that fall behind while they run.")
    add("--cache", action="store_true", help="Take unchanged cells from earlier runs.")
    add("--on", default="", help="Where the trials run: a Dask cluster such as dask://host:8786.")
    add("--name", help="Tells sweeps of one notebook apart.")
    add("--anew", action="store_true", help="Begin from nothing, even where the same sweep was there before.")


def started(options: Any) -> Sweep:
    """Start the sweep that options ask for."""
    names = (
        "metric",
        "n",
        "minimize",
        "sampler",
        "parallel",
        "seeds",
        "prune",
        "cache",
        "on",
        "name",
        "seed",
        "anew",
    )
    return verbs.sweep(
        options.notebook, named_space(options.parameter), **{name: getattr(options, name) for name in names}
    )


def _sweep(options: argparse.Namespace) -> None:
    sweep = started(options)
    more = "more" if sweep.direction == "maximize" else "less"
    width = f"{sweep.parallel} at once" if sweep.parallel else "as many at once as the cluster takes"
    print(f"{sweep.id}  {sweep.sampler}, {sweep.trials_wanted} trials, {width}; {more} "
          f"{sweep.metric} is better.", file=sys.stderr)  # fmt: skip
    if options.detach:
        print(f"{sweep.id}  `celltrail sweeps {sweep.id}` shows how it goes.")
        return
    _wait(sweep)


def _wait(sweep: Sweep) -> None:
    seen: list[str] = []
    try:
        ended = verbs.wait_for_sweep(sweep.id, lambda now: _progress(now, seen))
    except KeyboardInterrupt:
        verbs.cancel_sweep(sweep.id)
        print("\nCancelled, with its jobs. The same command goes on with it.", file=sys.stderr)
        raise
    if sys.stderr.isatty():
        print(file=sys.stderr)
    _show(verbs.sweep_summary(ended.id))
    if ended.status != "finished":
        raise JobFailedError(f"The sweep ended as {ended.status}: {ended.error}")


def _progress(sweep: Sweep, seen: list[str]) -> None:
    found = verbs.sweep_summary(sweep.id)
    counts = {
        status: sum(point.status == status for point in found.points)
        for status in ("finished", "pruned", "failed")
    }
    best = next((point for point in found.points if point.point == found.best), None)
    said = ", ".join(f"{count} {status}" for status, count in counts.items() if count or status == "finished")
    line = f"{sweep.name}  {said} of {sweep.trials_wanted // sweep.seeds}"
    line += f"  best {sweep.metric} {best.mean:.5g} ({_parameters(best)})" if best else ""
    if [line] != seen:
        seen[:] = [line]
        is_terminal = sys.stderr.isatty()
        print(
            f"\r{line}\033[K" if is_terminal else line,
            end="" if is_terminal else "\n",
            file=sys.stderr,
            flush=True,
        )


def _sweeps(options: argparse.Namespace) -> None:
    if options.sweep is None:
        table.show(
            ("sweep", "name", "status", "sampler", "trials", "metric", "age", "error"),
            (
                (s.id, s.name, s.status, s.sampler, s.trials_wanted, s.metric, table.age(s.created_at), s.error)
                for s in verbs.sweeps()
            ),
            empty="No sweeps yet. Start one with `celltrail sweep train.ipynb -p depth=2..10 --metric auc`.",
        )
    elif options.cancel:
        print(verbs.cancel_sweep(options.sweep).status)
    elif options.proceed:
        _wait(verbs.continue_sweep(options.sweep))
    else:
        _show(verbs.sweep_summary(options.sweep))


def _show(found: SweepSummary) -> None:
    points = sorted(found.points, key=lambda point: (point.rank is None, point.rank or point.point))
    names = [dimension.name for dimension in found.sweep.space]
    table.show(
        ("rank", found.sweep.metric, "95 %", "status", *names),
        (
            (p.rank, p.mean, interval_text(p), p.status, *(p.parameters[name] for name in names))
            for p in points[:_MOST]
        ),
        empty="No trials yet.",
    )
    if len(points) > _MOST:
        print(f"... and {len(points) - _MOST} more.")
    for line in remarks(found):
        print(line)


def interval_text(point: SweepPoint) -> str | None:
    """Return the interval of a point's mean, with a mark where it ties with the best."""
    if point.low is None or point.high is None:
        return None
    return f"{point.low:.4g} to {point.high:.4g}" + ("  ties with the best" if point.ties_with_best else "")


def remarks(found: SweepSummary) -> list[str]:
    """Return what is to be said beside the points."""
    lines = []
    if found.sweep.seeds > 1:
        lines.append(f"Each point ran with {found.sweep.seeds} seeds; the best is that with the best mean.")
    if found.importances:
        shares = ", ".join(f"{one.name} {one.importance:.0%}" for one in found.importances)
        lines.append(f"Variance explained by each parameter alone: {shares}.")
    if found.sweep.error:
        lines.append(f"{found.sweep.status}: {found.sweep.error}")
    return lines


def _parameters(point: SweepPoint) -> str:
    return ", ".join(f"{name}={value:.4g}" if isinstance(value, float) else f"{name}={value}"
                     for name, value in point.parameters.items())  # fmt: skip
