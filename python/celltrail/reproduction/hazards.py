"""What in a cell's code makes its results depend on more than its inputs: the clock, the network."""

from __future__ import annotations

import ast
import re
from collections.abc import Set as AbstractSet

_MAGIC = re.compile(r"^\s*%{1,2}(?:time|timeit|prun)\b", re.MULTILINE)
_LINE_MAGIC = re.compile(r"^(\s*)[%!?].*$", re.MULTILINE)
_CLOCK_ENDS = {"now", "utcnow", "today", "perf_counter", "perf_counter_ns", "monotonic", "process_time", "time_ns"}
_CLOCK_CALLS = {"time.time", "time.ctime", "time.localtime", "time.gmtime", "time.strftime", "perf_counter"}
_NETWORK = {"requests", "urllib", "httpx", "aiohttp", "http", "urllib3", "socket", "boto3", "gcsfs", "s3fs"}
_ADDRESS = re.compile(r"(?:https?|ftp|s3|gs|az|abfss?)://")


def clock_calls(source: str) -> tuple[str, ...]:
    """Return what in some code asks for the time.

    >>> clock_calls("started = time.time()")
    ('time.time()',)
    """
    found = ["%time"] if _MAGIC.search(source) else []
    for node in _nodes(source):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in _CLOCK_CALLS or name.rpartition(".")[2] in _CLOCK_ENDS or name == "time":
                found.append(f"{name}()")
    return tuple(dict.fromkeys(found))


def clock_names(source: str, known: AbstractSet[str] = frozenset()) -> set[str]:
    """Return the names that some code gives a value which came from the clock, with those known before.

    >>> sorted(clock_names("begun = time.time(); score = fit(); took = time.time() - begun"))
    ['begun', 'took']
    """
    found = set(known)
    for node in _nodes(source):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
            used = {one.id for one in ast.walk(node.value) if isinstance(one, ast.Name)}
            if used & found or clock_calls(ast.unparse(node.value)):
                found |= names
            elif not isinstance(node, ast.AugAssign):
                found -= names
    return found


def network_uses(source: str) -> tuple[str, ...]:
    """Return what in some code asks other machines.

    >>> network_uses("import requests")
    ('requests',)
    """
    found = []
    for node in _nodes(source):
        if isinstance(node, ast.Import):
            found += [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.append(node.value.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _ADDRESS.match(node.value):
            found.append("an address")
    return tuple(dict.fromkeys(name for name in found if name in _NETWORK or name == "an address"))


def _nodes(source: str) -> list[ast.AST]:
    plain = _LINE_MAGIC.sub(r"\1pass", source)
    try:
        return list(ast.walk(ast.parse(plain)))
    except (SyntaxError, ValueError, RecursionError):
        return []
