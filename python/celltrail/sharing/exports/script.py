"""A notebook as a script whose parameters are arguments."""

from __future__ import annotations

import json
import re

from celltrail.records import NotebookParameter
from celltrail.sharing.exports.notebook import TAG, Book

_HEAD = '''#!/usr/bin/env python3
"""{title}"""

try:
    from IPython.display import display
except ImportError:
    display = print
'''
_PARSER = '''
# The parameters as arguments: `python {name}.py --help` lists them.
import argparse
import ast


def _literal(text):
    """Return a Python literal, else the text."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def _yes_or_no(text):
    """Return a truth value."""
    if text.lower() not in ("true", "false", "yes", "no", "1", "0"):
        raise argparse.ArgumentTypeError(f"{{text!r}} is neither true nor false")
    return text.lower() in ("true", "yes", "1")


_parser = argparse.ArgumentParser(description={description})
{arguments}
globals().update(vars(_parser.parse_args()))
'''
_TYPES = {"int": "int", "float": "float", "str": "str", "bool": "_yes_or_no"}
_SHELLS = ("bash", "sh", "script")
_QUIET = (
    "time",
    "timeit",
    "capture",
    "prun",
    "memit",
    "matplotlib",
    "config",
    "autoreload",
    "load_ext",
    "reload_ext",
)


def script(book: Book) -> tuple[str, list[str]]:
    """Return a notebook as a script, and what of it has no plain form."""
    notes: list[str] = []
    parts = [_HEAD.format(title=f"{book.name}, from a notebook.")]
    cells = book.content.cells
    tagged = [
        n for n, cell in enumerate(cells) if {TAG, "injected-parameters"} & set(cell.metadata.get("tags", ()))
    ]
    for number, cell in enumerate(cells):
        if cell.cell_type == "code":
            parts.append(_code(cell.source, notes))
        elif cell.cell_type == "markdown":
            parts.append("\n".join(f"# {line}".rstrip() for line in cell.source.split("\n")))
        if tagged and number == tagged[-1] and book.parameters:
            parts.append(_parser(book))
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n", notes


def _parser(book: Book) -> str:
    arguments = "\n".join(_argument(parameter) for parameter in book.parameters)
    return _PARSER.format(name=book.name, description=json.dumps(f"Run {book.name}."), arguments=arguments)


def _argument(parameter: NotebookParameter) -> str:
    kind = _TYPES.get(parameter.type, "_literal")
    about = json.dumps(parameter.help.replace("%", "%%"))
    default = "required=True" if parameter.required else f"default={parameter.name}"
    return f'_parser.add_argument("--{parameter.name}", type={kind}, {default}, help={about})'


def _code(source: str, notes: list[str]) -> str:
    """Return a cell as Python: shell commands are run, IPython's own magics are told."""
    lines = source.split("\n")
    head = re.match(r"%%(\w+)(.*)$", source.lstrip("\n"))
    if head and head[1] in _SHELLS:
        body = source.lstrip("\n").partition("\n")[2]
        return f"import subprocess\n\nsubprocess.run(['bash', '-c', {body!r}], check=True)"
    if head and head[1] not in _QUIET:
        notes.append(f"A cell of %%{head[1]} is a comment: Python has no such thing.")
        return "\n".join(f"# {line}" for line in lines)
    plain = [_line(line, notes) for line in lines]
    needs_shell = any(line.lstrip().startswith("subprocess.run(") for line in plain)
    return "\n".join(["import subprocess\n", *plain] if needs_shell else plain)


def _line(line: str, notes: list[str]) -> str:
    found = re.match(r"^(\s*)(!|%%?)(.+)$", line)
    if found is None:
        return (
            re.sub(r"^(\s*)(\S.*[^\s?])\?{1,2}\s*$", r"\1pass  # \2?", line)
            if line.rstrip().endswith("?")
            else line
        )
    indent, sign, rest = found.groups()
    if sign == "!":
        return f"{indent}subprocess.run({rest.strip()!r}, shell=True, check=True)"
    name = rest.split(maxsplit=1)[0]
    if name == "time" and sign == "%":
        return f"{indent}{rest.removeprefix('time').strip()}"
    if name in ("pip", "conda"):
        return f"{indent}pass  # %{rest}: install it before"
    if name not in _QUIET:
        notes.append(f"%{name} is a comment: Python has no such thing.")
    return f"{indent}# {sign}{rest}" if sign == "%%" else f"{indent}pass  # {sign}{rest}"
