"""Pages of a search: a token says where the next one begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import TypeVar

from celltrail.server.mlflow.errors import invalid

Thing = TypeVar("Thing")
_FARTHEST = 2**63


def offset_of(token: str | None) -> int:
    """Return where a page begins.

    Raises
    ------
    MlflowError
        The token is none of ours.
    """
    if not token:
        return 0
    try:
        offset = json.loads(base64.b64decode(token, validate=True))["offset"]
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        offset = None
    if type(offset) is not int or not 0 <= offset < _FARTHEST:
        raise invalid("Invalid page token: it was not made by this server. Ask for the first page again.")
    return offset


def token_of(offset: int) -> str:
    """Return the token of a page that begins there."""
    return base64.b64encode(json.dumps({"offset": offset}).encode()).decode()


def page(found: Sequence[Thing], token: str | None, size: int) -> tuple[Sequence[Thing], str]:
    """Return a page of what was found, and the token of the next one; empty where there is none."""
    offset = offset_of(token)
    more = offset + size < len(found)
    return found[offset : offset + size], token_of(offset + size) if more else ""
