"""Gates that are declared in files: one that is named, and those of the whole project.

A file is a list of gates, or a table from patterns of model names to such lists::

    "*":
      - size <= 50MB
    churn*:
      - auc >= 0.80
      - loads(seconds=10)

A project's gates stand in ``gates.yaml`` in its home or beside it, or in ``[tool.celltrail.gates]`` of the next
``pyproject.toml`` upwards of there. They hold for every version that is registered or promoted in that home.
"""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from celltrail import config
from celltrail.config import Settings
from celltrail.errors import GateError

FILE = "gates.yaml"
_ENDINGS = (".yaml", ".yml")


def declared(settings: Settings, model: str, given: Sequence[str]) -> tuple[str, ...]:
    """Return the gates of a model: those given, of which some may be files, and those of the project.

    Raises
    ------
    GateError
        A file cannot be read, or has another form.
    """
    found: dict[str, None] = {}
    for one in given:
        found.update(dict.fromkeys(from_file(Path(one), model) if one.endswith(_ENDINGS) else [one]))
    found.update(dict.fromkeys(of_project(settings, model)))
    return tuple(found)


def from_file(path: Path, model: str) -> list[str]:
    """Return the gates that a YAML file declares for a model.

    Raises
    ------
    GateError
        It cannot be read, or has another form.
    """
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise GateError(f"The gates in {path} cannot be read: {error}.", hint="Name a YAML file.") from error
    except yaml.YAMLError as error:
        raise GateError(
            f"{path} is no YAML: {error}.", hint="Put gates with ':' or '#' between quotes."
        ) from error
    return list(_matching(content, model, str(path)))


def of_project(settings: Settings, model: str) -> list[str]:
    """Return the gates that the project of a home declares for a model.

    Raises
    ------
    GateError
        A file has another form.
    """
    around = settings.home.parent if settings.home.name == config.HOME_NAME else None
    files = [settings.home / FILE, *([around / FILE] if around else [])]
    found = [gate for path in files if path.is_file() for gate in from_file(path, model)]
    return found + list(_of_pyproject(around or Path.cwd(), model))


def _of_pyproject(start: Path, model: str) -> Iterator[str]:
    for folder in (start, *start.parents):
        path = folder / "pyproject.toml"
        if not path.is_file():
            continue
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise GateError(f"{path} cannot be read: {error}.", hint="Correct it.") from error
        gates = content.get("tool", {}).get("celltrail", {}).get("gates")
        yield from _matching(gates, model, f"[tool.celltrail.gates] in {path}")
        return


def _matching(content: Any, model: str, where: str) -> Iterator[str]:
    """Give the gates for a model, in the order in which they stand there."""
    if content is None:
        return
    table = {"*": content} if isinstance(content, list) else content
    if not isinstance(table, dict):
        raise _other_form(where)
    for pattern, gates in table.items():
        for gate in [gates] if isinstance(gates, str) else gates if isinstance(gates, list) else [None]:
            if not isinstance(gate, str):
                raise _other_form(where)
            if fnmatch.fnmatchcase(model, str(pattern)):
                yield gate


def _other_form(where: str) -> GateError:
    return GateError(
        f"The gates in {where} have another form.",
        hint='Write a list of gates, or a table from model names to such lists: {"churn*": ["auc >= 0.80"]}.',
    )
