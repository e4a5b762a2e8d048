"""A version becomes a model again: the one way, whoever asks.

Trust, format and signature are all looked at here, so that a notebook, an endpoint, a gate and a batch of rows
cannot disagree about what may be loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.errors import CelltrailError, NotLoadableError, UntrustedError
from celltrail.records import ModelVersion
from celltrail.registry.signing import require_signature
from celltrail.registry.trust import missing_trust
from celltrail.tracking import Workspace


def load(workspace: Workspace, version: ModelVersion, *, trusted: Sequence[str] = ()) -> Any:
    """Return the model of a version, as it was registered.

    Parameters
    ----------
    trusted
        Types, or kinds such as ``pickle`` and ``function``, whose loading may run code.

    Raises
    ------
    UntrustedError
        Loading it runs code of something that is not in `trusted`; the message names all that is missing.
    NotLoadableError
        A class that it needs is gone, or its bytes make no sense.
    SignatureError
        The policy of one of its aliases asks for a signature, and it has none that holds.
    CorruptArtifactError
        Its bytes have changed.
    """
    require_signature(workspace, version, version.aliases)
    check_trust(workspace, version, trusted)
    return load_artifact(workspace.artifacts, version.artifact, version.codec, trusted=trusted)


def check_trust(workspace: Workspace, version: ModelVersion, trusted: Sequence[str]) -> None:
    """Return if loading a version runs no other code than that of what is trusted; nothing is built for that.

    Raises
    ------
    UntrustedError
        It would; the message names all that is missing.
    NotLoadableError
        Its bytes make no sense.
    """
    if missing := missing_trust(workspace.artifacts, version.artifact, version.codec, trusted):
        raise UntrustedError(
            f"{version.label} is not loaded: that runs code, of {', '.join(missing)}.",
            hint=f"If you know who made it, say trusted={[*trusted, *missing]!r}.",
        )


def load_artifact(artifacts: ArtifactStore, digest: str, codec: str, *, trusted: Sequence[str] = ()) -> Any:
    """Return a kept model.

    Raises
    ------
    UntrustedError
        Loading it runs code of something that is not in `trusted`.
    NotLoadableError
        A class that it needs is gone, or its bytes make no sense.
    CorruptArtifactError
        Its bytes have changed.
    """
    try:
        return artifacts.get(digest, codec, trusted=trusted)
    except CelltrailError:
        raise
    except ImportError as error:
        raise NotLoadableError(
            f"The model needs something that cannot be imported here: {error}.",
            hint="Install the package that defines it, or run where its module is.",
        ) from error
    except AttributeError as error:
        raise NotLoadableError(
            f"The model needs a class that is gone: {error}.",
            hint="Define it again where it was, in a module that can be imported, then register the model anew.",
        ) from error
    except Exception as error:  # whatever the content makes a library raise
        raise NotLoadableError(
            f"The model cannot be built from what was kept: {type(error).__name__}: {str(error)[:300]}.",
            hint="It may need the release of the library that it was made with; see the version's framework.",
        ) from error
