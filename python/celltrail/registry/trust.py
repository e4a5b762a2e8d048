"""What loading a model would run, read off its bytes: nothing is built to find that out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from celltrail.artifacts import ArtifactStore
from celltrail.artifacts.codec import PICKLE
from celltrail.artifacts.estimators import EstimatorCodec, strange_types
from celltrail.artifacts.functions import FUNCTION, FunctionCodec, word_for
from celltrail.artifacts.torchmodules import ModuleCodec, words
from celltrail.artifacts.torchprograms import PROGRAM, ProgramCodec
from celltrail.records import Artifact

PICKLED = "pickle/1"
_BY_SOURCE = (FunctionCodec.name, ModuleCodec.name)
_WORDS: dict[str, Callable[[bytes], tuple[str, ...]]] = {
    PICKLED: lambda _: (PICKLE,),
    ProgramCodec.name: lambda _: (PROGRAM,),
    EstimatorCodec.name: strange_types,
    FunctionCodec.name: lambda data: (word_for(json.loads(data)),),
    ModuleCodec.name: lambda data: words(json.loads(data)),
}
"""How what `trusted` has to hold is read off the bytes of a format."""


def missing_trust(
    artifacts: ArtifactStore, digest: str, codec: str, trusted: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return what `trusted` lacks for a model to be loaded; nothing is built to find that out.

    Raises
    ------
    NotFoundError
        Its bytes are gone.
    NotLoadableError
        They are of another format than the codec's.
    """
    if codec == FunctionCodec.name and FUNCTION in trusted:
        return ()
    needed = _WORDS[codec](artifacts.get_bytes(digest)) if codec in _WORDS else ()
    return tuple(word for word in needed if word not in trusted)


def holds_code(artifacts: ArtifactStore, artifact: Artifact) -> bool:
    """Whether loading an artifact runs code that its own bytes hold."""
    if artifact.codec in (PICKLED, ProgramCodec.name):
        return True
    manifest = json.loads(artifacts.get_bytes(artifact.digest)) if artifact.codec in _BY_SOURCE else {}
    return bool(manifest.get("code", manifest).get("sources"))
