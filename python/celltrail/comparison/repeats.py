"""Runs that repeat another one with other seeds: the same name, code, parameters and inputs."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from celltrail.records import CellExecution, Run
from celltrail.tracking import Workspace

_FAR = 500
"""How many runs of a name are looked at."""
_SEED_NAME = re.compile(r"(^|_)(seed|random_state)$", re.IGNORECASE)
_SEED_CALL = re.compile(r"(^|\.)(seed|manual_seed|set_seed|default_rng|RandomState|Random|seed_everything)$")


def repeats_of(workspace: Workspace, run: Run) -> tuple[Run, ...]:
    """Return the runs that repeat one with another seed, itself included, oldest first; one for each seed."""
    store = workspace.store.sessions
    runs = [one for one in store.finished(run.name, limit=_FAR) if one.id != run.id]
    runs.append(run)
    ids = [one.id for one in runs]
    cells: dict[str, list[CellExecution]] = defaultdict(list)
    for cell in store.cells(ids):
        cells[cell.run_id].append(cell)
    params: dict[str, dict[str, Any]] = defaultdict(dict)
    for param in store.params(ids):
        params[param.run_id][param.key] = param.value
    inputs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for use in store.uses(ids):
        if use.direction == "input":
            inputs[use.run_id].add((use.name, use.artifact.digest))
    likeness = {one.id: _likeness(one, cells[one.id], params[one.id]) for one in runs}
    code, seed = likeness[run.id]
    if seed is None:
        return (run,)
    found: dict[Any, Run] = {}
    for one in runs:  # the run itself comes last, and stands for its seed
        its_code, its_seed = likeness[one.id]
        if its_code == code and its_seed is not None and inputs[one.id] == inputs[run.id]:
            found[its_seed] = one
    return tuple(sorted(found.values(), key=lambda one: one.id))


def _likeness(run: Run, cells: Sequence[CellExecution], params: dict[str, Any]) -> tuple[Any, Any]:
    """Return what repeats have in common, and the seed in which they differ; None where no seed was set."""
    read = [without_seeds(cell.source) for cell in cells]
    chosen = {key: value for key, value in params.items() if not _SEED_NAME.search(key)}
    seeds: list[tuple[str, Any]] = [("run", run.seed)] if run.seed is not None else []
    seeds += [(key, value) for key, value in sorted(params.items()) if _SEED_NAME.search(key)]
    seeds += [("code", numbers) for _, numbers in read if numbers]
    if not seeds:
        seeds = [item for cell in cells for item in sorted(cell.seeds.items())]
    return ([source for source, _ in read], repr(sorted(chosen.items()))), tuple(seeds) or None


def without_seeds(source: str) -> tuple[str, tuple[int, ...]]:
    """Return code with its seeds taken out, and the seeds; code that is no plain Python as it is.

    >>> without_seeds("split(x, random_state=3)")
    ('split(x, random_state=0)', (3,))
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return source, ()
    seeds: list[int] = []
    for node in ast.walk(tree):
        for constant in _seeds_in(node):
            seeds.append(constant.value)
            constant.value = 0
    return (ast.unparse(tree), tuple(seeds)) if seeds else (source, ())


def _seeds_in(node: ast.AST) -> list[Any]:
    """Return the constants of a node that seed something."""
    values: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        values = [node.value] if all(_is_seed(target) for target in node.targets) else []
    elif isinstance(node, ast.keyword):
        values = [node.value] if _SEED_NAME.search(node.arg or "") else []
    elif isinstance(node, ast.Call) and _SEED_CALL.search(ast.unparse(node.func)):
        values = node.args
    return [value for value in values if isinstance(value, ast.Constant) and type(value.value) is int]


def _is_seed(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and bool(_SEED_NAME.search(target.id))
