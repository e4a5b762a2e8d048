"""What people ask of runs: ``metrics.auc > 0.8 and status == 'finished' and not stale``, read as a syntax tree.

It is Python's own grammar with one word more, ``like``. Nothing of it is ever evaluated.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize

from celltrail.errors import InvalidInputError

EXAMPLE = "Write for example: metrics.auc > 0.8 and params.depth <= 6 and status == 'finished' and not stale."
_LONGEST = 5000
_SIGNS = re.compile(r"[<>]|[!=]=|(?:^|\s)=(?:\s|$)")
_WORDS = re.compile(r"(?:^|\s)(?:not\s+)?(?:like|in|is)\s", re.IGNORECASE)
_LOGIC = re.compile(
    r"\(*\s*(?:not\s+)*stale\s*\)*(?:\s+(?:and|or)\s.*)?|.*\s(?:and|or)\s+(?:not\s+)*stale\s*\)*", re.IGNORECASE
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_SQL_WORDS = {"AND": "and", "OR": "or", "NOT": "not", "IN": "in", "IS": "is", "NULL": "None", "null": "None",
              "TRUE": "True", "true": "True", "FALSE": "False", "false": "False", "LIKE": "like"}  # fmt: skip
Like, NotLike = ast.MatMult, ast.FloorDiv
"""The operators as which ``like`` and ``not like`` stand in the tree; as themselves they mean nothing here."""


def is_expression(text: str) -> bool:
    """Whether people mean a condition, not words to search for.

    >>> is_expression("auc > 0.8"), is_expression("not stale"), is_expression("churn failed region=eu")
    (True, True, False)
    """
    plain = _QUOTED.sub("''", text).strip()
    return bool(_SIGNS.search(plain) or _WORDS.search(plain) or _LOGIC.fullmatch(plain))


def parse(text: str) -> ast.expr:
    """Return the syntax tree of a condition.

    Raises
    ------
    InvalidInputError
        It is none.
    """
    if len(text) > _LONGEST:
        raise InvalidInputError(f"A query has at most {_LONGEST} characters, this one {len(text)}.", hint=EXAMPLE)
    try:
        return ast.parse(_as_python(text.strip()), mode="eval").body
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        if re.search(r"(?<![<>!=])=(?!=)", _QUOTED.sub("''", text)):
            hint = "To compare, write == instead of =."
        else:
            hint = EXAMPLE
        reason = str(getattr(error, "msg", "") or error.args[0]).partition(" (<")[0]
        raise InvalidInputError(f"{text!r} is no query: {reason}.", hint=hint) from None
    except (RecursionError, MemoryError):
        raise InvalidInputError(f"The query {text[:40]!r}... is nested too deep.", hint=EXAMPLE) from None


def _as_python(text: str) -> str:
    """Return a query with ``like`` as an operator, and the words of SQL as those of Python."""
    words: list[tuple[int, str]] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind, word = token.type, token.string
        if kind in (tokenize.NEWLINE, tokenize.NL, tokenize.ENDMARKER, tokenize.INDENT, tokenize.DEDENT):
            continue
        if kind == tokenize.OP and word in ("@", "//"):
            raise SyntaxError(f"{word} means nothing here")
        if kind == tokenize.NAME and not (words and words[-1][1] == "."):
            word = _SQL_WORDS.get(word, word)
            if word == "like":
                negated = bool(words) and words[-1][1] == "not"
                if negated:
                    words.pop()
                kind, word = tokenize.OP, "//" if negated else "@"
        words.append((kind, word))
    return tokenize.untokenize(words).strip()
