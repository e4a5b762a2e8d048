"""From the text of a gate to a ``Gate``: its kind, what it is about, its options.

A gate is a comparison (``auc >= 0.80``) or one check with brackets (``better(accuracy, confidence=0.95)``).
Every check takes ``timeout=60s``. Nothing is evaluated; a mistake is named with its place.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from celltrail.registry.gates.comparison import check_form, names_champion
from celltrail.registry.gates.gate import Form, Gate, Option
from celltrail.registry.gates.source import Source, read

METRIC = "metric"
SIZE = "size"
TIMEOUT = "timeout"
_LONGEST_S = 86_400.0


def parse(expression: str, forms: Mapping[str, Form], timeouts: Mapping[str, float]) -> Gate:
    """Return a gate.

    Parameters
    ----------
    forms
        What may stand in the brackets of each kind of check.
    timeouts
        How long each kind may take, in seconds, where the gate does not say.

    Raises
    ------
    GateError
        It is none.
    """
    source = read(expression)
    if isinstance(source.tree, ast.Call):
        return _check(source, source.tree, forms, timeouts)
    check_form(source, source.tree)
    gate = Gate(expression=source.text, kind=METRIC, source=source, comparison=source.tree)
    if gate.compared == (SIZE,):
        return Gate(expression=source.text, kind=SIZE, source=source, comparison=source.tree)
    return gate


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return what was meant, perhaps, as the end of a sentence.

    >>> suggestion("accuarcy", ["accuracy", "auc"]), suggestion("zzz", ["a", "b"])
    ("; did you mean 'accuracy'?", '; known are: a, b')
    """
    names = list(known)
    close = difflib.get_close_matches(word, names, 1)
    return f"; did you mean {close[0]!r}?" if close else f"; known are: {', '.join(names)}"


def _check(source: Source, call: ast.Call, forms: Mapping[str, Form], timeouts: Mapping[str, float]) -> Gate:
    kind = call.func.id if isinstance(call.func, ast.Name) else ast.unparse(call.func)
    if kind not in forms:
        raise source.fault(f"Call of {kind!r}, which is no kind of gate{suggestion(kind, forms)}", call)
    if call.keywords:
        raise source.fault("'**' has no place in a gate", call)
    word, comparison = _positional(source, call, forms[kind])
    options, timeout = _options(source, call, forms[kind])
    return Gate(
        expression=source.text, kind=kind, source=source, word=word, comparison=comparison, options=options,
        timeout_s=timeout or timeouts[kind],
    )  # fmt: skip


def _positional(source: Source, call: ast.Call, form: Form) -> tuple[str, ast.expr | None]:
    word, comparison = "", None
    for node in call.args:
        if _is_option(node):
            continue
        if isinstance(node, ast.Compare | ast.BoolOp):
            if comparison is not None:
                raise source.fault("it has two comparisons: join them by 'and', or write two gates", node)
            comparison = _compared(source, node, form)
        elif word:
            raise source.fault(f"{source.piece(node)!r} is one word too many", node)
        else:
            word = _word(source, node, form)
    if form.needed == "word" and not word:
        raise source.fault(f"the {form.word} is missing between its brackets", call)
    if form.needed == "comparison" and comparison is None:
        raise source.fault(f"a comparison is missing in it, such as '{form.compared[0]} <= 0.1'", call)
    return word, comparison


def _compared(source: Source, node: ast.expr, form: Form) -> ast.expr:
    if not form.compared:
        raise source.fault(f"{source.piece(node)!r} is a comparison, which has no place in this check", node)
    check_form(source, node)
    if names_champion(node):
        raise source.fault("a comparison in brackets is about the new version alone, not the champion", node)
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id not in form.compared:
            reason = f"{part.id!r} cannot be compared here{suggestion(part.id, form.compared)}"
            raise source.fault(reason, part)
    return node


def _word(source: Source, node: ast.expr, form: Form) -> str:
    word = _text(source, node)
    if word is None or not form.word:
        raise source.fault(f"{source.piece(node)!r} has no place in this check", node)
    if form.words and word not in form.words:
        raise source.fault(f"{word!r} is no {form.word}{suggestion(word, form.words)}", node)
    return word


def _text(source: Source, node: ast.expr) -> str | None:
    """Return what a node says as text: between quotes, as a plain word, or as it was written."""
    if node.col_offset in source.raw:
        return source.raw[node.col_offset]
    if isinstance(node, ast.Name):
        return node.id
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _options(source: Source, call: ast.Call, form: Form) -> tuple[dict[str, Any], float | None]:
    timeout = Option("number", None, 0.1, _LONGEST_S)
    known = {**form.options, TIMEOUT: timeout}
    given: dict[str, Any] = {}
    for node in call.args:
        if not _is_option(node):
            continue
        name, value = node.left.id, node.right
        if name not in known:
            raise source.fault(f"{name!r} is no option of this check{suggestion(name, known)}", node)
        if name in given:
            raise source.fault(f"it has the option {name!r} twice", node)
        given[name] = _value(source, name, value, known[name])
    missing = [name for name, option in form.options.items() if option.needed and name not in given]
    if missing:
        raise source.fault(f"the option {missing[0]}=... is missing", call)
    limit = given.pop(TIMEOUT, None)
    return {name: option.default for name, option in form.options.items()} | given, limit


def _is_option(node: ast.expr) -> TypeGuard[_OptionNode]:
    """Whether a node is ``name=value``, as `source` shows it to the parser."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult) and isinstance(node.left, ast.Name)


class _OptionNode(ast.BinOp):
    left: ast.Name


def _value(source: Source, name: str, node: ast.expr, option: Option) -> Any:
    if option.type in ("number", "whole"):
        return _bounded(source, name, node, option)
    if option.type == "texts" and isinstance(node, ast.List | ast.Tuple) and node.elts:
        texts = [_text(source, item) for item in node.elts]
    else:
        texts = [_text(source, node)]
    if None in texts:
        raise source.fault(f"{name}= takes text, not {source.piece(node)!r}", node)
    return tuple(texts) if option.type == "texts" else texts[0]


def _bounded(source: Source, name: str, node: ast.expr, option: Option) -> float:
    number = source.number(node)
    if not option.at_least <= number <= option.at_most:
        bounds = f"from {option.at_least:g} to {option.at_most:g}"
        raise source.fault(f"{name}= takes a number {bounds}, not {number:g}", node)
    if option.type == "whole" and number != int(number):
        raise source.fault(f"{name}= takes a whole number, not {number:g}", node)
    return int(number) if option.type == "whole" else number
