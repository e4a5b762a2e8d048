"""What each of MLflow's searches has names for.

Source: MLflow's documentation, "Search Runs", "Search Experiments", "Model Registry", "Search Logged Models".
"""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.records import Entity
from celltrail.server.mlflow.errors import invalid

_ALIASES: dict[str, Entity] = {
    "metric": "metric", "metrics": "metric",
    "parameter": "parameter", "parameters": "parameter", "param": "parameter", "params": "parameter",
    "tag": "tag", "tags": "tag",
    "attribute": "attribute", "attributes": "attribute", "attr": "attribute", "run": "attribute",
    "dataset": "dataset", "datasets": "dataset",
}  # fmt: skip
_OTHER_NAMES = {
    "created": "start_time", "Created": "start_time",
    "run name": "run_name", "Run name": "run_name", "Run Name": "run_name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """What one of the searches understands."""

    texts: frozenset[str]
    """Attributes that are text."""
    numbers: frozenset[str]
    """Attributes that are numbers."""
    lists: frozenset[str] = frozenset()
    """Attributes that may be compared with lists."""
    entities: frozenset[str] = frozenset({"attribute", "tag"})
    nullable: frozenset[str] = frozenset()
    """Entities of which may be asked whether there is one."""
    orders: frozenset[str] = frozenset()
    """Attributes that may be ordered by."""
    ordered: frozenset[str] = frozenset({"attribute"})
    """Entities that may be ordered by."""


RUNS = Language(
    texts=frozenset({"run_id", "run_name", "status", "user_id", "artifact_uri"}),
    numbers=frozenset({"start_time", "end_time"}),
    lists=frozenset({"run_id"}),
    entities=frozenset({"metric", "parameter", "tag", "attribute", "dataset"}),
    nullable=frozenset({"parameter", "tag"}),
    orders=frozenset({"run_id", "run_name", "status", "user_id", "artifact_uri", "start_time", "end_time"}),
    ordered=frozenset({"metric", "parameter", "tag", "attribute"}),
)
EXPERIMENTS = Language(
    texts=frozenset({"name", "experiment_id"}),
    numbers=frozenset({"creation_time", "last_update_time"}),
    lists=frozenset({"experiment_id"}),
    nullable=frozenset({"tag"}),
    orders=frozenset({"name", "experiment_id", "creation_time", "last_update_time"}),
)
MODELS = Language(
    texts=frozenset({"name"}),
    numbers=frozenset(),
    lists=frozenset({"name"}),
    orders=frozenset({"name", "creation_timestamp", "last_updated_timestamp"}),
)
VERSIONS = Language(
    texts=frozenset({"name", "run_id", "source_path"}),
    numbers=frozenset({"version_number"}),
    lists=frozenset({"name", "run_id"}),
    orders=frozenset({"name", "version_number", "creation_timestamp", "last_updated_timestamp"}),
)
_MODEL_TIMES = frozenset({"creation_timestamp", "creation_time", "last_updated_timestamp", "last_updated_time"})
LOGGED_MODELS = Language(
    texts=frozenset({"name", "model_id", "model_type", "status", "source_run_id"}),
    numbers=_MODEL_TIMES,
    lists=frozenset({"name", "model_id", "model_type", "status", "source_run_id"}),
    entities=frozenset({"metric", "parameter", "tag", "attribute"}),
    orders=frozenset({"name", "model_id", "model_type", "status", "source_run_id"}) | _MODEL_TIMES,
    ordered=frozenset({"metric", "parameter", "tag", "attribute"}),
)


def identifier(text: str, language: Language, attributes: frozenset[str]) -> tuple[Entity, str]:
    """Return what a name in a filter or an order means.

    Raises
    ------
    MlflowError
        It means nothing.
    """
    head, dot, rest = text.partition(".")
    if dot and text[0] not in "\"'`" and bare(head) == head:
        word, key = head, rest
    elif dot and text[0] == "`" and head.endswith("`"):
        word, key = bare(head), rest
    else:
        word, key = "attribute", text
    entity = _ALIASES.get(word)
    if entity is None or entity not in language.entities:
        raise invalid(f"Invalid entity type '{word[:80]}'. Valid values are {sorted(language.entities)}")
    key = bare(key)
    if entity == "attribute":
        key = _OTHER_NAMES.get(key, key) if language is RUNS else key
        if key not in attributes:
            raise invalid(f"Invalid attribute key '{key[:80]}' specified. Valid keys are '{sorted(attributes)}'")
    if entity == "dataset" and key not in ("name", "digest", "context"):
        raise invalid(f"Invalid dataset key '{key[:80]}' specified. Valid keys are 'name', 'digest', 'context'")
    return entity, key


def bare(text: str) -> str:
    """Return a name without the quotes around it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "`\"'" else text
