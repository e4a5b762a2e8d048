"""``deploy``, ``stop``, ``deployments``, ``drift``, ``retrain``: models that answer, and their data."""

from __future__ import annotations

import argparse
from pathlib import Path

from celltrail.cli import table
from celltrail.cli.options import Commands, add_parameters, add_trust, command, parameters
from celltrail.verbs import deploy as verbs
from celltrail.verbs.drift import drift
from celltrail.verbs.example import curl
from celltrail.verbs.retrain import retrain
from celltrail.verbs.share import routes, share


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    served = command(commands, "deploy", _deploy, "Have a model version answer HTTP requests on this machine.")
    served.add_argument("model", help="churn@challenger, churn/3, or churn for the newest.")
    served.add_argument("--name", help="What the endpoint is called; by default the model's name.")
    served.add_argument("--port", type=int, default=0, help="The port to listen on; by default a free one.")
    served.add_argument(
        "--canary", metavar="SHARE", help="Give the version this share of the requests, such as 10%%."
    )
    add_trust(served)
    stopped = command(commands, "stop", _stop, "Stop an endpoint.")
    stopped.add_argument("name")
    command(commands, "deployments", _deployments, "List endpoints.")
    measured = command(commands, "drift", _drift, "Compare what an endpoint was asked with its training data.")
    measured.add_argument("name")
    measured.add_argument("--window", help="Only the requests of this named window; by default the newest.")
    again = command(commands, "retrain", _retrain, "Measure drift and, where the policy says so, train again.")
    again.add_argument("name")
    again.add_argument("--notebook", type=Path, help="By default the one that made the version.")
    again.add_argument("--window", help="Only the requests of this named window; by default the newest.")
    add_parameters(again)


def _deploy(options: argparse.Namespace) -> None:
    deployed = verbs.deploy(
        options.model,
        name=options.name,
        port=options.port,
        canary=share(options.canary),
        trusted=options.trust,
    )
    print(f"{deployed.name} answers at {deployed.url} with {routes(deployed)}. Try it:\n  {curl(deployed)}")


def _stop(options: argparse.Namespace) -> None:
    print(f"{options.name} is {verbs.stop(options.name).status}.")


def _deployments(_options: argparse.Namespace) -> None:
    table.show(
        ("name", "status", "serves", "requests", "url", "age", "error"),
        (
            (d.name, d.status, routes(d), d.requests, d.url, table.age(d.created_at), d.error)
            for d in verbs.deployments()
        ),
        empty="No endpoints yet. Start one with `celltrail deploy MODEL`.",
    )


def _drift(options: argparse.Namespace) -> None:
    report = drift(options.name, window=options.window)
    print(
        f"{report.model}/{report.version} in {report.window.name or 'the newest requests'}: {report.verdict}, "
        f"{report.window.rows} rows"
    )
    rows = ((f.name, f.role, f.distance, f.p_value, "drifted" if f.drifted else "") for f in report.features)
    table.show(
        ("column", "role", "PSI", "p", ""), rows, empty="  The version has no reference: register with --data."
    )
    for name, value in report.performance.items():
        before = report.reference_performance.get(name)
        print(f"  {name} {value:.4g}" + ("" if before is None else f" (at registration {before:.4g})"))


def _retrain(options: argparse.Namespace) -> None:
    decision = retrain(
        options.name,
        notebook=options.notebook,
        window=options.window,
        parameters=parameters(options),
        progress=lambda step: print(f"  {step}", flush=True),
    )
    print(f"{decision.action}: {' '.join(decision.reasons)}")
