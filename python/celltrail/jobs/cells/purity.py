"""Why code may give another result next time: what reading it tells, names resolved in the kernel.

When in doubt there is a reason. A cell for which there is one is never skipped; one too many costs time, one too
few costs the truth.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import types
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from celltrail.capture.quiet import parsed

CLOCK, NETWORK, RANDOM = "reads the clock", "uses the network", "draws random numbers that no seed governs"
OUTSIDE, DISK = "reads the environment of the process", "looks at which files there are"
DYNAMIC, PROCESS = "runs code that cannot be read beforehand", "starts other programs"
INPUT, SHOWN = "asks for input", "changes what another cell showed"
LOGS, ASKS = "logs to celltrail by itself", "has celltrail do something"
HISTORY = "reads what earlier cells showed"
_BY_ORIGIN = {
    CLOCK: "time. datetime.datetime.now datetime.datetime.today datetime.datetime.utcnow "
    "datetime.date.today timeit.",
    NETWORK: "requests. urllib.request. urllib3. http. httpx. aiohttp. socket. ftplib. smtplib. imaplib. boto3. "
    "botocore. websocket. websockets. paramiko. psycopg. psycopg2. pymysql. pymongo. redis. sqlalchemy. grpc.",
    RANDOM: "uuid. secrets. os.urandom random.SystemRandom tensorflow. keras. cupy. jax.random. tempfile.",
    OUTSIDE: "os.environ os.environb os.getenv os.getpid os.getlogin os.uname os.cpu_count platform. psutil. "
    "getpass. pwd. resource. sys.argv sys.stdin gc.",
    DISK: "os.listdir os.scandir os.walk os.stat os.lstat os.path.exists os.path.getmtime os.path.getsize glob.",
    PROCESS: "subprocess. os.system os.popen os.spawn os.fork os.exec pty. multiprocessing. pexpect.",
    ASKS: "celltrail.",
}
_ORIGINS = tuple((origin, reason) for reason, origins in _BY_ORIGIN.items() for origin in origins.split())
_LOGGING = ("celltrail.log_", "celltrail.set_tag", "celltrail.tracking.log.")
_HARMLESS = ("time.sleep", "time.struct_time", "uuid.UUID", "tempfile.gettempdir", "platform.python_version")
_BY_ATTRIBUTE = {
    CLOCK: "now utcnow today perf_counter perf_counter_ns monotonic monotonic_ns process_time time_ns localtime "
    "gmtime",
    OUTSIDE: "environ getenv",
    RANDOM: "urandom uuid1 uuid4 token_hex token_bytes",
    DISK: "exists is_file is_dir isfile isdir iterdir rglob listdir scandir stat lstat getmtime getsize glob",
    NETWORK: "urlopen urlretrieve",
    SHOWN: "update_display display_id",
}
_ATTRIBUTES = {name: reason for reason, names in _BY_ATTRIBUTE.items() for name in names.split()}
_BY_NAME = {
    DYNAMIC: "exec eval compile globals locals vars dir __import__ get_ipython id",
    INPUT: "input raw_input",
    HISTORY: "_ __ ___ In Out _oh _ih _dh",
    SHOWN: "update_display",
}
_NAMES = {name: reason for reason, names in _BY_NAME.items() for name in names.split()}
_NUMBERED = re.compile(r"_i?\d+")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.\-]+://(?!\S*\.dtd)", re.IGNORECASE)
_DRAWN_IN_SQL = re.compile(r"\b(random|rand|gen_random_uuid|now|current_timestamp|today)\s*\(", re.IGNORECASE)


def refusals_of(tree: ast.AST, namespace: Mapping[str, Any]) -> set[str]:
    """Return the reasons in some code, whose names mean what they do in `namespace`."""
    imported = {name: origin for node in ast.walk(tree) for name, origin in _imported(node)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found |= _of_name(node.id, imported, namespace)
        elif isinstance(node, ast.Attribute):
            found |= _of_attribute(node, imported, namespace)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= _of_text(node.value)
    return found


def refusals_of_functions(names: Iterable[str], namespace: Mapping[str, Any]) -> set[str]:
    """Return the reasons in the source of the notebook's own functions and classes of these names."""
    found: set[str] = set()
    for name in names:
        value = namespace.get(name)
        if getattr(value, "__module__", None) == namespace.get("__name__"):
            for function in _functions(value):
                tree = source_tree(function)
                found |= {DYNAMIC} if tree is None else refusals_of(tree, namespace)
    return found


