"""Signatures of versions, in the format of OpenSSF model signing, with key files and without a network.

What is signed are the files that a version is downloaded as, so that everybody's `model_signing verify` can check
them. The name in the signature is that of the version: one that is signed cannot be passed off as another one.
Source: https://github.com/sigstore/model-transparency, the bundle's format is Sigstore's.
"""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from celltrail import clock
from celltrail.actor import user_name
from celltrail.artifacts.modelkeys import key_hash, trusted_keys
from celltrail.artifacts.require import require
from celltrail.artifacts.store import BYTES
from celltrail.errors import InvalidInputError, NotFoundError, SignatureError
from celltrail.records import Attachment, ModelVersion
from celltrail.registry.exporting import SIGNATURE, SIGNATURE_FILE, files_of, write_files
from celltrail.tracking import Workspace

EXTRA = "sign-models"
_HOW = "`celltrail sign {label} --key KEY` signs it."


def sign(workspace: Workspace, version: ModelVersion, key: Path) -> Attachment:
    """Sign a version by a private key and keep the signature with it.

    Raises
    ------
    NotFoundError
        There is no such key.
    SignatureError
        The file holds no private key on the curves P-256, P-384 or P-521.
    MissingDependencyError
        ``model-signing`` is not installed.
    """
    require("model_signing", EXTRA)
    signing: Any = require("model_signing.signing", EXTRA)
    hint = key_hash(key, private=True)
    with _written(workspace, version) as folder:
        bundle = folder.parent / SIGNATURE_FILE
        signing.Config().use_elliptic_key_signer(private_key=key).sign(folder, bundle)
        digest = workspace.artifacts.put_bytes(bundle.read_bytes())
    return workspace.store.models.attach(
        Attachment(
            model=version.model, number=version.number, role=SIGNATURE, revision=0, digest=digest, codec=BYTES,
            at=clock.now(), who=user_name(), comment=f"key {hint[:16]}",
        )
    )  # fmt: skip


def verify(workspace: Workspace, version: ModelVersion, keys: Sequence[Path]) -> str:
    """Return the beginning of the hash of the key that signed a version, if it is one of those given.

    Raises
    ------
    SignatureError
        It is not signed, or by another key, or its files are not those that were signed.
    NotFoundError
        There is no such key.
    MissingDependencyError
        ``model-signing`` is not installed.
    """
    attached = version.attachment(SIGNATURE)
    if attached is None:
        raise SignatureError(f"{version.label} is not signed.", hint=_HOW.format(label=version.label))
    bundle = workspace.artifacts.get(attached.digest, BYTES)
    content = _content(bundle, version)
    hint = str(content["verificationMaterial"]["publicKey"]["hint"])
    key = _key_of(hint, keys, version)
    verifying: Any = require("model_signing.verifying", EXTRA)
    with _written(workspace, version) as folder:
        place = folder.parent / SIGNATURE_FILE
        place.write_bytes(bundle)
        try:
            verifying.Config().use_elliptic_key_verifier(public_key=key).verify(folder, place)
        except Exception as error:  # its errors, and those of what it is made of, have no common root
            raise _broken(version, str(error) or "the signature was not made by this key") from error
    if (name := _subject(content, version)) != name_of(version):
        raise SignatureError(
            f"The signature of {version.label} was made for {name}.", hint="Do not use it: somebody moved it here."
        )
    return hint[:16]


def require_signature(workspace: Workspace, version: ModelVersion, aliases: Iterable[str]) -> None:
    """Return if no policy of these aliases asks for a signature, or the version has one that holds.

    It must be by a key whose public half lies in the folder ``keys`` of the home.

    Raises
    ------
    SignatureError
        It has none, or one that does not hold, or by a key that is not among them.
    """
    for alias in aliases:
        policy = workspace.store.policies.effective(version.model, alias)
        if policy is None or not policy.signed:
            continue
        keys = trusted_keys(workspace.settings.home)
        if not keys:
            raise SignatureError(
                f"{version.model}@{alias} asks for a signature, and no key is trusted here.",
                hint=f"Put the public keys of who may sign into {workspace.settings.home / 'keys'}.",
            )
        try:
            verify(workspace, version, keys)
        except SignatureError as error:
            raise SignatureError(
                f"{version.model}@{alias} asks for a signature: {error.message}", hint=error.hint
            ) from error
        return


def name_of(version: ModelVersion) -> str:
    """Return the name of a version in its signature, and that of its folder."""
    return f"{version.model}-{version.number}"


@contextmanager
def _written(workspace: Workspace, version: ModelVersion) -> Iterator[Path]:
    """Give a folder with the version's files, for as long as it is looked at."""
    files = files_of(workspace, version)
    with tempfile.TemporaryDirectory(prefix="celltrail-") as outer:
        folder = Path(outer) / name_of(version)
        folder.mkdir()
        write_files(files, folder)
        yield folder


def _content(bundle: bytes, version: ModelVersion) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(bundle)
        _ = content["verificationMaterial"]["publicKey"]["hint"], content["dsseEnvelope"]["payload"]
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(version, f"it is no bundle of a key: {error!r}") from None
    return content


def _subject(content: dict[str, Any], version: ModelVersion) -> str:
    try:
        statement = json.loads(base64.b64decode(content["dsseEnvelope"]["payload"]))
        return str(statement["subject"][0]["name"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise _broken(version, repr(error)) from None


def _key_of(hint: str, keys: Sequence[Path], version: ModelVersion) -> Path:
    if not keys:
        raise InvalidInputError("No key is given to verify with.", hint="Give the public half: --key KEY.pub.")
    known = {}
    for key in keys:
        try:
            known[key_hash(key)] = key
        except (SignatureError, NotFoundError):
            if len(keys) == 1:
                raise
    if hint not in known:
        shown = ", ".join(sorted(one[:16] for one in known))
        raise SignatureError(
            f"{version.label} was signed by the key {hint[:16]}, not by {shown}.",
            hint="Ask who signed it for the public key, if you trust them.",
        )
    return known[hint]


def _broken(version: ModelVersion, why: str) -> SignatureError:
    return SignatureError(
        f"The signature of {version.label} does not hold: {why[:500]}.",
        hint="The model or its signature was changed after it was signed: do not use it.",
    )
