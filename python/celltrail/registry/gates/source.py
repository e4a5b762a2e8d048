"""The text of a gate as a syntax tree: Python's own grammar, with units of time and size, and plain paths.

``20ms`` becomes 0.02, ``50MB`` 50,000,000, ``5%`` 0.05; in ``python(checks.fair:gap)`` and ``notebook(a/b.ipynb)``
what stands between the brackets is taken as it is; and between brackets ``name=value`` may stand before a
comparison, which Python does not allow, so the parser is shown ``name@value``. Each piece is replaced by as many
other characters, so that the places that the tree names are those of the text.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from dataclasses import dataclass, field

from celltrail.errors import GateError

LONGEST = 500
UNITS = {
    "us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0,
    "B": 1.0, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "KiB": 2.0**10, "MiB": 2.0**20, "GiB": 2.0**30,
    "%": 0.01,
}  # fmt: skip
_PIECE = re.compile(
    r"\"[^\"]*\"|'[^']*'|(?<![\w.])(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?P<unit>[A-Za-z]+|%)"
)
_OPTION = re.compile(r"\"[^\"]*\"|'[^']*'|(?<![<>=!:])=(?!=)")
_CALL = re.compile(r"[\w.]+\s*\(")
_RAW = re.compile(r"(?:python|notebook)\(\s*(?P<raw>[^\"'\s(),=][^,()\"'=]*)")
_HINT = "Write a comparison of metrics, such as 'auc >= 0.80' or 'auc >= champion.auc - 0.005', or a check"
HINT = f"{_HINT} such as 'better(accuracy)' or 'loads(seconds=10)'."


@dataclass(frozen=True, slots=True)
class Source:
    """A gate's text, read."""

    text: str
    tree: ast.expr
    units: dict[int, float] = field(default_factory=dict)
    """What the number that begins at this byte is multiplied by."""
    raw: dict[int, str] = field(default_factory=dict)
    """What stands for itself, by the byte at which it begins."""

    def number(self, node: ast.expr) -> float:
        """Return a number of the tree, in seconds, bytes or parts of one.

        Raises
        ------
        GateError
            It is none.
        """
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self.number(node.operand)
        value = node.value if isinstance(node, ast.Constant) else None
        if type(value) not in (int, float) or abs(value) > sys.float_info.max:  # type: ignore[arg-type]
            raise self.fault(f"{self.piece(node)[:20]} is no number", node)
        return float(value) * self.units.get(node.col_offset, 1.0)  # type: ignore[arg-type] # looked at above

    def piece(self, node: ast.AST) -> str:
        """Return the part of the text that a node was made from."""
        raw = self.text.encode("utf-8", "surrogatepass")
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", None)
        return raw[start:end].decode("utf-8", "replace")

    def fault(self, reason: str, node: ast.AST | None = None) -> GateError:
        """Return the error that says what is wrong, and where."""
        if node is None or not hasattr(node, "col_offset"):
            return no_gate(self.text, reason)
        before = self.text.encode("utf-8", "surrogatepass")[: node.col_offset].decode("utf-8", "replace")
        return no_gate(self.text, f"{reason} (character {len(before) + 1})")


def read(expression: str) -> Source:
    """Return a gate's text as a tree.

    Raises
    ------
    GateError
        It is no expression of Python's grammar, or too long.

    Examples
    --------
    >>> read("auc >=")
    Traceback (most recent call last):
    ...
    celltrail.errors.GateError: 'auc >=' is not a gate: invalid syntax (character 7). Write a comparison ...
    """
    if len(expression) > LONGEST:
        raise no_gate(f"{expression[:40]}...", f"it has more than {LONGEST} characters")
    text = re.sub(r"[\r\n]", " ", expression).strip()
    units, prepared = _without_units(text)
    raw, prepared = _without_raw(text, prepared)
    if _CALL.match(text):
        prepared = _OPTION.sub(lambda match: "@" if match[0] == "=" else match[0], prepared)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python only warns of, such as `9and`, is a slip of the pen here
            tree = ast.parse(prepared, mode="eval").body
    except SyntaxError as error:
        where = f" (character {error.offset})" if error.offset else ""
        raise no_gate(text, f"{error.msg}{where}") from None
    except ValueError as error:
        raise no_gate(text, str(error)) from None
    except (RecursionError, MemoryError):
        raise no_gate(text, "it is nested too deep") from None
    return Source(text, tree, units, raw)


def no_gate(expression: str, reason: str, hint: str = HINT) -> GateError:
    """Return the error for a text that is no gate."""
    return GateError(f"{expression!r} is not a gate: {reason}.", hint=hint)


def _bytes_before(text: str, place: int) -> int:
    return len(text[:place].encode("utf-8", "surrogatepass"))


def _without_units(text: str) -> tuple[dict[int, float], str]:
    units: dict[int, float] = {}

    def blank(match: re.Match[str]) -> str:
        unit = match["unit"]
        if unit not in UNITS:
            return match[0]
        units[_bytes_before(text, match.start("number"))] = UNITS[unit]
        return match["number"] + " " * len(unit)

    return units, _PIECE.sub(blank, text)


def _without_raw(text: str, prepared: str) -> tuple[dict[int, str], str]:
    match = _RAW.match(text)
    if match is None:
        return {}, prepared
    start, end = match.span("raw")
    word = "w" * _bytes_before(text[start:end], end - start)
    return {_bytes_before(text, start): match["raw"].strip()}, prepared[:start] + word + prepared[end:]
