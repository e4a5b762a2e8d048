"""A model's answers to tables of any size, written whole or not at all."""

from __future__ import annotations
