"""Which names a piece of code reads and binds.

``symtable``, the compiler's own analysis, resolves scopes: comprehensions, closures, ``global``, walrus, classes.
What it does not tell, the order, a walk over the module's own statements adds: a name that is bound before it is
read is no input.
"""

from __future__ import annotations

import ast
import builtins
import symtable
from dataclasses import dataclass, field
from typing import Any

from celltrail.capture.quiet import quiet

_LONGEST_LITERAL = 500
_BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True, slots=True)
class Scan:
    """What a piece of code does to names."""

    reads: tuple[str, ...] = ()
    """Names whose value from before it needs."""
    binds: tuple[str, ...] = ()
    """Names that it gives a value."""
    touches: tuple[str, ...] = ()
    """Names it does not bind, but whose object it may change: by item, attribute or a method called on it."""
    literals: dict[str, Any] = field(default_factory=dict)
    """Names bound once, at top level, to a value written out in the code."""
    measured: tuple[str, ...] = ()
    """Names bound at top level by an assignment to something computed; counters (``n += 1``) are not."""
    builtins: tuple[str, ...] = ()
    """Names of Python's own that it uses, which a notebook may have covered with another value."""


def scan(source: str) -> Scan:
    """Return what `source`, plain Python without magics, does to names; nothing where it does not compile."""
    try:
        with quiet():  # Python itself says what it warns of when the code is run
            tree = ast.parse(source)
            table = symtable.symtable(source, "<cell>", "exec")
        order = _Order()
        order.visit(tree)
    except (SyntaxError, ValueError, RecursionError):
        return Scan()
    inner = {name for child in table.get_children() for name in _globals_of(child)}
    # What a function of this cell reads, it reads when called; unless the cell itself bound it.
    used = order.read_first | (inner - order.bound)
    reads = used - _BUILTINS
    binds = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    binds |= {name for child in table.get_children() for name in _globals_of(child, assigned=True)}
    binds -= order.deleted | (order.annotated - order.bound)
    changed = order.touched | {
        name for child in table.get_children() for name in _globals_of(child, assigned=True)
    }
    literals = {
        name: value for name, value in order.literals.items() if order.counts[name] == 1 and name not in changed
    }
    return Scan(
        reads=tuple(sorted(reads)),
        binds=tuple(sorted(binds)),
        touches=tuple(sorted(order.touched - binds)),
        literals=literals,
        measured=tuple(sorted((order.assigned & binds) - set(literals) - (order.stepped - order.computed))),
        builtins=tuple(sorted(used & _BUILTINS)),
    )


def _globals_of(table: symtable.SymbolTable, *, assigned: bool = False) -> set[str]:
    """Return the module's names that a scope and those inside it use."""
    found = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_global() and (symbol.is_assigned() if assigned else symbol.is_referenced())
    }
    for child in table.get_children():
        found |= _globals_of(child, assigned=assigned)
    return found


class _Order(ast.NodeVisitor):
    """Walks the module's own statements in the order in which they run."""

    def __init__(self) -> None:
        self.read_first: set[str] = set()
        self.bound: set[str] = set()
        self.deleted: set[str] = set()
        self.annotated: set[str] = set()
        self.touched: set[str] = set()
        self.assigned: set[str] = set()
        self.stepped: set[str] = set()
        """Names that are counted up or down by a whole number written out."""
        self.computed: set[str] = set()
        """Names that get a value in another way than that, and than written out."""
        self.literals: dict[str, Any] = {}
        self.counts: dict[str, int] = {}

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            if node.id not in self.bound:
                self.read_first.add(node.id)
        elif isinstance(node.ctx, ast.Store):
            self.bound.add(node.id)
            self.deleted.discard(node.id)
            self.counts[node.id] = self.counts.get(node.id, 0) + 1
        else:
            if node.id not in self.bound:
                self.read_first.add(node.id)
            self.deleted.add(node.id)
            self.bound.discard(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self._note(target, node.value)
            self.visit(target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.annotated.update(_names(node.target))
        if node.value is not None:
            self.visit(node.value)
            self._note(node.target, node.value)
            self.visit(node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            if node.target.id not in self.bound:
                self.read_first.add(node.target.id)
            self.assigned.add(node.target.id)
            (self.stepped if _is_step(node.op, node.value) else self.computed).add(node.target.id)
        self.visit(node.value)
        self.visit(node.target)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.assigned.add(node.target.id)
        self.computed.add(node.target.id)
        self.visit(node.target)

    def visit_For(self, node: ast.For) -> None:
        for part in (node.iter, node.target, *node.body, *node.orelse):
            self.visit(part)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._touch(node.value)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._touch(node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute):
            self._touch(node.func.value)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        """Run what runs at the definition only: decorators and defaults."""
        defaults = [*node.args.defaults, *(value for value in node.args.kw_defaults if value)]
        for part in (*getattr(node, "decorator_list", ()), *defaults):
            self.visit(part)
        if not isinstance(node, ast.Lambda):
            self._bind(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815
    visit_Lambda = visit_FunctionDef  # noqa: N815

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.visit(part)
        self._bind(node.name)

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        """Only the first iterable is read in this scope; symtable knows the inside."""
        self.visit(node.generators[0].iter)

    visit_SetComp = visit_ListComp  # noqa: N815
    visit_DictComp = visit_ListComp  # noqa: N815
    visit_GeneratorExp = visit_ListComp  # noqa: N815

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self._bind(alias.asname or alias.name.partition(".")[0])

    visit_ImportFrom = visit_Import  # noqa: N815

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """Forget the name of an exception after its handler."""
        if node.name:
            self.bound.add(node.name)
        self.generic_visit(node)
        if node.name:
            self.deleted.add(node.name)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.generic_visit(node)
        if node.name:
            self._bind(node.name)

    visit_MatchStar = visit_MatchAs  # noqa: N815

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        if node.rest:
            self._bind(node.rest)

    def _bind(self, name: str) -> None:
        self.bound.add(name)
        self.counts[name] = self.counts.get(name, 0) + 1

    def _note(self, target: ast.expr, value: ast.expr) -> None:
        for name in _names(target):
            self.assigned.add(name)
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for inner, part in zip(target.elts, value.elts, strict=True):
                self._note(inner, part)
        elif not isinstance(target, ast.Name):
            self.computed.update(_names(target))
        if isinstance(target, ast.Name):
            self._note_value(target.id, value)

    def _note_value(self, name: str, value: ast.expr) -> None:
        try:
            literal = ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            (self.stepped if _steps(value, name) else self.computed).add(name)
            return
        if isinstance(literal, str | int | float | bool | None):
            self.literals[name] = literal
        elif len(text := repr(literal)) <= _LONGEST_LITERAL:
            self.literals[name] = text

    def _touch(self, node: ast.expr) -> None:
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        if isinstance(node, ast.Name):
            self.touched.add(node.id)


def _names(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def _steps(value: ast.expr, name: str) -> bool:
    """Whether a value is that of the name itself and a whole number written out: ``n + 1``."""
    return (
        isinstance(value, ast.BinOp)
        and isinstance(value.left, ast.Name)
        and value.left.id == name
        and _is_step(value.op, value.right)
    )


def _is_step(operator: ast.operator, by: ast.expr) -> bool:
    whole = isinstance(by, ast.Constant) and type(by.value) is int  # `auc + 0.125` is a result, no count
    return whole and isinstance(operator, ast.Add | ast.Sub)
