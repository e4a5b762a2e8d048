"""The cell that papermill injects: parameters as the notebook's hints want them, secrets by their name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from papermill.translators import PythonTranslator, papermill_translators  # noqa: TID253 - only loaded to execute

from celltrail.jobs.given import Secret, is_secret

_typed: dict[str, Any] = {}


def inject(typed: Mapping[str, Any]) -> None:
    """Have the next notebook of this process given these values; for papermill they have the same names."""
    _typed.clear()
    _typed.update(typed)
    papermill_translators.register("python", TypedTranslator)


class TypedTranslator(PythonTranslator):  # type: ignore[misc] # papermill has no types
    """Python code for what parameters may be beyond JSON. It binds no other name in the notebook."""

    @classmethod
    def codify(cls, parameters: Mapping[str, Any], comment: str = "Parameters") -> str:
        """Return the code that assigns parameters."""
        return str(super().codify({name: _typed.get(name, value) for name, value in parameters.items()}, comment))

    @classmethod
    def translate(cls, value: Any) -> str:
        """Return the code of a value."""
        if is_secret(value):
            return f'__import__("os").environ["{Secret(value).variable}"]'
        if isinstance(value, Path):
            return f'__import__("pathlib").Path({str(value)!r})'
        if isinstance(value, dt.date):
            return f"__import__('datetime').{type(value).__name__}.fromisoformat({value.isoformat()!r})"
        if isinstance(value, set):
            return f"{{{', '.join(sorted(map(cls.translate, value)))}}}" if value else "set()"
        if isinstance(value, tuple):
            return f"({''.join(f'{cls.translate(item)}, ' for item in value)})"
        return str(super().translate(value))

    @classmethod
    def translate_dict(cls, value: Mapping[Any, Any]) -> str:
        """Return the code of a dictionary, whose keys need not be text."""
        return f"{{{', '.join(f'{cls.translate(key)}: {cls.translate(item)}' for key, item in value.items())}}}"
