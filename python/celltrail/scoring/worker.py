"""A process that scores pieces: ``python -m celltrail.scoring.worker`` takes them from its input, one a line.

Each line in and out is one message, pickled by who started the process and read by nobody else.
"""

from __future__ import annotations

import base64
import os
import pickle
import sys
from typing import Any

from celltrail.errors import CelltrailError


def main() -> int:
    """Score what comes in until nothing more does."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a model prints is no message
    from celltrail.scoring.piecework import carry_out  # noqa: PLC0415 - Arrow is loaded when there is work

    for line in sys.stdin:
        answer: Any
        try:
            answer = carry_out(unpacked(line))
        except CelltrailError as error:
            answer = (type(error), error.message, error.hint)
        except Exception as error:  # noqa: BLE001 - it is told to who asked
            answer = (CelltrailError, f"{type(error).__name__}: {error}", "")
        print(packed(answer), file=out, flush=True)
    return 0


def packed(value: Any) -> str:
    """Return a message as one line."""
    return base64.b64encode(pickle.dumps(value)).decode()


def unpacked(line: str) -> Any:
    """Return the message of a line, which comes through a pipe from the process at its other end."""
    return pickle.loads(base64.b64decode(line))  # noqa: S301, TID251 - from our own process


if __name__ == "__main__":
    sys.exit(main())
