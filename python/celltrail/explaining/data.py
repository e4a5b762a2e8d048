"""The rows that a version is explained with, and the model itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from celltrail.artifacts import to_arrow
from celltrail.errors import CelltrailError, InvalidInputError, NotFoundError
from celltrail.frameworks.require import require
from celltrail.records import ArtifactUse, ModelVersion
from celltrail.registry.signature import as_frame
from celltrail.tracking import Workspace

EVALUATION = "evaluation"
"""The role of the data that a version was judged by; the truth of them has ``_target`` behind it."""
TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a model's features, and what is true of them where that is known."""

    frame: Any
    """A pandas frame with the model's features, in its order."""
    target: Any
    """An array, or None."""
    origin: str
    """Where they are from, for people."""

    def sampled(self, count: int, seed: int) -> Rows:
        """Return at most so many rows, drawn without putting back and kept in their order."""
        import numpy as np

        if len(self.frame) <= count:
            return self
        chosen = np.sort(np.random.default_rng(seed).choice(len(self.frame), count, replace=False))
        target = None if self.target is None else self.target[chosen]
        return Rows(self.frame.iloc[chosen].reset_index(drop=True), target, self.origin)


def features_of(version: ModelVersion, model: Any) -> tuple[str, ...]:
    """Return the names of a model's features, as signature or model say; empty where neither does."""
    if version.signature.inputs:
        return tuple(column.name for column in version.signature.inputs)
    return tuple(str(name) for name in getattr(model, "feature_names_in_", ()))


def rows_from(data: Any, target: Any, features: Sequence[str], origin: str) -> Rows:
    """Return a table, and what is true of its rows, as what a model is explained with.

    Raises
    ------
    InvalidInputError
        A feature is missing, there are no rows, or there are not as many true values as rows.
    MissingDependencyError
        pandas is not installed.
    """
    import numpy as np

    require("pandas", "demo")
    frame = to_arrow(as_frame(data)).to_pandas()
    frame.columns = [str(name) for name in frame.columns]
    if missing := [name for name in features if name not in frame.columns]:
        raise InvalidInputError(
            f"The data have no column {', '.join(missing)}.", hint=f"The model takes: {', '.join(features)}."
        )
    frame = frame[list(features)] if features else frame
    if not len(frame):
        raise InvalidInputError("The data have no rows.", hint="Give the rows that the model was tried on.")
    if target is not None:
        target = np.asarray(target).reshape(-1)
        if len(target) != len(frame):
            raise InvalidInputError(
                f"There are {len(target)} true values for {len(frame)} rows.", hint="Give one for each row."
            )
    return Rows(frame.reset_index(drop=True), target, origin)


def rows_of(here: Workspace, version: ModelVersion, features: Sequence[str]) -> Rows:
    """Return the rows that are kept of a version: its evaluation data, else a table that its run kept.

    Raises
    ------
    NotFoundError
        Nothing is kept that has the model's features.
    """
    if found := _evaluation(here, version, features):
        return found
    if version.run_id:
        here.drain()
        uses = [use for use in here.store.runs.uses_of_run(version.run_id) if use.artifact.kind in _KINDS]
        for use in sorted(uses, key=_rank):
            if found := _of_run(here, use, uses, features):
                return found
    raise NotFoundError(
        f"No rows are kept that {version.label} could be explained with.",
        hint=f"Give them: celltrail.explain({version.label!r}, data=X_test, target=y_test).",
    )


_KINDS = ("frame", "array")


def _rank(use: ArtifactUse) -> tuple[bool, bool, str]:
    """Rows that the model was tried on come before those that it was trained on."""
    name = use.name.lower()
    return not any(word in name for word in ("test", "valid", "eval", "holdout")), "train" in name, use.name


def _of_run(
    here: Workspace, use: ArtifactUse, uses: Iterable[ArtifactUse], features: Sequence[str]
) -> Rows | None:
    """Return the rows of a table that a run kept, with the truth where it kept that under the twin of its name."""
    if not _has(use, features):
        return None
    twin = _twin(use.name)
    truths = [other for other in uses if other.name == twin and twin != use.name]
    try:
        data = here.artifacts.get(use.artifact.digest, use.artifact.codec)
        target = here.artifacts.get(truths[-1].artifact.digest, truths[-1].artifact.codec) if truths else None
        origin = f"{use.name} and {twin}" if truths else use.name
        return rows_from(data, target, features, f"{origin} of the run that made it")
    except (CelltrailError, ValueError):
        return None


def _has(use: ArtifactUse, features: Sequence[str]) -> bool:
    if use.artifact.kind == "array":
        shape = use.artifact.summary.get("shape", ())
        return len(shape) == 2 and list(features) == [f"x{i}" for i in range(shape[1])]  # noqa: PLR2004
    columns = use.artifact.summary.get("columns", {})
    return bool(features) and all(name in columns for name in features)


def _twin(name: str) -> str:
    """Return how the truth is called where the features have a name: ``y_test`` beside ``X_test``.

    >>> _twin("X_test")
    'y_test'
    """
    return f"y{name[1:]}" if name[:1] in ("X", "x") else name


def _evaluation(here: Workspace, version: ModelVersion, features: Sequence[str]) -> Rows | None:
    """Return the data that a version was judged by, else those that it was trained on, if they are kept."""
    for role in (EVALUATION, TRAINING):
        kept, truth = version.attachment(role), version.attachment(f"{role}_target")
        if kept is None:
            continue
        data = here.artifacts.get(kept.digest, kept.codec)
        target = here.artifacts.get(truth.digest, truth.codec) if truth else None
        return rows_from(data, target, features, f"the {role} data of the version")
    return None
