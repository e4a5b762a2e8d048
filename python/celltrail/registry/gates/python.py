"""``python(module:function)``: any function of one's own."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import math
import numbers
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from celltrail.registry.gates.gate import Form, Gate
from celltrail.registry.gates.kind import CannotRunError, Lane, Outcome
from celltrail.registry.gates.subject import EVALUATION, EVALUATION_TARGET, TRAINING, TRAINING_TARGET, Subject

_FRESH_S = 60.0
_PAIR = 2
_ROLES = {
    "test": EVALUATION, "data": EVALUATION, "test_target": EVALUATION_TARGET, "target": EVALUATION_TARGET,
    "train": TRAINING, "train_target": TRAINING_TARGET,
}  # fmt: skip
_KNOWN = ("model", "champion", "version", "metrics", "champion_metrics", *_ROLES)


class PythonKind:
    """Calls a function in a process of its own.

    It is given what its parameters are called: ``model``, ``champion`` (None without one), ``data`` and ``target``
    (or ``test`` and ``test_target``), ``train`` and ``train_target``, ``metrics``, ``champion_metrics``,
    ``version`` (such as ``churn/3``). It returns True or False, such a truth with a reason, or a dictionary with
    ``passed`` and, if it likes, ``reason``, ``numbers`` and ``details``.
    """

    name = "python"
    form = Form(word="function, as module:function", needed="word")
    lane: Lane = "own"
    inputs = ("model", "evaluation", "training", "champion", "metrics", "code")
    libraries = ()
    timeout_s = 120.0
    lasts_s = _FRESH_S

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Call the function and judge what it returns."""
        function = _function(gate.word, subject.plan.folder)
        given = _given(function, subject)
        try:
            said = function(**given)
        except CannotRunError:
            raise
        except SystemExit as error:
            return Outcome(passed=False, ran=False, reason=f"it ended the process instead of answering ({error})")
        except BaseException as error:  # noqa: BLE001 - whatever it raises is its answer
            return Outcome(passed=False, ran=False, reason=f"it raised {type(error).__name__}: {error}")
        return judged(said)


def judged(said: Any) -> Outcome:
    """Return the outcome that a function's answer means; what is no clear answer is a failed gate."""
    if isinstance(said, tuple) and len(said) == _PAIR:
        said = {"passed": said[0], "reason": said[1]}
    if not isinstance(said, Mapping):
        said = {"passed": said}
    passed = _truth(said.get("passed"))
    if passed is None:
        kind = type(said.get("passed")).__name__
        return Outcome(
            passed=False, ran=False, reason=f"it returned {kind}, not True or False (or {{'passed': ...}})"
        )
    strange = sorted(map(str, set(said) - {"passed", "reason", "numbers", "details"}))
    if strange:
        return Outcome(
            passed=False, ran=False, reason=f"its answer has what nobody asked for: {', '.join(strange)}"
        )
    reason = said.get("reason", f"it returned {passed}")
    figures, lines = said.get("numbers", {}), said.get("details", ())
    if not isinstance(reason, str) or not _are_numbers(figures) or not _are_lines(lines):
        fault = "it returned a reason that is no text, numbers that are none, or details that are no lines of text"
        return Outcome(passed=False, ran=False, reason=fault)
    finite = {str(key): float(value) if math.isfinite(value) else None for key, value in figures.items()}
    return Outcome(passed=passed, reason=reason or f"it returned {passed}", numbers=finite, details=tuple(lines))


def _truth(value: Any) -> bool | None:
    """Return a truth, also one of NumPy's; None for what only passes for one."""
    if isinstance(value, bool):
        return value
    return bool(value) if type(value).__module__ == "numpy" and type(value).__name__ in ("bool", "bool_") else None


def _are_numbers(figures: Any) -> bool:
    return isinstance(figures, Mapping) and all(isinstance(value, numbers.Real) for value in figures.values())


def _are_lines(lines: Any) -> bool:
    return isinstance(lines, list | tuple) and all(isinstance(line, str) for line in lines)


def _function(word: str, folder: str) -> Callable[..., Any]:
    place, _, name = word.partition(":")
    if not name:
        raise CannotRunError(f"{word!r} names no function: write module:function, such as checks.fair:gap")
    module = _from_file(Path(folder, place)) if place.endswith(".py") else _imported(place, folder)
    function = getattr(module, name, None)
    if not callable(function):
        public = ", ".join(key for key, value in vars(module).items() if inspect.isfunction(value)) or "none"
        raise CannotRunError(f"{place} has no function {name!r}; it has: {public}")
    found: Callable[..., Any] = function
    return found


def _imported(name: str, folder: str) -> Any:
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    except BaseException as error:
        raise CannotRunError(f"the module {name} cannot be imported: {type(error).__name__}: {error}") from error


def _from_file(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise CannotRunError(f"there is no file {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        raise CannotRunError(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
    return module


def _given(function: Callable[..., Any], subject: Subject) -> dict[str, Any]:
    """Return what a function asks for by the names of its parameters."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError) as error:
        raise CannotRunError(f"what it takes cannot be told: {error}") from error
    wanted = [one for one in parameters if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]
    strange = [one.name for one in wanted if one.name not in _KNOWN and one.default is one.empty]
    if strange:
        raise CannotRunError(f"nobody knows its parameter {strange[0]!r}; known are: {', '.join(_KNOWN)}")
    return {one.name: _value(one.name, subject) for one in wanted if one.name in _KNOWN}


def _value(name: str, subject: Subject) -> Any:
    champion = subject.plan.champion
    match name:
        case "model":
            return subject.model
        case "champion":
            return subject.champion_model if champion else None
        case "version":
            return subject.version.label
        case "metrics":
            return dict(subject.version.metrics)
        case "champion_metrics":
            return dict(champion.metrics) if champion else None
    return subject.data(_ROLES[name])
