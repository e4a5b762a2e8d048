"""``models``, ``register``, ``promote``, ``rollback``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from celltrail.cli import table
from celltrail.cli.options import Commands, command
from celltrail.records import GateResult, ModelVersion
from celltrail.registry.check import WAITING
from celltrail.verbs import models as verbs
from celltrail.verbs.register import register_from_run


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    command(commands, "models", _models, "List models with their versions, gates and aliases.")
    made = command(commands, "register", _register, "Make a model version of a model that a run kept.")
    made.add_argument(
        "run_reference", metavar="RUN", help="The run's id, the beginning or end of it, or its name."
    )
    made.add_argument("artifact", help="The name under which the run kept the model.")
    made.add_argument("name", help="What the model is called, through all of its versions.")
    made.add_argument("--gate", action="append", default=[], metavar="EXPRESSION", help="Such as 'auc >= 0.80'.")
    made.add_argument("--gates", metavar="FILE", help="A YAML file with gates.")
    made.add_argument("--alias", help="Given to the version if all gates hold.")
    promoted = command(commands, "promote", _promote, "Give an alias to a version whose gates hold.")
    promoted.add_argument("version", help="churn/3, churn@challenger, or churn for the newest.")
    promoted.add_argument("alias", nargs="?", default="champion", help="By default champion.")
    promoted.add_argument("--reason", default="", help="Why, for the history.")
    back = command(commands, "rollback", _roll_back, "Give an alias back to the version that had it before.")
    back.add_argument("model")
    back.add_argument("alias", nargs="?", default="champion", help="By default champion.")
    back.add_argument("--reason", default="", help="Why, for the history.")


def _models(_options: argparse.Namespace) -> None:
    versions = [version for model in verbs.models() for version in model.versions]
    table.show(
        ("version", "aliases", "gates", "age", "run", "metrics"),
        (
            (
                version.label,
                ", ".join(version.aliases) or "-",
                _gates(version),
                table.age(version.created_at),
                (version.run_id or "-")[-6:],
                table.pairs(version.metrics),
            )
            for version in versions
        ),
        empty="No models yet. In a notebook: %register model churn --data X_train --gate 'auc >= 0.8'.",
    )


def _register(options: argparse.Namespace) -> None:
    _say(
        register_from_run(
            options.run_reference,
            options.artifact,
            options.name,
            gates=[*options.gate, *([options.gates] if options.gates else [])],
            alias=options.alias,
            progress=gates_told(),
        )
    )


def _promote(options: argparse.Namespace) -> None:
    _say(verbs.promote(options.version, options.alias, reason=options.reason))


def _roll_back(options: argparse.Namespace) -> None:
    _say(verbs.roll_back(options.model, options.alias, reason=options.reason))


def _say(version: ModelVersion) -> None:
    print(f"{version.label}  {', '.join(version.aliases) or 'no alias'}")
    for gate in version.gates:
        print(f"  {'✓' if gate.verdict == 'passed' else '✗'} {gate.expression}  ({gate.reason})")


def gates_told() -> Callable[[tuple[GateResult, ...]], None]:
    """Return what tells of each gate once on standard error, as soon as something is known of it."""
    told: set[str] = set()

    def tell(results: tuple[GateResult, ...]) -> None:
        for gate in results:
            if gate.reason != WAITING and gate.expression not in told:
                told.add(gate.expression)
                text = f"[{len(told)}/{len(results)}] {gate.expression}: {gate.verdict}"
                print(text, file=sys.stderr, flush=True)

    return tell


def _gates(version: ModelVersion) -> str:
    passed = sum(gate.verdict == "passed" for gate in version.gates)
    return f"{passed}/{len(version.gates)} passed" if version.gates else "-"
