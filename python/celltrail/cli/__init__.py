"""The command line: the verbs, for the shell."""

from __future__ import annotations

from celltrail.cli.main import main

__all__ = ["main"]
