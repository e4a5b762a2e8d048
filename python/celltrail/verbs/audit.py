"""Read the audit log, prove that nobody tampered with it, take it elsewhere."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

import msgspec

from celltrail.artifacts import signing
from celltrail.errors import InvalidInputError, SignatureError
from celltrail.records import AuditAnchor, AuditEntry, AuditQuery, AuditVerdict
from celltrail.tracking import workspace

KIND = "celltrail/audit-anchor"
_MOST = 10_000


def audit(query: AuditQuery | None = None, **values: Any) -> tuple[AuditEntry, ...]:
    """Return entries of the audit log, newest first.

    Parameters
    ----------
    query
        Which are meant.
    values
        Fields of `AuditQuery` instead: ``model="churn"``, ``who="ada"``, ``action="alias"``, ``since=...``,
        ``limit=100``, ...

    Raises
    ------
    InvalidInputError
        There is no such field.

    Examples
    --------
    >>> audit(model="churn", action="alias.promoted")  # doctest: +SKIP
    """
    query = query or AuditQuery()
    unknown = values.keys() - {*AuditQuery.__dataclass_fields__}
    if unknown:
        raise InvalidInputError(
            f"The audit log cannot be asked for {', '.join(sorted(unknown))}.",
            hint=f"It can for {', '.join(AuditQuery.__dataclass_fields__)}.",
        )
    query = replace(query, **values)
    if not 1 <= query.limit <= _MOST:
        raise InvalidInputError(f"{query.limit} entries cannot be listed.", hint=f"Ask for 1 to {_MOST}.")
    return workspace().store.audit.find(query)


def verify_audit(
    file: str | Path | None = None, *, anchor: str | Path | None = None, key: str | Path | None = None
) -> AuditVerdict:
    """Return whether the audit log is what was written, and where it is not.

    Without an anchor, entries that were cut off at the end, and a log that was rewritten from some entry on, look
    whole. With one they do not.

    Parameters
    ----------
    file
        An exported log, instead of that of this home.
    anchor
        A file that `audit_anchor` wrote earlier.
    key
        The public key that must have signed the anchor.

    Raises
    ------
    InvalidInputError
        A file cannot be read, or is no anchor.
    SignatureError
        The anchor is not signed by that key.
    """
    from celltrail.store import chain

    known = read_anchor(Path(anchor), Path(key) if key is not None else None) if anchor is not None else None
    if file is None:
        return workspace().store.audit.verify(known)
    with _opened(Path(file)) as lines:
        return chain.check(_entries(lines), known)


def audit_anchor(*, key: str | Path | None = None) -> dict[str, Any]:
    """Return the end of the audit log as it is now, signed by a private key where one is given.

    Keep it where those who could tamper with the log cannot write.

    Raises
    ------
    NotFoundError
        There is no such key.
    SignatureError
        The file holds no private key.
    """
    record = {"kind": KIND, **asdict(workspace().store.audit.head())}
    return signing.signed(record, Path(key)) if key is not None else record


def export_audit() -> Iterator[str]:
    """Give the entries of the audit log in their order, each as a line of JSON.

    Raises
    ------
    InvalidInputError
        An entry is none any more: the log was tampered with.
    """
    for entry in workspace().store.audit.stream():
        if not isinstance(entry, AuditEntry):
            raise InvalidInputError(
                f"Entry {entry.seq} cannot be exported: {entry.reason}.", hint="Run `celltrail audit verify`."
            )
        yield json.dumps(asdict(entry), ensure_ascii=False)


def read_anchor(path: Path, key: Path | None) -> AuditAnchor:
    """Return the anchor in a file, if it is signed by the private half of `key` where that is given.

    Raises
    ------
    InvalidInputError
        The file cannot be read, or is no anchor.
    SignatureError
        It is not signed by that key.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"{path} cannot be read as JSON: {error}.", hint=_ANCHOR) from None
    if not isinstance(record, dict) or record.get("kind") != KIND:
        raise InvalidInputError(f"{path} is no anchor.", hint=_ANCHOR)
    if key is not None:
        try:
            signing.check_signed(record, key)
        except SignatureError as error:
            raise SignatureError(f"{path}: {error.message}", hint=error.hint) from None
    try:
        return msgspec.convert(record, AuditAnchor)
    except msgspec.ValidationError as error:
        raise InvalidInputError(f"{path} is no anchor: {error}.", hint=_ANCHOR) from None


_ANCHOR = "Give a file that `celltrail audit anchor --output FILE` wrote."


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise InvalidInputError(
            f"{path} cannot be read: {error.strerror}.", hint="Give a file that `celltrail audit export` wrote."
        ) from None


def _entries(lines: IO[bytes]) -> Iterator[Any]:
    from celltrail.store.chain import Unreadable

    for number, line in enumerate(lines, start=1):
        try:
            yield msgspec.json.decode(line, type=AuditEntry)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield Unreadable(number, str(error))


def write_whole(path: Path, lines: Iterable[str]) -> int:
    """Write lines to a file, whole or not at all, and return how many they are.

    Raises
    ------
    InvalidInputError
        It cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    count = 0
    try:
        with part.open("w", encoding="utf-8") as file:
            for count, line in enumerate(lines, start=1):  # noqa: B007 - the last one is returned
                file.write(f"{line}\n")
        part.replace(path)
    except OSError as error:
        raise InvalidInputError(
            f"{path} cannot be written: {error.strerror}.", hint="Give another path."
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return count
