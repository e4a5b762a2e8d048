"""Getting the results of a run again, and finding out why they differ."""

from __future__ import annotations

from celltrail.reproduction.reproduce import Reproduced, Request, begin, reproduce

__all__ = ["Reproduced", "Request", "begin", "reproduce"]
