"""What a person gives for parameters: text of the command line, YAML files, names of secrets."""

from __future__ import annotations

import ast
import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from celltrail.errors import ParameterError

_SECRET = re.compile(r"env:([A-Za-z_]\w*)\Z")


class Secret(str):
    """A text such as ``env:TOKEN`` that stands for the value of an environment variable.

    The value itself is only ever read in the notebook's kernel.
    """

    __slots__ = ()

    @property
    def variable(self) -> str:
        """The environment variable's name."""
        return self.removeprefix("env:")


def is_secret(value: Any) -> bool:
    """Whether a value names a secret.

    >>> is_secret("env:TOKEN"), is_secret("env: TOKEN"), is_secret(3)
    (True, False, False)
    """
    return isinstance(value, str) and _SECRET.match(value) is not None


def secrets_in(value: Any) -> list[Secret]:
    """Return the secrets that are named anywhere in a value."""
    if is_secret(value):
        return [Secret(value)]
    if isinstance(value, dict):
        return [found for item in (*value.keys(), *value.values()) for found in secrets_in(item)]
    if isinstance(value, list | tuple | set):
        return [found for item in value for found in secrets_in(item)]
    return []


def check_secrets(value: Any) -> None:
    """Check that the secrets that are named in a value are there.

    Raises
    ------
    ParameterError
        An environment variable is not set, or empty.
    """
    for secret in secrets_in(value):
        if not os.environ.get(secret.variable):
            close = difflib.get_close_matches(secret.variable, os.environ, n=1)
            raise ParameterError(
                f"{secret} was given, but the environment variable {secret.variable} is not set.",
                hint=f"Did you mean env:{close[0]}?" if close else f"Set it first: export {secret.variable}=...",
            )


def parse_value(text: str) -> Any:
    """Return what a person wrote for a parameter: a Python literal, else text.

    >>> parse_value("[1, 2]"), parse_value("0.1"), parse_value("eu")
    ([1, 2], 0.1, 'eu')
    """
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return {"true": True, "false": False, "none": None, "null": None}.get(text.lower(), text)


def from_text(assignments: Iterable[str], files: Iterable[str] = ()) -> dict[str, Any]:
    """Return the parameters that texts such as ``lr=0.1`` and YAML files give; the texts count more.

    Raises
    ------
    ParameterError
        A text is not NAME=VALUE, or a file cannot be read.
    """
    parsed: dict[str, Any] = {}
    for file in files:
        parsed.update(read_values(Path(file)))
    for text in assignments:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier():
            raise ParameterError(f"-p {text!r} is not NAME=VALUE.", hint="Write for example -p months=[1,2,3].")
        parsed[name] = parse_value(value)
    return parsed


def read_values(path: Path) -> dict[str, Any]:
    """Return the parameters in a YAML file.

    Raises
    ------
    ParameterError
        It cannot be read, is no YAML, or holds no names with values.
    """
    import yaml

    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ParameterError(
            f"The parameters in {path} cannot be read: {reason}.", hint="Check the path."
        ) from None
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())
        raise ParameterError(f"{path} is not YAML: {said}.", hint="Write a line `name: value` each.") from None
    if not isinstance(values, dict) or not all(isinstance(name, str) for name in values):
        raise ParameterError(
            f"{path} holds no parameters, but {type(values).__name__}.", hint="Write a line `name: value` each."
        )
    return values
