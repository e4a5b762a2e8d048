"""The Jupyter Server extension: translates between HTTP and the verbs, decides nothing."""

from __future__ import annotations
