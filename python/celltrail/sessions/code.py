"""What the source of a cell does, as far as reading it can tell: statement by statement, magics included."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from celltrail.capture import scan

OUR_MAGICS = (
    "%approvals",
    "%approve",
    "%bisect",
    "%bom",
    "%bundle",
    "%card",
    "%compare",
    "%deploy",
    "%diff",
    "%download",
    "%drift",
    "%explain",
    "%export",
    "%lineage",
    "%load_ext celltrail",
    "%models",
    "%open",
    "%pipeline",
    "%policy",
    "%promote",
    "%register",
    "%reinstate",
    "%reject",
    "%reproduce",
    "%request",
    "%restore",
    "%retire",
    "%rollback",
    "%runs",
    "%schedule",
    "%schedules",
    "%score",
    "%sign",
    "%slice",
    "%submit",
    "%sweep",
    "%verify",
    "%warm",
    "%why",
    "%withdraw",
)
"""Lines that say something to celltrail, nothing to the code; a test compares them with what is loaded."""
_MAGIC_LINE = re.compile(r"^(\s*)(?:%%?\w|!|\?)|^(\s*)[\w.%]+\?\??\s*$")
_MAGIC_VALUE = re.compile(r"^(\s*[\w, ]+=\s*)(?:%\w|!).*$")
_DRAWS = re.compile(r"(^|\.)random(\.|$)|(^|\.)torch\.(rand|randn|randint|randperm|normal)\b")
_SEEDS = re.compile(r"(^|\.)random\.seed$|(^|\.)(manual_seed|set_random_seed|set_seed|seed_everything)$")
_OWN_GENERATOR = re.compile(r"\.(default_rng|RandomState|Generator|PCG64|Random|SeedSequence)$")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Code:
    """The source of one cell, read."""

    source: str
    tree: ast.Module | None
    """None where it is no Python, such as the body of ``%%bash``."""
    magics: frozenset[int] = frozenset()
    """The lines that are magics; the tree has ``pass`` there."""
    modules: dict[str, str] = field(default_factory=dict)
    """Names bound by an import: to the module that they come from, at its root."""
    definitions: dict[str, Definition] = field(default_factory=dict)
    """Names bound by ``def`` and ``class`` at top level."""
    draws: bool = False
    """Whether it draws from the random generators that a whole process shares."""
    seeds: bool = False
    """Whether it seeds them."""

    def words(self, first: int = 1, last: int | None = None) -> set[str]:
        """Return the words in the magics of some lines: any may be a name that the magic evaluates."""
        lines = self.source.splitlines()
        last = len(lines) if last is None else last
        return {
            word for n in self.magics if first <= n <= last for word in re.findall(r"[^\W\d]\w*", lines[n - 1])
        }

    @property
    def is_cell_magic(self) -> bool:
        """Whether the whole cell belongs to a magic."""
        return self.source.lstrip().startswith("%%")


@lru_cache(maxsize=4096)
def read_code(source: str) -> Code:
    """Return the source of a cell, read; its magics are left out of the tree, line numbers stay."""
    plain, magics = without_magics(source)
    try:
        tree = ast.parse(plain)
    except (SyntaxError, ValueError, RecursionError):
        return Code(source=source, tree=None, magics=frozenset(magics))
    calls = [name for node in ast.walk(tree) if isinstance(node, ast.Call) and (name := dotted(node.func))]
    return Code(
        source=source,
        tree=tree,
        magics=frozenset(magics),
        modules={name: root for statement in ast.walk(tree) for name, root in _imported(statement)},
        definitions={node.name: node for node in tree.body if isinstance(node, Definition)},
        draws=any(_DRAWS.search(name) and not _OWN_GENERATOR.search(name) for name in calls),
        seeds=any(_SEEDS.search(name) for name in calls),
    )


def without_magics(source: str) -> tuple[str, set[int]]:
    r"""Return a source with ``pass`` in place of its magics, and the numbers of those lines.

    >>> without_magics("%time x\ny = !ls")
    ('pass\ny = None', {1, 2})
    """
    lines, magics = source.splitlines(), set()
    for number, line in enumerate(lines, 1):
        if found := _MAGIC_LINE.match(line):
            lines[number - 1] = f"{found[1] or found[2] or ''}pass"
        elif found := _MAGIC_VALUE.match(line):
            lines[number - 1] = f"{found[1]}None"
        else:
            continue
        magics.add(number)
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return "\n".join(lines), magics
    return source, set()  # what looks like a magic is Python: a line of a text that goes over several


def reads(tree: ast.AST) -> tuple[set[str], set[str]]:
    """Return the names that code needs when it runs, and those that only its functions need when called."""
    whole = set(scan(ast.unparse(tree)).reads)
    at_once = set(scan(ast.unparse(_Bodyless().visit(ast.parse(ast.unparse(tree))))).reads)
    return at_once, whole - at_once


def without_unused(code: Code) -> ast.Module:
    """Return the tree of a cell without the functions and classes that it defines and does not use itself."""
    assert code.tree is not None

    def is_used(name: str) -> bool:
        rest = [one for one in code.tree.body if one is not code.definitions[name]] if code.tree else []
        return any(name in mentions(one) for one in rest)

    unused = [node for name, node in code.definitions.items() if not is_used(name)]
    return ast.Module(body=[one for one in code.tree.body if one not in unused], type_ignores=[])


def binds(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives a value."""
    return set(scan(ast.unparse(statement)).binds)


