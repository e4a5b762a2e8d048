"""Find what was kept, and load it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from celltrail import registry
from celltrail.errors import NotFoundError
from celltrail.records import ArtifactUse
from celltrail.registry.signing import require_signature
from celltrail.tracking import workspace

_DIGEST = re.compile(r"[0-9a-f]{6,64}")
_VERSION = re.compile(r"(?P<name>.+)@(?P<version>\d+)")


def load(reference: str, *, trusted: Sequence[str] = ()) -> Any:
    """Return the value of something that was kept.

    Parameters
    ----------
    reference
        A name (its newest value), ``name@3`` (a version), ``run:name`` (as it was in a run), a digest or the
        beginning of one, or a model version such as ``churn@champion``.
    trusted
        Types, or kinds such as ``pickle``, whose loading may run code.

    Raises
    ------
    NotFoundError
        Nothing of that name was kept.
    UntrustedError
        Loading would run code of something that is not in `trusted`.
    CorruptArtifactError
        Its bytes have changed.
    NotStorableError
        It is a picture, which cannot be turned back into a figure.
    SignatureError
        It is a model version, and the policy of one of its aliases asks for a signature that it has not.

    Examples
    --------
    >>> load("X_train@2")  # doctest: +SKIP
    """
    artifact = find_use(reference).artifact
    return workspace().artifacts.get(artifact.digest, artifact.codec, trusted=trusted)


def find_use(reference: str) -> ArtifactUse:
    """Return the newest use of what `load` would load, best the one that made it.

    Raises
    ------
    NotFoundError
        Nothing of that name was kept.
    SignatureError
        It is a model version without the signature that is asked for.
    """
    here = workspace()
    here.drain()
    found = _find(reference)
    if found is None:
        raise NotFoundError(
            f"Nothing called {reference!r} was kept.",
            hint="`celltrail show RUN` lists what a run kept; name, name@VERSION, RUN:name or a digest find it.",
        )
    return found


def _find(reference: str) -> ArtifactUse | None:
    store = workspace().store
    found = store.sessions.newest_use(name=reference)
    if found is None and (parts := _VERSION.fullmatch(reference)):
        found = store.sessions.newest_use(name=parts["name"], version=int(parts["version"]))
    if found is None and _DIGEST.fullmatch(reference):
        found = store.sessions.newest_use(digest=reference)
    if found is None and ":" in reference:
        run, _, name = reference.rpartition(":")
        found = store.sessions.newest_use(name=name, run_id=store.runs.find(run).run.id)
    if found is None:
        try:
            version = registry.resolve(workspace(), reference)
        except NotFoundError:
            return None
        require_signature(workspace(), version, version.aliases)
        found = store.sessions.newest_use(digest=version.artifact)
    return found
