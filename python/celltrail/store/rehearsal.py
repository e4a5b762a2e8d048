"""The registry as it was at a moment; what is added to it is forgotten when the process ends.

A notebook that is run again to see whether it gives the same must find the champion of that day, and must not
register, promote or deploy anything. So it gets this in the place of the models.
"""

from __future__ import annotations

from dataclasses import replace

from celltrail.errors import NotFoundError
from celltrail.records import AliasChange, Attachment, GateResult, Grounds, Model, ModelVersion
from celltrail.store.models import ANYWHERE, Models, moved_meanwhile


class Rehearsal(Models):
    """Models as of a moment."""

    def __init__(self, models: Models, at: float) -> None:
        super().__init__(models._database)  # noqa: SLF001 - one class in two files
        self._models = models
        self._at = at
        self._added: list[ModelVersion] = []
        self._changes: list[AliasChange] = []

    def add_version(self, draft: ModelVersion) -> ModelVersion:
        """Remember a version under the number that would have been the next free one then."""
        known = [version.number for model in self.all() if model.name == draft.model for version in model.versions]
        version = replace(draft, number=max(known, default=0) + 1, aliases=())
        self._added.append(version)
        return version

    def set_alias(
        self,
        change: AliasChange,
        *,
        expected: int | None = ANYWHERE,
        grounds: Grounds | None = None,  # noqa: ARG002 - looked at as of the moment, they do not change
    ) -> AliasChange:
        """Remember that an alias moved.

        Raises
        ------
        ConflictError
            The alias is not at `expected`.
        """
        previous = self._aliases(change.model).get(change.alias)
        if expected not in (ANYWHERE, previous):
            raise moved_meanwhile(change, previous, expected)
        self._changes.append(replace(change, previous=previous))
        return self._changes[-1]

    def set_gates(
        self,
        model: str,
        number: int,
        gates: tuple[GateResult, ...],
        *,
        checked_for: str | None = None,  # noqa: ARG002 - nothing is written down
    ) -> None:
        """Remember what came of the gates of a version that was added here; of others nothing changes."""
        self._added = [
            replace(one, gates=gates) if (one.model, one.number) == (model, number) else one for one in self._added
        ]

    def attach(self, draft: Attachment, *, expected: int = ANYWHERE) -> Attachment:  # noqa: ARG002
        """Say that it is kept, and forget it."""
        return draft

    def get(self, name: str) -> Model:
        """Return a model with the versions that it had.

        Raises
        ------
        NotFoundError
            There was no such model.
        """
        models = {model.name: model for model in self.all()}
        if name not in models:
            raise NotFoundError(
                f"There is no model {name!r}.", hint=f"Models are: {', '.join(models) or 'none yet'}."
            )
        return models[name]

    def all(self) -> tuple[Model, ...]:
        """Return the models that there were, by name."""
        versions = [version for model in self._models.all() for version in model.versions]
        versions = [version for version in versions if version.created_at <= self._at] + self._added
        return tuple(self._as_of(name, versions) for name in sorted({version.model for version in versions}))

    def history(self, model: str) -> tuple[AliasChange, ...]:
        """Return how the aliases of a model had moved, newest first."""
        before = [change for change in self._models.history(model) if change.at <= self._at]
        return (*(change for change in reversed(self._changes) if change.model == model), *before)

    def moves(self, model: str, alias: str) -> int:
        """Return how often an alias had moved."""
        return sum(change.alias == alias for change in self.history(model))

    def _as_of(self, name: str, versions: list[ModelVersion]) -> Model:
        aliases = self._aliases(name)
        own = sorted((one for one in versions if one.model == name), key=lambda one: -one.number)
        return Model(
            name=name,
            versions=tuple(
                replace(one, aliases=tuple(key for key, number in aliases.items() if number == one.number))
                for one in own
            ),
            aliases=aliases,
        )

    def _aliases(self, model: str) -> dict[str, int]:
        last = {change.alias: change.number for change in reversed(self.history(model))}
        return {alias: number for alias, number in last.items() if number is not None}
