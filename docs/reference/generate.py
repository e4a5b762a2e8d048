"""Makes the reference pages from the code: ``python docs/reference/generate.py``.

Everything on these pages is said in the code already. ``tests/unit/docs/test_docs.py`` fails when a page is stale.
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import celltrail
from celltrail.cli.main import parser as cli_parser
from celltrail.magics.approvals import ApprovalMagic
from celltrail.magics.bisect import BisectMagic
from celltrail.magics.bundle import BundleMagic
from celltrail.magics.card import CardMagic
from celltrail.magics.compare import CompareMagic
from celltrail.magics.deploy import DeployMagic
from celltrail.magics.diff import DiffMagic
from celltrail.magics.drift import DriftMagic
from celltrail.magics.explain import ExplainMagic
from celltrail.magics.export import ExportMagic
from celltrail.magics.history import HistoryMagic
from celltrail.magics.lineage import LineageMagic
from celltrail.magics.models import ModelsMagic
from celltrail.magics.register import RegisterMagic
from celltrail.magics.reproduce import ReproduceMagic
from celltrail.magics.restore import RestoreMagic
from celltrail.magics.runs import RunsMagic
from celltrail.magics.schedule import ScheduleMagic
from celltrail.magics.score import ScoreMagic
from celltrail.magics.slice import SliceMagic
from celltrail.magics.submit import SubmitMagic
from celltrail.magics.sweep import SweepMagic
from celltrail.magics.track import TrackMagic
from celltrail.magics.versions import VersionMagic
from celltrail.magics.warm import WarmMagic
from celltrail.server.contract import DOCUMENT
from celltrail.server.endpoints import PREFIX
from celltrail.server.extension import CelltrailApp

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
COMMAND = "python docs/reference/generate.py"
NOTE = f"<!-- Made by `{COMMAND}`. Not written by hand. -->"
LAB = ROOT / "labextension"

MAGICS = (
    ("%%track", TrackMagic.track),
    ("%register", RegisterMagic.register),
    ("%models", ModelsMagic.models),
    ("%promote", ModelsMagic.promote),
    ("%rollback", ModelsMagic.rollback),
    ("%retire", ModelsMagic.retire),
    ("%reinstate", ModelsMagic.reinstate),
    ("%policy", ApprovalMagic.policy),
    ("%request", ApprovalMagic.request),
    ("%approve", ApprovalMagic.approve),
    ("%reject", ApprovalMagic.reject),
    ("%withdraw", ApprovalMagic.withdraw),
    ("%approvals", ApprovalMagic.approvals),
    ("%deploy", DeployMagic.deploy),
    ("%drift", DriftMagic.drift),
    ("%runs", RunsMagic.runs),
    ("%compare", CompareMagic.compare),
    ("%diff", DiffMagic.diff),
    ("%bundle", BundleMagic.bundle),
    ("%open", BundleMagic.open),
    ("%export", ExportMagic.export),
    ("%lineage", LineageMagic.lineage),
    ("%history", HistoryMagic.history),
    ("%bisect", BisectMagic.bisect),
    ("%reproduce", ReproduceMagic.reproduce),
    ("%restore", RestoreMagic.restore),
    ("%slice", SliceMagic.slice),
    ("%submit", SubmitMagic.submit),
    ("%sweep", SweepMagic.sweep),
    ("%schedule", ScheduleMagic.schedule),
    ("%schedules", ScheduleMagic.schedules),
    ("%pipeline", ScheduleMagic.pipeline),
    ("%sign", VersionMagic.sign),
    ("%verify", VersionMagic.verify),
    ("%download", VersionMagic.download),
    ("%bom", VersionMagic.bom),
    ("%warm", WarmMagic.warm),
    ("%card", CardMagic.card),
    ("%explain", ExplainMagic.explain),
    ("%why", ExplainMagic.why),
    ("%score", ScoreMagic.score),
)
VARIABLES = {
    "CELLTRAIL_HOME": "The folder that holds runs, artifacts and models. By default the nearest `.celltrail/` "
    "upwards of the working directory, else `celltrail/` in Jupyter's data directory.",
    "CELLTRAIL_STORE": "The database URL of the rows, or the address of a Jupyter Server that keeps them. By "
    "default `store.db` (SQLite) in the home.",
    "CELLTRAIL_TOKEN": "The token for that Jupyter Server.",
    "CELLTRAIL_ARTIFACTS": "The folder of the bytes. By default `artifacts/` in the home.",
    "CELLTRAIL_WARM_MINUTES": "How long a process that has a notebook's imports done is kept for the next run. By "
    "default 15; `0` keeps none.",
    "CELLTRAIL_AUTOLOG": "`0` stops fitted estimators from giving their settings and scores by themselves.",
}


def pages() -> dict[str, str]:
    """Return the text of each page by its file name."""
    made = {
        "magics.md": magics(),
        "cli.md": command_line(),
        "functions.md": functions(),
        "settings.md": settings(),
        "rest.md": rest(),
    }
    return {name: "\n".join(_single_blank(text)) + "\n" for name, text in made.items()}


def magics() -> Iterator[str]:
    """Give the lines of the page on magics."""
    yield from _title("Magics", "`%load_ext celltrail`, or `celltrail enable` once for every kernel.")
    for name, method in MAGICS:
        found: Any = method
        yield from ("", f"## {name}", "")
        yield f"    {name} {_usage(found.parser)}".rstrip()
        yield from ("", *_docstring(found.parser.description))
        yield from _arguments(found.parser)


def command_line() -> Iterator[str]:
    """Give the lines of the page on the command line."""
    yield from _title(
        "Command line", "Exit code 0: done. 1: refused or failed, with the reason. 2: not understood."
    )
    for name, parser in _subparsers(cli_parser()):
        yield from ("", f"## celltrail {name}", "", f"    celltrail {name} {_usage(parser)}".rstrip())
        yield from ("", parser.description or "")
        yield from _arguments(parser)


def functions() -> Iterator[str]:
    """Give the lines of the page on functions."""
    yield from _title("Functions", "What `import celltrail` offers. Each is loaded when it is first used.")
    for name in sorted(celltrail.__all__, key=str.lower):
        if name == "__version__":
            yield from ("", "## `celltrail.__version__`", "", "The version that is installed.")
            continue
        value = celltrail.__getattr__(name)  # a room of the same name may stand before the function
        yield from ("", f"## `celltrail.{name}`", "", f"    {name}{_signature(value)}", "")
        yield from _docstring(value.__doc__ or "")


def settings() -> Iterator[str]:
    """Give the lines of the page on settings."""
    yield from _title("Settings", "")
    yield from ("", "## Environment variables", "", "| variable | meaning |", "|---|---|")
    yield from (f"| `{name}` | {_cell(text)} |" for name, text in VARIABLES.items())
    yield from ("", "## Jupyter Server", "", "In `jupyter_server_config.py` or after `jupyter lab`.", "")
    yield from ("| trait | meaning |", "|---|---|")
    for name, trait in sorted(CelltrailApp.class_own_traits(config=True).items()):
        yield f"| `CelltrailApp.{name}` | {_cell(trait.help)} |"
    yield from _lab_settings()
    yield from _lab_commands()


def rest() -> Iterator[str]:
    """Give the lines of the page on the REST API."""
    whole = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    yield from _title(
        "REST API",
        f"Under `/{PREFIX}/` of the Jupyter Server, with its own login: `Authorization: token <token>`. The "
        "server's authorizer is asked who may `read` (GET) and `write` (POST) the resource `celltrail`. What is "
        "refused is answered with [Problem](#problem). The contract is `python/celltrail/server/openapi.json`.",
    )
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            yield from ("", f"## {method.upper()} {path}", "", f"`{operation['operationId']}`")
            yield from _operation(operation)
    yield from ("", "# Records", "")
    for name, schema in whole["components"]["schemas"].items():
        yield from ("", f"## {name}", "", _paragraph(schema.get("description", "")), "")
        yield from ("| field | type | |", "|---|---|---|")
        for field, kind in schema.get("properties", {}).items():
            needed = "" if field in schema.get("required", ()) else "may be left out"
            yield f"| `{field}` | {_cell(_type(kind))} | {needed} |"


def _operation(operation: dict[str, Any]) -> Iterator[str]:
    yield ""
    for parameter in operation.get("parameters", ()):
        needed = "" if parameter["required"] else ", may be left out"
        yield f"- `{parameter['name']}` in the {parameter['in']}: {_type(parameter['schema'])}{needed}"
    if body := operation.get("requestBody"):
        yield f"- body: {_content(body['content'])}"
    yield f"- answer: {_content(operation['responses']['200']['content'])}"


def _content(content: dict[str, Any]) -> str:
    return _type(content["application/json"]["schema"]) if "application/json" in content else "bytes"


def _lab_settings() -> Iterator[str]:
    for path in sorted((LAB / "schema").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        yield from ("", "## JupyterLab", "", _paragraph(schema.get("description", "")), "")
        yield from ("| setting | default | meaning |", "|---|---|---|")
        for name, setting in schema.get("properties", {}).items():
            meaning = _cell(f"{setting.get('title', '')}. {setting.get('description', '')}".strip(". ") + ".")
            yield f"| `{name}` | `{json.dumps(setting.get('default'))}` | {meaning} |"


def lab_commands() -> dict[str, str]:
    """Return the commands that the frontend defines: their ids with what they say of themselves."""
    tokens = LAB / "src" / "tokens.ts"
    if not tokens.exists():
        return {}
    named = dict(re.findall(r"const (\w+) = '(celltrail:[\w-]+)'", tokens.read_text(encoding="utf-8")))
    begins = r"(?:addCommand\(CommandIDs\.|\bid: CommandIDs\.)(\w+),(?:\s*{|\s*kind: '\w+',)"
    said = begins + r"\s*label: trans\.__\('([^']+)'\),\s*caption: trans\.__\(\s*'([^']+)'"
    files = sorted((LAB / "src").glob("*commands.ts"))
    found = [one for path in files for one in re.findall(said, path.read_text(encoding="utf-8"))]
    return {named[name]: f"{label}: {caption}." for name, label, caption in found}


def _lab_commands() -> Iterator[str]:
    if found := lab_commands():
        yield from ("", "## JupyterLab commands", "", "For shortcuts, menus and other extensions.", "")
        yield from ("| command | meaning |", "|---|---|")
        yield from (f"| `{name}` | {_cell(text)} |" for name, text in sorted(found.items()))


def _subparsers(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no public way
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield from action.choices.items()


def _usage(parser: argparse.ArgumentParser) -> str:
    return " ".join(_written(action, usage=True) for action in _actions(parser))


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    actions = _actions(parser)
    if actions:
        yield from ("", "| argument | meaning |", "|---|---|")
    for action in actions:
        default = action.default
        shown = "" if default in (None, "", False, 0) or default == [] or not default else f" (default: {default})"
        meaning = (action.help or "").replace("%%", "%") + (shown if shown != " (default: .)" else "")
        yield f"| `{_written(action, usage=False)}` | {_cell(meaning)} |"


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]  # noqa: SLF001


def _written(action: argparse.Action, *, usage: bool) -> str:
    value = action.metavar or (action.dest if not action.option_strings else action.dest.upper())
    if not action.option_strings:
        optional = action.nargs in ("?", "*", argparse.REMAINDER)
        text = f"{value} ..." if action.nargs in ("*", argparse.REMAINDER) else str(value)
        return f"[{text}]" if usage and optional else text
    names = action.option_strings[:1] if usage else action.option_strings
    text = ", ".join(names) if action.nargs == 0 else f"{', '.join(names)} {value}"
    return f"[{text}]" if usage else text


def _signature(value: Any) -> str:
    signature = inspect.signature(value)
    parts, star = [], False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            star = True
            parts.append("*")
        stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        text = f"{stars}{parameter.name}: {_annotation(parameter.annotation)}"
        parts.append(text if parameter.default is parameter.empty else f"{text} = {parameter.default!r}")
    returned = "" if inspect.isclass(value) else f" -> {_annotation(signature.return_annotation)}"
    return f"({', '.join(parts)}){returned}"


def _annotation(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def _docstring(text: str) -> Iterator[str]:
    """Give a numpydoc docstring as Markdown."""
    lines = inspect.cleandoc(text).splitlines()
    section, number = "", 0
    while number < len(lines):
        line = lines[number]
        if number + 1 < len(lines) and set(lines[number + 1]) == {"-"}:
            section, number = line, number + 2
            yield from ("", f"**{section}**", "")
            continue
        yield from _docstring_line(section, line)
        number += 1


def _docstring_line(section: str, line: str) -> Iterator[str]:
    if section == "Examples":
        if line.strip() not in ("::", ""):
            text = line.removeprefix("    ") if not line.startswith(("    >>>", "    ...")) else line
            yield f"    {text.replace('  # doctest: +SKIP', '')}"
    elif section and line and not line.startswith(" "):
        yield f"- `{line}`"
    elif section and line:
        yield f"  {line.strip()}".replace("``", "`")
    else:
        yield line.replace("``", "`")


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(inner := schema.get("additionalProperties"), dict):
        return f"text to {_type(inner)}"
    return str(kind)


def _title(title: str, text: str) -> Iterator[str]:
    yield from (f"# {title}", "", NOTE)
    if text:
        yield from ("", text)


def _paragraph(text: str) -> str:
    return " ".join(text.replace("``", "`").split())


def _cell(text: str) -> str:
    return _paragraph(text).replace("|", "\\|")


def _single_blank(lines: Iterable[str]) -> Iterator[str]:
    blank = False
    for line in lines:
        if line.strip() or not blank:
            yield line.rstrip()
        blank = not line.strip()


if __name__ == "__main__":
    for page, content in pages().items():
        (FOLDER / page).write_text(content, encoding="utf-8")
