"""What travels: bundles of a run that open and reproduce elsewhere, and exports to other forms."""

from __future__ import annotations
