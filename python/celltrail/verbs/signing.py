"""Keys, and whether a signed file is still what was signed."""

from __future__ import annotations

import json
from pathlib import Path

from celltrail.artifacts import signing
from celltrail.artifacts.signing import KeyPair
from celltrail.errors import InvalidInputError, SignatureError
from celltrail.tracking import workspace


def keygen(path: str | Path | None = None) -> KeyPair:
    """Make a pair of keys: the private one signs, the public one (``.pub``) verifies.

    Parameters
    ----------
    path
        Where the private one shall lie; by default ``keys/signing.pem`` in the home.

    Raises
    ------
    InvalidInputError
        A file is there already, or cannot be written.
    MissingDependencyError
        ``cryptography`` is not installed (``celltrail[sign]``).
    """
    return signing.generate(Path(path) if path is not None else workspace().settings.home / "keys" / "signing.pem")


def verify(path: str | Path, key: str | Path) -> str:
    """Return the id of the key that signed a verdict file, if it is the one given and nothing was changed since.

    Parameters
    ----------
    path
        A JSON file that carries its signature, as ``reproduce --sign`` writes it.
    key
        The public half of the key that should have signed.

    Raises
    ------
    SignatureError
        It is not signed, was changed, or another key signed it.
    InvalidInputError
        The file cannot be read, or is no JSON object.
    NotFoundError
        There is no such key.

    Examples
    --------
    >>> verify("verdict.json", "signing.pem.pub")  # doctest: +SKIP
    """
    path = Path(path)
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
        return signing.check_signed(record, Path(key))
    except SignatureError as error:
        raise SignatureError(f"{path}: {error.message}", hint=error.hint) from None
