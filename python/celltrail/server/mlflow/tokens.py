"""The words and signs of a filter of MLflow's searches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from celltrail.server.mlflow.errors import invalid

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<compare>!=|<=|>=|<>|=|<|>)
      | (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.]))
      | (?P<text>'(?:[^']|'')*')
      | (?P<sign>[(),])
      | (?P<name>(?:\w+|`[^`]+`|"[^"]*")(?:\.(?:`[^`]*`|"[^"]*"|'[^']*'|[\w./-]+))?)
    )""",
    re.VERBOSE,
)
_WORDS = {"AND", "IN", "NOT", "LIKE", "ILIKE", "IS", "NULL"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, a number or a text."""

    kind: str
    """``compare``, ``number``, ``text``, ``sign`` or ``name``."""
    text: str

    @property
    def word(self) -> str:
        """The keyword that it is, in large letters; empty where it is none."""
        return self.text.upper() if self.kind == "name" and self.text.upper() in _WORDS else ""

    @property
    def string(self) -> str | None:
        """The text that it quotes; None where it quotes none."""
        if self.kind == "text":
            return self.text[1:-1].replace("''", "'")
        quoted = self.kind == "name" and len(self.text) > 1 and self.text[0] == self.text[-1] == '"'
        return self.text[1:-1] if quoted else None


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a text.

    Raises
    ------
    MlflowError
        Something in it is none.
    """
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            raise invalid(f"Invalid clause(s) in filter string: {text[place:].strip()[:80]!r}")
        yield Token(str(found.lastgroup), found[str(found.lastgroup)])
        place = found.end()
