"""What a fitted estimator says of itself: how it was set, and how its training went.

Only what the fit left behind is read: nothing is fitted, scored or predicted for it, and no library is imported.
scikit-learn's conventions are enough (``get_params``, attributes that end in an underscore), so the estimators of
XGBoost, LightGBM and others that keep them are understood too.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from celltrail.capture.observe import is_number

_SCORES = (
    "best_score_", "best_score", "best_iteration_", "best_iteration", "best_loss_", "bound_", "evals_result_",
    "explained_variance_ratio_", "inertia_", "kl_divergence_", "log_marginal_likelihood_value_", "loss_",
    "loss_curve_", "lower_bound_", "n_iter_", "oob_improvement_", "oob_score_", "oob_scores_",
    "reconstruction_err_", "stress_", "train_score_", "validation_score_", "validation_scores_",
)  # fmt: skip
"""What fits leave behind about how they went; numbers, or one number a step."""
_MOST_POINTS = 1000
_LONGEST_TEXT = 250
_MOST_PARTS = 50


@dataclass(slots=True)
class Fit:
    """How an estimator was set and how its training went, every name with that of the estimator in front."""

    params: dict[str, Any] = field(default_factory=dict)
    """Classes, and the settings that are not the class's own defaults."""
    metrics: dict[str, float] = field(default_factory=dict)
    curves: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    """Steps with the number of each."""
    tables: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    """Columns of what a search tried."""


def describe_fit(name: str, value: object) -> Fit | None:
    """Return what a fitted estimator says of itself; None where `value` is none."""
    if not is_estimator(value) or not _is_fitted(value):
        return None
    fit = Fit()
    settings = _describe(fit, name, value)
    for key, part in _parts(settings):
        if isinstance(part, str):  # a step that is passed through
            fit.params[f"{name}.{key}"] = part
        else:
            _describe(fit, f"{name}.{key}", part)
    return fit


def is_estimator(value: object) -> bool:
    """Whether a value is a scikit-learn estimator, or of a class made from one."""
    return any(
        base.__name__ == "BaseEstimator" and base.__module__.startswith("sklearn.") for base in type(value).__mro__
    )


def _is_fitted(value: Any) -> bool:
    says = getattr(value, "__sklearn_is_fitted__", None)
    if says is not None:
        return bool(says())
    return any(key.endswith("_") and not key.startswith("_") for key in getattr(value, "__dict__", ()))


def _describe(fit: Fit, name: str, value: Any) -> dict[str, Any]:
    """Add what one estimator says, and return its settings."""
    settings: dict[str, Any] = value.get_params(deep=False)
    kind: Any = type(value)
    defaults = _defaults(kind)
    fit.params[name] = type(value).__name__
    for key, given in settings.items():
        if not _same(given, defaults.get(key)) and _is_plain(given):
            fit.params[f"{name}.{key}"] = given
    _add_scores(fit, name, value)
    return settings


def _add_scores(fit: Fit, name: str, value: Any) -> None:
    for attribute in _SCORES:
        found = None
        with suppress(Exception):  # a property of the user's own class may raise anything
            found = getattr(value, attribute, None)
        if found is not None:
            key = name if attribute == "evals_result_" else f"{name}.{attribute.rstrip('_')}"
            _score(fit, key, max(_listed(found)) if attribute == "n_iter_" else found)
    best = getattr(value, "best_params_", None)
    if isinstance(best, Mapping):
        fit.params |= {f"{name}.best_params.{key}": given for key, given in best.items() if _is_plain(given)}
    tried = getattr(value, "cv_results_", None)
    if isinstance(tried, Mapping):
        fit.tables[f"{name}.cv_results"] = {
            key: _listed(column) for key, column in tried.items() if key != "params"
        }


@lru_cache(maxsize=256)
def _defaults(kind: Any) -> dict[str, Any]:
    """Return the defaults of a class's settings, with those that it hands on to the classes it is made from."""
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__[:-1]):
        if "__init__" in vars(base):
            parameters = inspect.signature(base.__init__).parameters
            found |= {key: p.default for key, p in parameters.items() if p.default is not p.empty}
    return found


def _same(given: Any, default: Any) -> bool:
    if given is default:
        return True
    return type(given) is type(default) and not is_estimator(given) and repr(given) == repr(default)


def _parts(settings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give the estimators that an estimator is set up with: the steps of a pipeline, what a search searches."""
    for key, given in settings.items():
        if is_estimator(given):
            yield key, given
        elif isinstance(given, list):
            yield from ((item[0], item[1]) for item in given[:_MOST_PARTS] if _is_named(item))


def _is_named(item: Any) -> bool:
    """Whether an item is a name with an estimator, or with a word such as "passthrough" in its place."""
    return isinstance(item, tuple) and len(item) > 1 and (isinstance(item[1], str) or is_estimator(item[1]))


def _score(fit: Fit, key: str, found: Any) -> None:
    """Sort in a number, one number a step, or a dictionary of such."""
    if isinstance(found, Mapping):
        for inner, value in found.items():
            _score(fit, f"{key}.{inner}", value)
    elif type(found) is float or is_number(found):
        fit.metrics[key] = float(found)
    else:
        numbers = _listed(found)
        if len(numbers) == 1 and is_number(numbers[0]):
            fit.metrics[key] = float(numbers[0])
        elif len(numbers) > 1 and all(type(number) is float or is_number(number) for number in numbers):
            fit.curves[key] = _thinned(numbers)


def _thinned(numbers: Sequence[float]) -> list[tuple[int, float]]:
    """Return steps and numbers, evenly fewer of a long curve; the last one always."""
    every = -(-len(numbers) // _MOST_POINTS)
    steps = [*range(0, len(numbers) - 1, every), len(numbers) - 1]
    return [(step, float(numbers[step])) for step in steps]


def _listed(found: Any) -> list[Any]:
    """Return an array or a sequence as a list; what is masked as None, and what is neither as a list of it."""
    if isinstance(found, list | tuple):
        return list(found)
    if hasattr(found, "tolist") and getattr(found, "ndim", None):
        numbers = found.ravel() if found.ndim > 1 else found
        return list(numbers.tolist())
    return [found]


def _is_plain(value: Any) -> bool:
    """Whether a setting is a value that reads well: a scalar, or a short list or dictionary of such."""
    if value is None or isinstance(value, str | bool) or is_number(value):
        return True
    if isinstance(value, list | tuple | dict) and len(value) <= _MOST_PARTS:
        items = value.values() if isinstance(value, dict) else value
        scalars = all(item is None or isinstance(item, str | bool) or is_number(item) for item in items)
        return scalars and len(repr(value)) <= _LONGEST_TEXT
    return False
