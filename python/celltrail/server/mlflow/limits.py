"""What MLflow's API lets names and values be.

Source: ``mlflow/utils/validation.py`` as documented in the REST API's limits. Where the original cuts a long value
off, it is refused here: nothing that was sent is lost without a word.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from celltrail.server.mlflow.errors import MlflowError, invalid, missing

PARAM_LENGTH = 6_000
TAG_LENGTH = 8_000
EXPERIMENT_TAG_LENGTH = 20_000
REGISTRY_TAG_LENGTH = 100_000
KEY_LENGTH = 250
EXPERIMENT_NAME_LENGTH = 500
METRICS_PER_BATCH = 1_000
PARAMS_PER_BATCH = 100
PER_BATCH = 1_000
BATCH_BYTES = 1_000_000
RUNS_PER_PAGE = 50_000
_NAME = re.compile(r"[/\w.\- :]*")
_RUN_ID = re.compile(r"[a-zA-Z0-9][\w\-]{0,255}")
_EXPERIMENT_ID = re.compile(r"[a-zA-Z0-9][\w\-]{0,63}")
_CHARACTERS = (
    "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:)"
    " and slashes (/)."
)


def needed(value: Any, name: str) -> Any:
    """Return a value that a request must have."""
    if value is None or value == "":
        raise missing(name)
    return value


def check_key(key: str | None, path: str = "key") -> str:
    """Return the name of a metric, parameter or tag."""
    if key is None or key == "":
        raise invalid(f"Invalid value for parameter '{path}' supplied: A key name must be provided.")
    if not _NAME.fullmatch(key):
        raise wrong(path, key, _CHARACTERS)
    normal = posixpath.normpath(key)
    if normal != key or normal == "." or normal.startswith(("..", "/")):
        raise wrong(
            path, key,
            "Names may be treated as files in certain cases, and must not resolve to other names when treated as"
            f" such. This name would resolve to {normal!r}",
        )  # fmt: skip
    return check_length(key, KEY_LENGTH, path)


def check_length(value: str, limit: int, path: str) -> str:
    """Return a text that is not too long."""
    if len(value) > limit:
        raise invalid(f"'{path}' exceeds the maximum length of {limit} characters")
    return value


def check_run_id(run_id: str | None, path: str = "run_id") -> str:
    """Return what can be the id of a run."""
    run_id = str(needed(run_id, path))
    if not _RUN_ID.fullmatch(run_id):
        raise wrong(path, run_id)
    return run_id


def check_experiment_id(experiment_id: str | None, path: str = "experiment_id") -> str:
    """Return what can be the id of an experiment."""
    experiment_id = str(needed(experiment_id, path))
    if not _EXPERIMENT_ID.fullmatch(experiment_id):
        raise invalid(f"Invalid experiment ID: '{experiment_id}'")
    return experiment_id


def check_experiment_name(name: str | None) -> str:
    """Return what can name an experiment."""
    name = str(needed(name, "name"))
    return check_length(name, EXPERIMENT_NAME_LENGTH, "name")


def check_batch(metrics: Sequence[Any], params: Sequence[Any], tags: Sequence[Any]) -> None:
    """Refuse a batch that is larger than the API allows."""
    for what, given, most in (
        ("metrics", metrics, METRICS_PER_BATCH),
        ("params", params, PARAMS_PER_BATCH),
        ("tags", tags, PARAMS_PER_BATCH),
    ):
        if len(given) > most:
            raise invalid(
                f"A batch logging request can contain at most {most} {what}. Got {len(given)} {what}. Please split"
                f" up {what} across multiple requests and try again."
            )
    total = len(metrics) + len(params) + len(tags)
    if total > PER_BATCH:
        raise invalid(
            f"A batch logging request can contain at most {PER_BATCH} metrics, params, and tags in total."
            f" Got {total}."
        )


def refuse_doubles(keys: Iterable[str]) -> None:
    """Refuse parameters of which one is given twice in a request."""
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise invalid(
            f"Duplicate parameter keys have been submitted: {twice}. Please ensure the request contains only one"
            " param value per param key."
        )


def between(value: int, least: int, most: int, name: str) -> int:
    """Return a number that is within its limits."""
    if not least <= value <= most:
        raise wrong(name, value, f"It must be at least {least} and at most {most}.")
    return value


def wrong(path: str, value: Any, why: str = "") -> MlflowError:
    """Return the error of a wrong value."""
    shown = json.dumps(value, ensure_ascii=False)[:200]
    return invalid(f"Invalid value {shown} for parameter '{path}' supplied{': ' + why if why else '.'}")
