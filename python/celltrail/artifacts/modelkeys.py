"""Keys that sign models: elliptic curves, as OpenSSF model signing takes them, in PEM files.

Other things are signed by Ed25519 (``signing.py``), which that format does not know.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from celltrail.artifacts.require import require
from celltrail.artifacts.signing import KeyPair
from celltrail.errors import InvalidInputError, NotFoundError, SignatureError

_CURVES = ("secp256r1", "secp384r1", "secp521r1")
_GENERATE = "`celltrail keygen --models` makes a pair of keys for models."


def generate(path: Path) -> KeyPair:
    """Make a pair of keys on the curve P-256: the private one at `path`, the public one beside it as ``.pub``.

    Raises
    ------
    InvalidInputError
        A file is there already, or cannot be written.
    MissingDependencyError
        ``cryptography`` is not installed.
    """
    require("cryptography", "sign")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    public = path.with_name(f"{path.name}.pub")
    if public.exists() or path.exists():
        taken = path if path.exists() else public
        raise InvalidInputError(f"{taken} is there already.", hint="Give another name: a key is never replaced.")
    key = ec.generate_private_key(ec.SECP256R1())
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key.private_bytes(serialization.Encoding.PEM, form, plain))
        public.write_bytes(_pem(key.public_key()))
    except OSError as error:
        raise InvalidInputError(
            f"{path} cannot be written: {error.strerror}.", hint="Give another path."
        ) from error
    return KeyPair(private=path, public=public, key_id=_hash(key.public_key())[:16])


def key_hash(path: Path, *, private: bool = False) -> str:
    """Return the SHA-256 of a public key's PEM form, by which signatures name it; `private` for a private key's.

    Raises
    ------
    NotFoundError
        There is no such key.
    SignatureError
        The file holds no key of that half on the curves P-256, P-384 or P-521.
    """
    require("cryptography", "sign")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        pem = path.read_bytes()
    except OSError as error:
        raise NotFoundError(f"The key {path} cannot be read: {error.strerror}.", hint=_GENERATE) from None
    half = "private" if private else "public"
    try:
        key: Any = (
            serialization.load_pem_private_key(pem, None).public_key()
            if private
            else serialization.load_pem_public_key(pem)
        )
    except Exception:  # noqa: BLE001 - whatever the library says of bytes that are no key
        key = None
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name not in _CURVES:
        raise SignatureError(
            f"{path} holds no {half} key that signs models (P-256, P-384 or P-521, without a pass phrase).",
            hint=_GENERATE,
        )
    return _hash(key)


def trusted_keys(home: Path) -> list[Path]:
    """Return the public keys in the folder ``keys`` of a home that can have signed models."""
    found = []
    for path in sorted((home / "keys").glob("*.pub")):
        try:
            key_hash(path)
        except (SignatureError, NotFoundError):
            continue
        found.append(path)
    return found


def _hash(key: Any) -> str:
    return hashlib.sha256(_pem(key)).hexdigest()


def _pem(key: Any) -> bytes:
    from cryptography.hazmat.primitives import serialization

    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(key.public_bytes(serialization.Encoding.PEM, form))
