"""One request of an MLflow client, as the functions that answer it see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from celltrail.tracking import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is asked, and by whom."""

    workspace: Workspace
    request: Any
    """The request's record, its fields converted."""
    who: str
    """The user that Jupyter has authenticated; empty where it only knows that the token was right."""
    authorization: str = ""
    """The header that the client sent, for the addresses that it is given."""
    base: str = ""
    """The address of this API, as the client has it."""
