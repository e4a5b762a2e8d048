"""Naming a version: ``churn`` (the newest that is not retired), ``churn/3``, ``churn@champion``."""

from __future__ import annotations

import re

from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.records import ModelVersion
from celltrail.tracking import Workspace

LONGEST_WORDS = 10_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MODEL_NAME = re.compile(r"[^\W_](?:[\w .-]{0,98}[\w.-])?")
"""Whatever its script; no sign that means something in a reference, an address, a shell or the name of a file."""


def check_name(name: str, what: str = "model") -> str:
    """Return `name` if it can name a model; an alias and a deployment have no spaces and plain letters.

    Raises
    ------
    InvalidInputError
        It cannot.
    """
    is_model = what == "model"
    if not (_MODEL_NAME if is_model else _NAME).fullmatch(name):
        spaces = ", spaces" if is_model else ""
        raise InvalidInputError(
            f"{name!r} cannot name {'an' if what[0] in 'aeiou' else 'a'} {what}.",
            hint=f"Use letters, digits{spaces}, '.', '_' and '-', beginning with a letter or digit, at most 100.",
        )
    return name


def plain_name(model: str) -> str:
    """Return what stands for a model's name where no spaces can be, as in that of its deployment.

    >>> plain_name("churn of 2026")
    'churn-of-2026'
    """
    return model.replace(" ", "-")


def check_words(text: str, what: str, *, longest: int = LONGEST_WORDS, required: bool = False) -> str:
    """Return what a person wrote, without space around it, if the registry can keep it.

    Raises
    ------
    InvalidInputError
        It is too long, has characters that no database keeps, or is empty where something is `required`.
    """
    text = text.strip()
    if required and not text:
        raise InvalidInputError(
            f"The {what} is empty.", hint="Say why, in a sentence for those who read it later."
        )
    if len(text) > longest:
        raise InvalidInputError(
            f"The {what} has {len(text)} characters, {longest} are the most.", hint="Say it shorter."
        )
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InvalidInputError(
            f"The {what} has characters that cannot be kept.",
            hint="Leave out zero bytes and halves of characters.",
        )
    return text


def resolve(workspace: Workspace, reference: str) -> ModelVersion:
    """Return the version that a reference names.

    Raises
    ------
    NotFoundError
        There is no such model, version or alias.
    InvalidInputError
        The reference has another form.
    """
    if "@" in reference:
        name, _, alias = reference.partition("@")
        model = workspace.store.models.get(name)
        if alias not in model.aliases:
            known = ", ".join(sorted(model.aliases)) or "none yet"
            raise NotFoundError(f"{name} has no alias {alias!r}.", hint=f"Its aliases are: {known}.")
        return workspace.store.models.version(name, model.aliases[alias])
    name, _, number = reference.partition("/")
    if not number and "/" not in reference:
        versions = workspace.store.models.get(name).versions
        if not versions:
            raise NotFoundError(f"{name} has no version yet.", hint=f"%register MODEL {name} makes the first.")
        return next((version for version in versions if version.status == "active"), versions[0])
    if not number.isdecimal():
        raise InvalidInputError(
            f"{reference!r} names no model version.", hint="Write churn, churn/3 or churn@champion."
        )
    return workspace.store.models.version(name, int(number))
