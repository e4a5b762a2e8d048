"""The verbs: what a person can do, said once. Magics, command line, server and ``celltrail.*`` call these."""

from __future__ import annotations
