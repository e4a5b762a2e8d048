"""The life of models and versions after they were registered: words, owners, tags, names, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from celltrail.errors import InvalidInputError
from celltrail.records import Model, ModelVersion
from celltrail.registry.reference import check_name, check_words, resolve
from celltrail.tracking import Workspace

_LONGEST_OWNER = 200
_LONGEST_KEY = 250
_LONGEST_VALUE = 100_000
_LONGEST_DESCRIPTION = 100_000
_MOST_TAGS = 200


def describe_model(
    workspace: Workspace,
    name: str,
    *,
    description: str | None = None,
    owner: str | None = None,
    tags: Mapping[str, str | None] | None = None,
    reason: str = "",
) -> Model:
    """Set description, owner and tags of a model, and return it; what is None stays, a tag that is None goes.

    Raises
    ------
    NotFoundError
        There is no such model.
    InvalidInputError
        Something cannot be kept.
    """
    model = workspace.store.models.get(name)
    values = _values(description, owner, tags, model.tags)
    if values:
        workspace.store.lifecycle.describe_model(name, values, check_words(reason, "reason"))
    return workspace.store.models.get(name)


def describe_version(  # noqa: PLR0913 - each is one thing that a person says
    workspace: Workspace,
    model: str,
    number: int,
    *,
    description: str | None = None,
    owner: str | None = None,
    tags: Mapping[str, str | None] | None = None,
    reason: str = "",
) -> ModelVersion:
    """Set description, owner and tags of a version, and return it; what is None stays, a tag that is None goes.

    Raises
    ------
    NotFoundError
        There is no such version.
    InvalidInputError
        Something cannot be kept.
    """
    version = workspace.store.models.version(model, number)
    values = _values(description, owner, tags, version.tags)
    if values:
        workspace.store.lifecycle.describe_version(model, number, values, check_words(reason, "reason"))
    return workspace.store.models.version(model, number)


def rename(workspace: Workspace, name: str, new: str, *, reason: str = "") -> Model:
    """Give a model another name, with all of its versions, aliases and history, and return it.

    Raises
    ------
    NotFoundError
        There is no such model.
    NameTakenError
        Another model has the name.
    InvalidInputError
        It cannot be a name.
    ConflictError
        A live deployment serves it.
    """
    workspace.store.models.get(name)
    check_name(new)
    if new != name:
        workspace.store.lifecycle.rename(name, new, check_words(reason, "reason"))
    return workspace.store.models.get(new)


def retire(workspace: Workspace, reference: str, *, reason: str = "") -> ModelVersion:
    """Let a version count no more: it gets no alias and serves nobody. It stays, and can be reinstated.

    Raises
    ------
    NotFoundError
        There is no such version.
    ConflictError
        An alias or a live deployment points at it, or it is retired already.
    """
    version = resolve(workspace, reference)
    workspace.store.lifecycle.set_status(version.model, version.number, "retired", check_words(reason, "reason"))
    return workspace.store.models.version(version.model, version.number)


def reinstate(workspace: Workspace, reference: str, *, reason: str = "") -> ModelVersion:
    """Let a retired version count again.

    Raises
    ------
    NotFoundError
        There is no such version.
    ConflictError
        It is not retired.
    """
    version = resolve(workspace, reference)
    workspace.store.lifecycle.set_status(version.model, version.number, "active", check_words(reason, "reason"))
    return workspace.store.models.version(version.model, version.number)


def _values(
    description: str | None, owner: str | None, tags: Mapping[str, str | None] | None, old: Mapping[str, str]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if description is not None:
        values["description"] = check_words(description, "description", longest=_LONGEST_DESCRIPTION)
    if owner is not None:
        values["owner"] = check_words(owner, "owner", longest=_LONGEST_OWNER)
    if tags is not None:
        values["tags"] = _merged(old, tags)
    return values


def _merged(old: Mapping[str, str], given: Mapping[str, str | None]) -> dict[str, str]:
    new = dict(old)
    for key, value in given.items():
        key = check_words(key, "name of a tag", longest=_LONGEST_KEY, required=True)  # noqa: PLW2901
        if value is None:
            new.pop(key, None)
        else:
            new[key] = check_words(str(value), f"tag {key[:40]}", longest=_LONGEST_VALUE)
    if len(new) > _MOST_TAGS:
        raise InvalidInputError(f"{len(new)} tags are too many.", hint=f"Keep at most {_MOST_TAGS}.")
    return new
