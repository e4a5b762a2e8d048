"""Searches over the parameters of a notebook."""

from __future__ import annotations
