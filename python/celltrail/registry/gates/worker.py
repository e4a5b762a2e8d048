"""The process that checks gates: asked line by line what to check, it answers with what came of it.

It is started isolated (``python -I``): no variables of Python's, and for the smoke test no folder of the caller on
the path. Its own answers go to a copy of its standard output, made before anything else; what models and functions
print goes to standard error.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
from typing import Any

import msgspec

from celltrail import clock
from celltrail.errors import CelltrailError
from celltrail.registry.gates.kind import CannotRunError, Outcome
from celltrail.registry.gates.kinds import KINDS, parse
from celltrail.registry.gates.subject import Plan, Subject

_LONGEST = 2_000


class Answer(msgspec.Struct):
    """What came of a gate, and how long it took."""

    outcome: Outcome
    seconds: float


def main() -> None:
    """Check what is asked for, until nobody asks any more."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    faulthandler.enable()
    lines = iter(sys.stdin.buffer.readline, b"")
    subject = Subject(msgspec.json.decode(next(lines), type=Plan))
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - for as long as the process lives
    for line in lines:
        begun = clock.elapsed()
        outcome = _checked(msgspec.json.decode(line, type=str), subject)
        answer = Answer(outcome, clock.elapsed() - begun)
        out.write(msgspec.json.encode(answer) + b"\n")
        out.flush()


def _checked(expression: str, subject: Subject) -> Outcome:
    gate = parse(expression)
    try:
        return KINDS[gate.kind].check(gate, subject)
    except CannotRunError as error:
        return Outcome(passed=False, ran=False, reason=short(str(error)))
    except CelltrailError as error:
        return Outcome(passed=False, ran=False, reason=short(str(error)))
    except Exception as error:  # noqa: BLE001 - models and functions of users raise anything
        return Outcome(passed=False, ran=False, reason=short(f"{type(error).__name__}: {error}"))


def short(text: Any) -> str:
    """Return a text that fits into a record."""
    plain = str(text).replace("\x00", "\ufffd")
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
