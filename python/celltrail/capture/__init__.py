"""See a cell: what it reads, binds, shows, opens, takes and needs. Writes nothing, and never raises into it."""

from __future__ import annotations

from celltrail.capture.names import Scan, scan
from celltrail.capture.observe import Observation, Observed, is_number, measured_numbers

__all__ = ["Observation", "Observed", "Scan", "is_number", "measured_numbers", "scan"]
