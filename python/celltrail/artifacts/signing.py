"""Signatures of bytes: Ed25519, keys in PEM files as OpenSSL and everybody else reads them.

Source: RFC 8032. What is signed is bytes; of a record these are its canonical JSON (`canonical`), so that a file
that was laid out anew still holds.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from celltrail.artifacts.digest import digest_bytes
from celltrail.errors import InvalidInputError, MissingDependencyError, NotFoundError, SignatureError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "ed25519"
FIELD = "signature"
"""Under which key a signed record carries its signature."""
_KEY_ID = 16
_GENERATE = "`celltrail keygen` makes a pair of keys."


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """Where the two halves of a key lie."""

    private: Path
    """It signs; nobody else may read it."""
    public: Path
    """It verifies; give it to everybody."""
    key_id: str
    """The beginning of the public key's digest, for people."""


def generate(path: Path) -> KeyPair:
    """Make a pair of keys: the private one at `path`, the public one beside it with ``.pub`` behind its name.

    Raises
    ------
    InvalidInputError
        A file is there already, or cannot be written.
    MissingDependencyError
        ``cryptography`` is not installed.
    """
    _require()
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = path.with_name(f"{path.name}.pub")
    if public.exists():
        raise InvalidInputError(f"{public} is there already.", hint="Give another name: a key is never replaced.")
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
        public.write_bytes(_pem(key.public_key()))
    except FileExistsError:
        raise InvalidInputError(
            f"{path} is there already.", hint="Give another name: a key is never replaced."
        ) from None
    except OSError as error:
        raise InvalidInputError(
            f"{path} cannot be written: {error.strerror}.", hint="Give another path."
        ) from error
    return KeyPair(private=path, public=public, key_id=_key_id(key.public_key()))


def sign(data: bytes, key: Path) -> str:
    """Return the signature of some bytes by a private key, in base 64.

    Raises
    ------
    NotFoundError
        There is no such key.
    SignatureError
        The file holds no private Ed25519 key.
    MissingDependencyError
        ``cryptography`` is not installed.
    """
    return base64.b64encode(_private(key).sign(data)).decode()


def verify(data: bytes, signature: str, key: Path) -> None:
    """Return if a signature is that of some bytes by the private half of a public key.

    Raises
    ------
    SignatureError
        It is not: the bytes were changed, or somebody else signed. Or the file holds no public Ed25519 key.
    NotFoundError
        There is no such key.
    MissingDependencyError
        ``cryptography`` is not installed.
    """
    public = _public(key)
    from cryptography.exceptions import InvalidSignature

    try:
        public.verify(base64.b64decode(signature, validate=True), data)
    except (InvalidSignature, ValueError):
        raise SignatureError(
            f"The signature does not hold under the key {_key_id(public)}.",
            hint="The content was changed after it was signed, or another key signed it: do not trust it.",
        ) from None


def key_id(key: Path) -> str:
    """Return the beginning of a public key's digest, given either half; both halves have the same.

    Raises
    ------
    NotFoundError
        There is no such key.
    SignatureError
        The file holds no Ed25519 key.
    MissingDependencyError
        ``cryptography`` is not installed.
    """
    is_private = b"PRIVATE KEY" in _read(key)
    return _key_id(_private(key).public_key() if is_private else _public(key))


def canonical(value: Any) -> bytes:
    """Return a value as canonical JSON: keys in order, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": [1.0, None]})
    b'{"a":[1.0,null],"b":1}'

    Raises
    ------
    InvalidInputError
        JSON cannot hold it.
    """
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(
            f"This cannot be signed: {error}.", hint="Only JSON has a canonical form."
        ) from None
    return text.encode()


def signed(record: Mapping[str, Any], key: Path) -> dict[str, Any]:
    """Return a record with its signature in it, under `FIELD`.

    Raises
    ------
    SignatureError
        The file holds no private Ed25519 key.
    NotFoundError
        There is no such key.
    """
    content = {name: value for name, value in record.items() if name != FIELD}
    value = sign(canonical(content), key)
    return {**content, FIELD: {"algorithm": ALGORITHM, "key": key_id(key), "value": value}}


def check_signed(record: Mapping[str, Any], key: Path) -> str:
    """Return the id of the key that signed a record, if that is the one given and nothing was changed since.

    Raises
    ------
    SignatureError
        The record is not signed, was changed, or another key signed it.
    NotFoundError
        There is no such key.
    """
    given = record.get(FIELD)
    if not isinstance(given, Mapping) or given.get("algorithm") != ALGORITHM:
        raise SignatureError("It is not signed.", hint="Ask who made it for a signed one (--sign KEY).")
    content = {name: value for name, value in record.items() if name != FIELD}
    verify(canonical(content), str(given.get("value", "")), key)
    return key_id(key)


def _private(path: Path) -> Ed25519PrivateKey:
    pem = _read(path)
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except TypeError:
        raise SignatureError(
            f"The key {path} is closed by a pass phrase.", hint="Give one without; `openssl pkey` opens it."
        ) from None
    except Exception:  # noqa: BLE001 - whatever the library says of bytes that are no key
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SignatureError(f"{path} holds no private Ed25519 key.", hint=_GENERATE)
    return key


def _public(path: Path) -> Ed25519PublicKey:
    pem = _read(path)
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = serialization.load_pem_public_key(pem)
    except Exception:  # noqa: BLE001 - whatever the library says of bytes that are no key
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise SignatureError(
            f"{path} holds no public Ed25519 key.", hint="Give the half whose name ends with .pub."
        )
    return key


def _read(path: Path) -> bytes:
    _require()
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFoundError(f"The key {path} cannot be read: {error.strerror}.", hint=_GENERATE) from None


def _pem(key: Ed25519PublicKey) -> bytes:
    from cryptography.hazmat.primitives import serialization

    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form)


def _key_id(key: Ed25519PublicKey) -> str:
    return digest_bytes(key.public_bytes_raw())[:_KEY_ID]


def _require() -> None:
    try:
        import cryptography  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            f"Signatures need cryptography, which cannot be imported: {error}.",
            hint="Install it with `pip install 'celltrail[sign]'`.",
        ) from error
