"""Leaving statements out of a cell, where that provably changes nothing of what is needed.

Left out are imports, functions, plain classes and assignments of values that are written out, if nobody needs
their names, and values that are only shown. Everything that calls anything stays: it might have an effect.
"""

from __future__ import annotations

import ast
from collections.abc import Set as AbstractSet

from celltrail.sessions.code import Code, binds, mentions, reads, span

_CONSTANT = (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.UnaryOp, ast.unaryop, ast.expr_context)


def pruned(code: Code, needed: AbstractSet[str]) -> str:
    """Return the source of a cell without the statements that do not contribute to the names `needed`."""
    if code.tree is None or code.is_cell_magic:
        return code.source
    live, kept, left_out = set(needed), [], []
    for statement in reversed(code.tree.body):
        if _is_idle(statement, live, code):
            left_out.append(statement)
        else:
            kept.append(statement)
            live |= mentions(statement) | set().union(*reads(statement)) | code.words(*span(statement))
    return _without(code.source, left_out, kept) if left_out and kept else code.source


def _is_idle(statement: ast.stmt, live: AbstractSet[str], code: Code) -> bool:
    """Whether a statement does nothing but give values to names that nobody needs."""
    if statement.lineno in code.magics:
        return False
    if isinstance(statement, ast.Expr):
        return _is_shown_only(statement.value)
    return not binds(statement) & live and _only_binds(statement)


def _only_binds(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import):
        return True
    if isinstance(statement, ast.ImportFrom):
        return statement.module != "__future__" and all(alias.name != "*" for alias in statement.names)
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        defaults = [*statement.args.defaults, *(value for value in statement.args.kw_defaults if value)]
        return not statement.decorator_list and all(map(_is_constant, defaults))
    if isinstance(statement, ast.ClassDef):
        parts = (*statement.decorator_list, *statement.bases, *statement.keywords)
        return not parts and all(_only_binds(inner) or _is_text(inner) for inner in statement.body)
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name) for target in statement.targets) and _is_inert(statement.value)
    return (
        isinstance(statement, ast.AnnAssign)
        and isinstance(statement.target, ast.Name)
        and (statement.value is None or _is_inert(statement.value))
    )


def _is_inert(value: ast.expr) -> bool:
    """Whether computing a value can have no effect: constants, names, containers of them."""
    inert = (*_CONSTANT, ast.Name)
    return all(isinstance(node, inert) for node in ast.walk(value))


def _is_constant(value: ast.expr) -> bool:
    return all(isinstance(node, _CONSTANT) for node in ast.walk(value))


def _is_shown_only(value: ast.expr) -> bool:
    """Whether a value is only looked at: a bare name, a constant, or printed such."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print":
        return not value.keywords and all(isinstance(one, ast.Constant) for one in value.args)
    return isinstance(value, ast.Name | ast.Constant)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _without(source: str, left_out: list[ast.stmt], kept: list[ast.stmt]) -> str:
    """Return a source without the lines of some statements, and the comments right above them."""
    lines = source.splitlines()
    staying = {number for statement in kept for number in range(span(statement)[0], span(statement)[1] + 1)}
    gone: set[int] = set()
    for statement in left_out:
        first, last = span(statement)
        whole = set(range(first, last + 1))
        if whole & staying:  # two statements on one line
            continue
        gone |= whole
        above = first - 1
        while above >= 1 and lines[above - 1].startswith("#"):
            gone.add(above)
            above -= 1
    text = "\n".join(line for number, line in enumerate(lines, 1) if number not in gone)
    return "\n".join(text.strip("\n").splitlines())
