"""What gates are checked of: a version, the champion of the day, and the data that is kept with the version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.errors import CelltrailError, NotLoadableError, UntrustedError
from celltrail.records import ModelVersion
from celltrail.registry.gates.refusal import CannotRunError
from celltrail.registry.loading import load_artifact
from celltrail.registry.scorer import scorer
from celltrail.registry.trust import missing_trust

EVALUATION = "evaluation"
EVALUATION_TARGET = "evaluation_target"
TRAINING = "training"
TRAINING_TARGET = "training_target"
EXAMPLE = "example"
"""A few rows of the training data, which every version has that was registered with data."""
DATA_ROLES = (EVALUATION, EVALUATION_TARGET, TRAINING, TRAINING_TARGET, EXAMPLE)
_GIVE = {
    EVALUATION: "give it when registering: --test X_test --test-target y_test (test=, test_target=)",
    EVALUATION_TARGET: "give what is true of it when registering: --test-target y_test (test_target=)",
    TRAINING: "give it when registering: --data X_train (data=)",
    TRAINING_TARGET: "give what the model learned to say when registering: --target y_train (target=)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that a check in another process has to know; it travels as JSON."""

    version: ModelVersion
    champion: ModelVersion | None
    artifacts: str
    """The folder of the bytes."""
    data: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The digest and codec of the data of each role."""
    trusted: Sequence[str] = ()
    """The user's word: types that may be loaded."""
    folder: str = ""
    """Where who asked works: modules and notebooks are found from there."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """The variables by which a process finds this home."""
    uses: int = 1
    """How many versions of the model were judged by this evaluation data, this one among them."""


class Subject:
    """A plan with what it names, loaded when it is first asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.artifacts = ArtifactStore(Path(plan.artifacts))
        self.answers: dict[str, Any] = {}
        """What models said to the evaluation data, once they were asked."""
        self._data: dict[str, Any] = {}

    @property
    def version(self) -> ModelVersion:
        """The version that is checked."""
        return self.plan.version

    @cached_property
    def model(self) -> Any:
        """The model of the version.

        Raises
        ------
        CannotRunError
            Loading it needs the user's word, or its bytes are gone.
        """
        return self._load(self.plan.version)

    @cached_property
    def champion_model(self) -> Any:
        """The model of the champion.

        Raises
        ------
        CannotRunError
            There is none, loading it needs the user's word, or its bytes are gone.
        """
        if self.plan.champion is None:
            raise CannotRunError("there is no champion")
        return self._load(self.plan.champion)

    def has(self, role: str) -> bool:
        """Whether data of a role is kept with the version."""
        return role in self.plan.data

    def data(self, role: str) -> Any:
        """Return the data of a role.

        Raises
        ------
        CannotRunError
            None was given with the version; the message says how.
        """
        if role not in self._data:
            if role not in self.plan.data:
                what = role.replace("_target", "'s target").replace("evaluation", "evaluation data")
                raise CannotRunError(
                    f"the version has no {what.replace('training', 'training data')}: {_GIVE[role]}"
                )
            try:
                self._data[role] = self.artifacts.get(*self.plan.data[role])
            except CelltrailError as error:
                raise CannotRunError(f"its {role} data cannot be read: {error}") from error
        return self._data[role]

    def _load(self, version: ModelVersion) -> Any:
        """Return the model of a version; one that can run code of whoever made it only with the user's word."""
        kept, words = (version.artifact, version.codec), self.plan.trusted
        try:
            if version.unsafe and (missing := missing_trust(self.artifacts, *kept, words)):
                raise CannotRunError(
                    f"{version.label} can run code of whoever made it when it is loaded: "
                    f"give your word with trusted={list(missing)!r}"
                )
            return scorer(load_artifact(self.artifacts, *kept, trusted=words))
        except UntrustedError as error:
            raise CannotRunError(f"{version.label} is not loaded without your word: {error}") from error
        except NotLoadableError as error:
            raise CannotRunError(f"{version.label} cannot be loaded: {error}") from error
