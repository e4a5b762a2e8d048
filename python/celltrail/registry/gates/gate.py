"""A gate, read: which kind of check, of what, and with which options."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from celltrail.registry.gates.source import Source

CHAMPION = "champion"
OptionType = Literal["number", "whole", "text", "texts"]


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a kind of gate, such as ``confidence=0.95``."""

    type: OptionType
    default: Any
    at_least: float = 0.0
    at_most: float = float("inf")
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What may stand between the brackets of a kind of gate."""

    word: str = ""
    """What a plain word there is (``metric``, ``function`` ...); empty where there is none."""
    words: Sequence[str] = ()
    """The words that are known; empty for any."""
    compared: Sequence[str] = ()
    """The names that a comparison there may have on its left; empty where there is none."""
    needed: Literal["", "word", "comparison"] = ""
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate."""

    expression: str
    kind: str
    source: Source
    word: str = ""
    comparison: ast.expr | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    timeout_s: float = 60.0

    @property
    def compared(self) -> tuple[str, ...]:
        """The names that its comparison has, each once."""
        tree = self.comparison
        names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)] if tree is not None else []
        return tuple(name for name in dict.fromkeys(names) if name != CHAMPION)
