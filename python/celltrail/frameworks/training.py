"""A training as a run has it: what every callback writes, whatever the framework."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from celltrail.capture import is_number
from celltrail.records import Scalar
from celltrail.tracking.active import require_run

_LONGEST_TEXT = 250


class Training:
    """Writes to the run that went on when it was made, everything under one name.

    A training may take hours, so nothing here raises into it: what cannot be kept is said once, as a warning.

    Raises
    ------
    NotFoundError
        No run is going on.
    """

    def __init__(self, name: str) -> None:
        self.run = require_run()
        self.name = name
        self._warned = False

    def log_params(self, params: Mapping[str, Any]) -> None:
        """Write down settings: plain values as they are, lists of such as text, whole objects not at all."""
        with self._harmless():
            plain = {key: scalar(value) for key, value in params.items()}
            self.run.log_params({self._key(key): value for key, value in plain.items() if value is not None})

    def log_metric(self, key: str, value: Any, step: int | None = None) -> None:
        """Write down a number, if it is one."""
        with self._harmless():
            number = _number(value)
            if number is not None:
                self.run.log_metric(self._key(key), number, step)

    def keep(self, model: Any) -> None:
        """Keep a model under the training's name."""
        with self._harmless():
            self.run.log_value(self.name, model)

    def log_result(self, key: str, value: Any) -> None:
        """Write down a number that says how the training went in all, if the run does not know it yet."""
        if self._key(key) not in self.run.metrics:
            self.log_metric(key, value)

    def keep_bytes(self, make: Callable[[], bytes], file_name: str) -> None:
        """Keep the file of a model in its framework's own format."""
        with self._harmless():
            artifact = self.run.workspace.artifacts.put_file(make(), "model", name=file_name)
            self.run.log_use(self.name, artifact)

    def at_end(self, action: Callable[[], None]) -> None:
        """Do something when the run ends, while it can still be written to."""

        def harmless() -> None:
            with self._harmless():
                action()

        self.run.before_end.append(harmless)

    def _key(self, key: str) -> str:
        return f"{self.name}.{key}" if key else self.name

    @contextmanager
    def _harmless(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a training must not end because of who watches it
            if not self._warned:
                self._warned = True
                text = f"celltrail: the training {self.name!r} goes on, but not all of it is tracked: {error}"
                with warnings.catch_warnings():
                    warnings.simplefilter("always")
                    warnings.warn(text, stacklevel=2)


def scalar(value: Any) -> Scalar:
    """Return a setting as a parameter, None where it is no plain value.

    >>> scalar([1, 2]), scalar(object())
    ('[1, 2]', None)
    """
    if isinstance(value, str | bool) or is_number(value):
        return value  # type: ignore[no-any-return] # NumPy's numbers are made plain where they are logged
    if isinstance(value, list | tuple | dict):
        items = value.values() if isinstance(value, dict) else value
        text = repr(value)
        if len(text) <= _LONGEST_TEXT and all(item is None or scalar(item) is not None for item in items):
            return text
    return None


def _number(value: Any) -> float | None:
    """Return the number that a framework gives: its own, or an array or tensor of one."""
    if is_number(value):
        return float(value)
    if getattr(value, "shape", None) in ((), (1,)) and hasattr(value, "item"):
        return float(value.item())
    return None
