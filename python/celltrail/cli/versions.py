"""``retire``, ``reinstate``, ``describe-model``, ``remove-alias``, ``model-history``: the life of models."""

from __future__ import annotations

import argparse

from celltrail.cli.options import Commands, command
from celltrail.errors import InvalidInputError
from celltrail.records import Model
from celltrail.verbs import models as verbs
from celltrail.verbs.approvaltext import told


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    for name, run, text in (
        ("retire", _retire, "Let a version get no alias and serve nobody any more; it stays."),
        ("reinstate", _reinstate, "Let a retired version count again."),
    ):
        made = command(commands, name, run, text)
        made.add_argument("version", help="churn/3, or churn@challenger.")
        made.add_argument("--reason", default="", help="Why, for the history.")
    taken = command(commands, "remove-alias", _remove_alias, "Let an alias be nobody's.")
    taken.add_argument("model")
    taken.add_argument("alias")
    taken.add_argument("--reason", default="", help="Why, for the history.")
    described = command(commands, "describe-model", _describe, "Describe, tag or rename a model, or a version.")
    described.add_argument("reference", help="churn for the model, churn/3 for a version.")
    described.add_argument("--description", help="A sentence for people.")
    described.add_argument("--owner", help="Who answers for it.")
    described.add_argument("--tag", action="append", default=[], metavar="NAME=VALUE", help="May be given again.")
    described.add_argument("--remove-tag", action="append", default=[], metavar="NAME", help="May be given again.")
    described.add_argument("--name", help="Another name for the model; versions, aliases and history go with it.")
    described.add_argument("--reason", default="", help="Why, for the history.")
    history = command(commands, "model-history", _history, "Show what happened to a model, the newest first.")
    history.add_argument("reference", help="churn for the model, churn/3 for a version.")


def _retire(options: argparse.Namespace) -> None:
    version = verbs.retire(options.version, reason=options.reason)
    print(f"{version.label} is {version.status}.")


def _reinstate(options: argparse.Namespace) -> None:
    version = verbs.reinstate(options.version, reason=options.reason)
    print(f"{version.label} is {version.status}.")


def _remove_alias(options: argparse.Namespace) -> None:
    verbs.remove_alias(options.model, options.alias, reason=options.reason)
    print(f"Nobody is {options.model}@{options.alias} now.")


def _describe(options: argparse.Namespace) -> None:
    tags: dict[str, str | None] = {}
    for text in options.tag:
        name, equals, value = text.partition("=")
        if not equals:
            raise InvalidInputError(f"{text!r} is no tag.", hint="Write NAME=VALUE.")
        tags[name] = value
    tags |= dict.fromkeys(options.remove_tag)
    changed = verbs.describe_model(
        options.reference,
        description=options.description,
        owner=options.owner,
        tags=tags or None,
        name=options.name,
        reason=options.reason,
    )
    print(changed.name if isinstance(changed, Model) else changed.label)
    for what, value in (("description", changed.description), ("owner", changed.owner)):
        print(f"  {what}: {value or '-'}")
    for tag, value in sorted(changed.tags.items()):
        print(f"  {tag} = {value}")


def _history(options: argparse.Namespace) -> None:
    for entry in verbs.model_history(options.reference):
        print(told(entry))
