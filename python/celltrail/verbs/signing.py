"""Keys, and whether a signed file or model version is still what was signed."""

from __future__ import annotations

import json
from pathlib import Path

from celltrail import registry
from celltrail.artifacts import modelkeys, signing
from celltrail.artifacts.signing import KeyPair
from celltrail.errors import InvalidInputError, SignatureError
from celltrail.records import Attachment
from celltrail.registry import signing as registry_signing
from celltrail.tracking import workspace


def keygen(path: str | Path | None = None, *, models: bool = False) -> KeyPair:
    """Make a pair of keys: the private one signs, the public one (``.pub``) verifies.

    Parameters
    ----------
    path
        Where the private one shall lie; by default ``keys/signing.pem`` in the home, or ``keys/models.pem``.
    models
        Make keys that sign models, which are of another kind than those that sign verdicts and bundles.

    Raises
    ------
    InvalidInputError
        A file is there already, or cannot be written.
    MissingDependencyError
        ``cryptography`` is not installed (``celltrail[sign]``).
    """
    default = workspace().settings.home / "keys" / ("models.pem" if models else "signing.pem")
    place = Path(path) if path is not None else default
    return modelkeys.generate(place) if models else signing.generate(place)


def sign(reference: str, key: str | Path | None = None) -> Attachment:
    """Sign a model version, in the format of OpenSSF model signing, and keep the signature with it.

    Parameters
    ----------
    reference
        The version: ``churn@champion``, ``churn/3``, or ``churn`` for the newest.
    key
        The private key; by default ``keys/models.pem`` in the home.

    Raises
    ------
    NotFoundError
        There is no such version or key.
    SignatureError
        The file holds no key that signs models.
    MissingDependencyError
        ``model-signing`` is not installed (``celltrail[sign-models]``).

    Examples
    --------
    >>> sign("churn@challenger")  # doctest: +SKIP
    """
    here = workspace()
    chosen = Path(key) if key is not None else here.settings.home / "keys" / "models.pem"
    return registry_signing.sign(here, registry.resolve(here, reference), chosen)


def verify(what: str | Path, key: str | Path | None = None) -> str:
    """Return the id of the key that signed a verdict file or a model version, if nothing was changed since.

    Parameters
    ----------
    what
        A JSON file that carries its signature, as ``reproduce --sign`` writes it; or a model version.
    key
        The public half of the key that should have signed. For a version by default any in ``keys`` of the home.

    Raises
    ------
    SignatureError
        It is not signed, was changed, or another key signed it.
    InvalidInputError
        The file cannot be read, or is no JSON object.
    NotFoundError
        There is no such version or key.

    Examples
    --------
    >>> verify("verdict.json", "signing.pem.pub")  # doctest: +SKIP
    >>> verify("churn@champion", "models.pem.pub")  # doctest: +SKIP
    """
    path = Path(what)
    if isinstance(what, str) and path.suffix != ".json" and not path.exists():
        return _verify_version(what, key)
    if key is None:
        raise InvalidInputError("No key is given to verify with.", hint="Give the public half: --key KEY.pub.")
    return _verify_file(path, Path(key))


def _verify_version(reference: str, key: str | Path | None) -> str:
    here = workspace()
    version = registry.resolve(here, reference)
    keys = [Path(key)] if key is not None else modelkeys.trusted_keys(here.settings.home)
    return registry_signing.verify(here, version, keys)


def _verify_file(path: Path, key: Path) -> str:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            f"{path} cannot be read as JSON: {error}.", hint="Give a file that `celltrail reproduce` wrote."
        ) from None
    if not isinstance(record, dict):
        raise InvalidInputError(
            f"{path} is no verdict file.", hint="Give a file that `celltrail reproduce` wrote."
        )
    try:
        return signing.check_signed(record, key)
    except SignatureError as error:
        raise SignatureError(f"{path}: {error.message}", hint=error.hint) from None
