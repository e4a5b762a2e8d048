"""The whole loop on real flights: train, register, deploy, watch the year go by, train again when it has changed.

``make demo`` runs this. Nothing here is prepared: the endpoint is a real one, each month of 2013 is sent to it as
requests, and the policy alone decides whether the notebook is run again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = Path(os.environ.get("CELLTRAIL_DEMO") or FOLDER.parent / ".demo")
os.environ["CELLTRAIL_HOME"] = str(ROOT / ".celltrail")

from flights import FEATURES, months  # noqa: E402

import celltrail  # noqa: E402
from celltrail.cli import main as cli  # noqa: E402
from celltrail.cli import table  # noqa: E402
from celltrail.cli.jobs import progress as show_progress  # noqa: E402
from celltrail.records import Decision, DriftReport  # noqa: E402
from celltrail.retraining.policy import Policy  # noqa: E402
from celltrail.tracking import workspace  # noqa: E402
from celltrail.verbs.example import curl  # noqa: E402

NOTEBOOK = FOLDER / "flights.ipynb"
MODEL = "late-flights"
FIRST_MONTHS = [1, 2, 3]
BATCH = 1000


def main() -> int:
    """Run the loop and tell what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--until", type=int, default=12, metavar="MONTH", help="The last month to live through.")
    until = options.parse_args().until
    begun = time.monotonic()
    start_anew()
    say("Train on January to March, in the notebook, by papermill")
    celltrail.run_notebook(NOTEBOOK, {"train_months": FIRST_MONTHS}, progress=show_progress)
    say("Its gates hold: the challenger becomes the champion")
    celltrail.promote(f"{MODEL}@challenger", "champion", reason="the first one")
    decisions = []
    for month in range(FIRST_MONTHS[-1] + 1, until + 1):
        say(f"{month_name(month)}: its flights ask the endpoint, then they land")
        decisions.append(live_through(month))
    summarise(decisions, time.monotonic() - begun)
    return 0


def start_anew() -> None:
    """Remove what an earlier demo left, its endpoint too."""
    if (ROOT / ".celltrail").exists():
        print("Removing the demo of before.")
        for deployment in workspace().store.deployments.all(live=True):
            celltrail.stop(deployment.name)
        shutil.rmtree(ROOT / ".celltrail")
    (ROOT / ".celltrail").mkdir(parents=True, exist_ok=True)
    print(f"Everything is kept in {ROOT / '.celltrail'}. Watch it happen: `make lab` in another terminal.")


def live_through(month: int) -> Decision:
    """Ask the endpoint about each flight of a month, tell it later what was true, and let the policy decide."""
    flights = months(month)
    window = f"2013-{month:02}"
    rows = flights[FEATURES].astype(object).where(flights[FEATURES].notna(), None).to_dict("records")
    ids = [f"{window}-{number}" for number in range(len(rows))]
    for first in range(0, len(rows), BATCH):
        part = slice(first, first + BATCH)
        celltrail.predict(MODEL, rows[part], window=window, request_ids=ids[part])
    celltrail.label(MODEL, dict(zip(ids, flights["late"].tolist(), strict=True)))
    report = celltrail.drift(MODEL, window=window)
    print(f"  {describe(report)}")
    newest = list(range(max(1, month - 2), month + 1))
    return celltrail.retrain(
        MODEL,
        report=report.id,
        parameters={"train_months": newest, "deploy": False},
        policy=Policy(cool_down_s=0),  # a month goes by in seconds here
        progress=lambda step: print(f"  {step}", flush=True),
    )


def describe(report: DriftReport) -> str:
    """Return a drift report in a line."""
    moved = [feature.name for feature in report.features if feature.drifted and feature.role == "feature"]
    measured = ", ".join(
        f"{name} {value:.3f} (was {report.reference_performance[name]:.3f})"
        for name, value in report.performance.items()
        if name in report.reference_performance
    )
    return f"{report.window.rows} flights, {report.verdict}: {', '.join(moved) or 'no column'} moved; {measured}"


def summarise(decisions: list[Decision], seconds: float) -> None:
    """Tell what there is now and how to look at it."""
    here = workspace()
    here.drain()
    say("What there is now")
    for title, command in (("Runs", ["runs", "-n", "12"]), ("Models", ["models"]), ("Jobs", ["jobs"])):
        print(f"\n{title}")
        cli(command)
    print("\nDrift by month")
    reports = reversed(here.store.drift.reports())
    table.show(
        ("month", "version", "flights", "verdict", "columns moved", "roc_auc", "late"),
        (
            (
                report.window.name,
                f"{report.model}/{report.version}",
                report.window.rows,
                report.verdict,
                f"{report.share_drifted:.0%}",
                report.performance.get("roc_auc"),
                report.performance.get("positive_rate"),
            )
            for report in reports
        ),
        empty="none",
    )
    retrained = [decision for decision in decisions if decision.action == "retrain"]
    print(f"\nRetrained {len(retrained)} time(s):")
    for decision in retrained:
        print(f"  because {' '.join(decision.reasons)}\n    -> {decision.outcome}")
    endpoint = here.store.deployments.get(MODEL)
    print(f"\nThe endpoint answers at {endpoint.url}. Try it:\n  {curl(endpoint)}")
    command = Path(sys.executable).parent / "celltrail"
    print(f"Stop it:\n  CELLTRAIL_HOME={here.settings.home} {command} stop {MODEL}")
    print(f"\nOpen all of it in JupyterLab:\n  make lab\n\nDone in {seconds:.0f} s.")


def say(text: str) -> None:
    """Begin a step."""
    print(f"\n== {text}", flush=True)


def month_name(month: int) -> str:
    """Return the English name of a month."""
    return time.strftime("%B", (2013, month, 1, 0, 0, 0, 0, 1, 0))


if __name__ == "__main__":
    sys.exit(main())
