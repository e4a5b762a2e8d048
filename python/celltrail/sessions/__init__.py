"""What a kernel did, cell by cell: the state that its names had, and the cells that a result came from."""

from __future__ import annotations

from celltrail.sessions.session import Execution, executions_of
from celltrail.sessions.slice import Load, Piece, Slice, slice_of
from celltrail.sessions.state import Held, state_after

__all__ = ["Execution", "Held", "Load", "Piece", "Slice", "executions_of", "slice_of", "state_after"]
