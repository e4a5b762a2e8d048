"""Completion of names after our magics."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from celltrail.tracking import workspace

_VERSION_COMMANDS = ("%promote", "%rollback", "%retire", "%request", "%approve", "%reject", "%withdraw", "%policy")
_COMMANDS = ("%register", "%deploy", "%drift", "%runs", *_VERSION_COMMANDS)
_ALIASES = ("champion", "challenger")
_QUERY_WORDS = ("and", "or", "not", "in", "like", "is", "None", "--sort")


def install_completion(shell: Any) -> None:
    """Complete the arguments of our magics in a shell."""
    for command in _COMMANDS:
        shell.set_hook("complete_command", complete, str_key=command)


def remove_completion(shell: Any) -> None:
    """Stop completing."""
    for command in _COMMANDS:
        shell.strdispatchers["complete_command"].strs.pop(command, None)


def complete(shell: Any, event: Any) -> list[str]:
    """Return what can stand where the cursor is."""
    with suppress(Exception):  # completion never disturbs typing
        words = event.line.split()
        done = words if event.line.endswith(" ") else words[:-1]
        offers = _offers(shell, words[0].lstrip("%"), done[1:])
        return sorted(offer for offer in set(offers) if offer.startswith(event.symbol))
    return []


def _offers(shell: Any, command: str, done: list[str]) -> Iterable[str]:
    last = done[-1] if done else ""
    if command == "register":
        return _for_register(shell, done, last)
    if command == "runs":
        names = _names_in_queries()
        return [*names, *(f"-{name}" for name in names)] if last == "--sort" else [*names, *_QUERY_WORDS]
    if command == "drift":
        return [d.name for d in workspace().store.deployments.all(live=True)]
    if f"%{command}" in _VERSION_COMMANDS:
        return _ALIASES if done else _versions()
    if last == "--name":
        return [d.name for d in workspace().store.deployments.all(live=True)]
    return [*_versions(), "--name", "--port", "--canary"]


def _names_in_queries() -> list[str]:
    from celltrail.store.keys import FIELDS

    known = workspace().store.runs.keys()
    short = [key for keys in known.values() for key in keys if key.isidentifier()]
    return [*FIELDS, *short, *(f"{group}.{key}" for group, keys in known.items() for key in keys)]


def _for_register(shell: Any, done: list[str], last: str) -> Iterable[str]:
    if last in ("--data", "--target", "--test", "--test-target"):
        return _variables(shell, "columns", "ndim")
    if last == "--alias":
        return _ALIASES
    if not done:
        return _variables(shell, "predict")
    options = ["--data", "--target", "--test", "--test-target", "--gate", "--gates", "--alias", "--description"]
    return [*(model.name for model in workspace().store.models.all()), *options] if len(done) == 1 else options


def _variables(shell: Any, *attributes: str) -> list[str]:
    return [
        name
        for name, value in shell.user_ns.items()
        if not name.startswith("_") and any(hasattr(type(value), attribute) for attribute in attributes)
    ]


def _versions() -> list[str]:
    return [
        label
        for model in workspace().store.models.all()
        for label in (model.name, *(f"{model.name}@{alias}" for alias in model.aliases))
    ]
