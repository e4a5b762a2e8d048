"""Things that have a lineage, found by what people call them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from celltrail import registry
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.records import ArtifactUse, Deployment, LineageKind, ModelVersion
from celltrail.tracking import Workspace
from celltrail.verbs.artifacts import find_use


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing on the way."""

    kind: LineageKind
    ref: str
    label: str
    near: str = ""
    """The run from which it was reached: of several runs that made a content, the last one before is meant."""

    @property
    def id(self) -> str:
        """Unique among all kinds."""
        return f"{self.kind}:{self.ref}"


def find_thing(here: Workspace, reference: str) -> Thing:
    """Return what a person means by a reference.

    Raises
    ------
    NotFoundError
        Nothing fits.
    """
    finders: tuple[Callable[[Workspace, str], Thing | None], ...] = (run_at, version_at, _kept, _endpoint, _file)
    for find in finders:
        with suppress(NotFoundError, InvalidInputError):
            if (thing := find(here, reference)) is not None:
                return thing
    raise NotFoundError(
        f"Nothing is called {reference!r}: no run, model version, kept name, digest, endpoint or known file.",
        hint="`celltrail runs`, `celltrail models` and `celltrail show RUN` list what there is.",
    )


def run_at(here: Workspace, reference: str) -> Thing:
    """Return the run that a reference names."""
    run = here.store.runs.find(reference).run
    return Thing("run", run.id, run.name)


def version_at(here: Workspace, reference: str) -> Thing:
    """Return the model version that a reference names."""
    version = registry.resolve(here, reference)
    return Thing("model_version", version.label, version.label)


def _kept(_here: Workspace, reference: str) -> Thing:
    return artifact_of(find_use(reference), near="")


def _endpoint(here: Workspace, reference: str) -> Thing:
    return deployment_of(here.store.deployments.get(reference))


def _file(here: Workspace, reference: str) -> Thing | None:
    path = str(Path(reference).absolute())
    store = here.store.sessions
    known = store.with_file(path, "files_read") or store.with_file(path, "files_written")
    return file_at(path) if known else None


def artifact_of(use: ArtifactUse, near: str) -> Thing:
    """Return what was read or made, reached from the run `near`."""
    return Thing("artifact", use.artifact.digest, f"{use.name} v{use.version}", near)


def deployment_of(found: Deployment) -> Thing:
    """Return an endpoint."""
    return Thing("deployment", found.id, f"endpoint {found.name}")


def file_at(path: str, near: str = "") -> Thing:
    """Return the file at a path, reached from the run `near`."""
    return Thing("file", path, path.rpartition("/")[2], near)


def model_of(version: ModelVersion) -> Thing:
    """Return a model version."""
    return Thing("model_version", version.label, version.label)