def mentions(node: ast.AST) -> set[str]:
    """Return all names that occur in some code."""
    return {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}


def changed_in_place(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Return the names whose items or attributes code sets, and those that it calls methods of."""
    written, called = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            written.add(_root(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called.add(_root(node.func))
    return written - {""}, called - {""}


def used_as_module(code: Code) -> set[str]:
    """Return the names whose attributes code reads."""
    nodes = ast.walk(code.tree) if code.tree else ()
    return {_root(node) for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)}


def settings(tree: ast.Module) -> set[str]:
    """Return the names whose functions a statement at top level calls only for what it does: ``pd.set_option``."""
    found = set()
    for statement in tree.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            found.add(_root(statement.value.func))
        elif isinstance(statement, ast.Assign):
            found |= {_root(target) for target in statement.targets if not isinstance(target, ast.Name)}
    return found - {""}


def deleted(tree: ast.Module) -> set[str]:
    """Return the names that are gone after the code."""
    gone: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.Delete):
            gone |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
        else:
            gone -= binds(statement)
    return gone


def literals(tree: ast.Module) -> dict[str, Any]:
    """Return the names that are bound to a value written out in the code, with it."""
    found: dict[str, Any] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    try:
                        found[target.id] = ast.literal_eval(statement.value)
                    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                        found.pop(target.id, None)
        else:
            for name in binds(statement):
                found.pop(name, None)
    return found


def segment(source: str, statement: ast.stmt) -> str:
    """Return the source of a statement, its decorators included."""
    first, last = span(statement)
    return "\n".join(source.splitlines()[first - 1 : last])


def span(statement: ast.stmt) -> tuple[int, int]:
    """Return the first and the last line of a statement."""
    decorators = getattr(statement, "decorator_list", ())
    first = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
    return first, statement.end_lineno or statement.lineno


def dotted(node: ast.expr) -> str:
    """Return ``np.random.seed`` of such an expression; empty where it is another."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def modules_of(codes: Iterable[Code]) -> dict[str, str]:
    """Return the names that any of some cells binds by an import."""
    return {name: root for code in codes for name, root in code.modules.items()}


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            root = alias.name.partition(".")[0]
            yield alias.asname or root, root
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name, (node.module or "").partition(".")[0]


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


class _Bodyless(ast.NodeTransformer):
    """Takes the bodies out of functions: what is left is what runs at once."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node.args)
        node.body = [ast.Pass()]
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        self.generic_visit(node.args)
        node.body = [ast.Pass()]
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        node.body = ast.Constant(None)
        return node
