"""What travels: bundles of a run that open and reproduce elsewhere, and exports to other forms."""

from __future__ import annotations

from celltrail.sharing.bundle import Bundled, make
from celltrail.sharing.contents import Wanted
from celltrail.sharing.unbundle import MOST_BYTES, Holdings, Opened, look, take

__all__ = ["MOST_BYTES", "Bundled", "Holdings", "Opened", "Wanted", "look", "make", "take"]