def _functions(value: Any) -> Iterator[types.FunctionType]:
    """Give a function, or the methods of a class: what else a class does, it did in the cell that made it."""
    if isinstance(value, types.FunctionType):
        yield value
    elif isinstance(value, type):
        for member in vars(value).values():
            inner = getattr(member, "__func__", getattr(member, "fget", member))
            if isinstance(inner, types.FunctionType) and inner.__module__ == value.__module__:
                yield inner


def refusals_of_file(path: str) -> frozenset[str]:
    """Return the reasons in a module of the user's own."""
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - as many as there are modules
            return _of_module(file.read())
    except (OSError, UnicodeDecodeError):
        return frozenset({DYNAMIC})


@lru_cache(maxsize=500)
def _of_module(source: str) -> frozenset[str]:
    try:
        return frozenset(refusals_of(parsed(source), {}))
    except (SyntaxError, ValueError, RecursionError):
        return frozenset({DYNAMIC})


def source_tree(function: types.FunctionType) -> ast.Module | None:
    """Return the syntax tree of a function; None where its source is not to be had."""
    if function.__code__.co_filename.startswith("<"):
        return parsed("")  # made by a library from what the cell says, as dataclasses make their methods
    try:
        return parsed(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError, RecursionError):
        return None


def _of_name(name: str, imported: Mapping[str, str], namespace: Mapping[str, Any]) -> set[str]:
    if name in _NAMES and name not in imported and (name.startswith("_") or name not in namespace):
        return {_NAMES[name]}
    if _NUMBERED.fullmatch(name) or (name in ("In", "Out", "get_ipython")):
        return {HISTORY if name != "get_ipython" else DYNAMIC}
    value = namespace.get(name)
    is_module = isinstance(value, types.ModuleType) or (value is None and name in imported)
    return set() if is_module else _of_origin(_origin(name, imported, namespace))


def _of_attribute(node: ast.Attribute, imported: Mapping[str, str], namespace: Mapping[str, Any]) -> set[str]:
    parts: list[str] = []
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute):
        parts.append(inner.attr)
        inner = inner.value
    found = {_ATTRIBUTES[node.attr]} if node.attr in _ATTRIBUTES and isinstance(node.ctx, ast.Load) else set()
    if isinstance(inner, ast.Name) and (root := _origin(inner.id, imported, namespace)):
        found |= _of_origin(".".join([root, *reversed(parts)]))
    return found


def _of_origin(origin: str) -> set[str]:
    if not origin or origin.startswith(_HARMLESS):
        return set()
    if origin.startswith(_LOGGING):
        return {LOGS}
    return {reason for begin, reason in _ORIGINS if f"{origin}.".startswith(begin)}


def _of_text(text: str) -> set[str]:
    found = {NETWORK} if _ADDRESS.match(text) and not text.startswith("file://") else set()
    if _DRAWN_IN_SQL.search(text):
        found.add(RANDOM)
    return found


def _origin(name: str, imported: Mapping[str, str], namespace: Mapping[str, Any]) -> str:
    """Return where a name comes from: ``datetime.datetime`` of the class of that name; empty where it is data."""
    if name in imported:
        return imported[name]
    value = namespace.get(name)
    if isinstance(value, types.ModuleType):
        return value.__name__
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType | types.MethodType):
        module = getattr(value, "__module__", None) or ""
        own = module == namespace.get("__name__")
        return "" if own else f"{module}.{getattr(value, '__qualname__', '')}"
    if type(value).__module__ == "os":  # `from os import environ`
        return "os.environ"
    return ""


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name, f"{node.module or ''}.{alias.name}"
