"""The chain of the audit log: how an entry's digest is made, and how it is seen that the chain was tampered with.

An entry's digest is SHA-256, in hexadecimal, over the canonical JSON (keys in order, no spaces, UTF-8, numbers as
Python's ``repr`` gives them) of its number, time, who, action, noun, id, reason, details and the digest of the
entry before; the first one has 64 zeros there. So no entry can be changed, taken out, put in or moved without all
later digests changing, the last one too: whoever has that (an anchor) proves even that nothing was rewritten or
cut off.

Source: Haber and Stornetta, "How to Time-Stamp a Digital Document", Journal of Cryptology 3 (1991), linking;
Schneier and Kelsey, "Secure Audit Logs to Support Computer Forensics", ACM TISSEC 2 (1999). No secret is mixed in:
with an anchor elsewhere none is needed, and anybody can check the chain with `sha256sum` alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from celltrail import clock
from celltrail.records import AuditAnchor, AuditEntry, AuditFault, AuditProblem, AuditVerdict

FIRST = "0" * 64
"""What stands for the entry before the first."""
FIELDS = ("seq", "at", "who", "action", "noun", "noun_id", "reason", "details", "previous")
_MOST = 100
"""Problems that are told; more say nothing new."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry that is none any more."""

    seq: int
    reason: str


def digest_of(entry: AuditEntry) -> str:
    """Return the digest that an entry must have."""
    content = {name: getattr(entry, name) for name in FIELDS}
    return hashlib.sha256(_canonical(content)).hexdigest()


def plain(value: Any) -> Any:
    """Return a value as JSON holds and gives it back, whatever it is: the log must never refuse a change.

    >>> plain({"auc": float("nan"), "n": (1, 2)})
    {'auc': 'nan', 'n': [1, 2]}
    """
    if isinstance(value, str):
        return value.encode(errors="replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, float) and value - value != 0:
        return repr(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return {plain(str(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return plain(str(value))


def check(entries: Iterable[AuditEntry | Unreadable], anchor: AuditAnchor | None = None) -> AuditVerdict:
    """Return whether entries, given in their order, are the chain that was written, and where they are not.

    Parameters
    ----------
    anchor
        The end of the chain as it was once: the chain must still go through it.
    """
    checking = _Checking(anchor)
    for entry in entries:
        checking.take(entry)
    return checking.verdict()


class _Checking:
    """What is known of a chain after each entry."""

    def __init__(self, anchor: AuditAnchor | None) -> None:
        self._anchor = anchor
        self._problems: list[AuditProblem] = []
        self._count = 0
        self._seq = 0
        self._digest: str | None = FIRST  # None where the entry before cannot tell

    def take(self, entry: AuditEntry | Unreadable) -> None:
        self._count += 1
        seq = entry.seq
        follows = seq == self._seq + 1
        if seq <= self._seq:
            self._say(seq, "misplaced", f"It stands behind entry {self._seq}: put in, or moved.")
        elif not follows:
            self._say_missing(self._seq + 1, seq - 1)
        if isinstance(entry, Unreadable):
            self._say(seq, "unreadable", f"It is no entry any more: {entry.reason}.")
            self._seq, self._digest = max(seq, self._seq), None
            return
        self._look(entry, follows=follows)
        self._seq, self._digest = max(seq, self._seq), entry.digest

    def verdict(self) -> AuditVerdict:
        if self._anchor is not None and self._seq < self._anchor.seq:
            self._say(
                self._anchor.seq, "cut", f"The log ends at {self._seq}; it went on to {self._anchor.seq} once."
            )
        head = AuditAnchor(seq=self._seq, digest=self._digest or "", at=clock.now())
        return AuditVerdict(entries=self._count, problems=tuple(self._problems), head=head)

    def _look(self, entry: AuditEntry, *, follows: bool) -> None:
        what = f"{entry.action} of {entry.noun_id}"
        if digest_of(entry) != entry.digest:
            self._say(entry.seq, "edited", f"{what} does not have the digest of its content.")
        elif follows and self._digest is not None and entry.previous != self._digest:
            self._say(
                entry.seq,
                "misplaced",
                f"{what} was written after another entry than the one before it now.",
            )
        anchor = self._anchor
        if anchor is not None and entry.seq == anchor.seq and entry.digest != anchor.digest:
            self._say(
                entry.seq, "edited", "It is not the entry that the anchor names: the log up to here was rewritten."
            )

    def _say_missing(self, first: int, last: int) -> None:
        which = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
        self._say(first, "missing", f"{which} missing.")

    def _say(self, seq: int, fault: AuditFault, message: str) -> None:
        if len(self._problems) < _MOST:
            self._problems.append(AuditProblem(seq=seq, fault=fault, message=message))


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode(errors="surrogatepass")
