"""``card``, ``explain``, ``why``: what is known of a version, and what its answers come from."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from celltrail.cards import TEXTS
from celltrail.cli.options import Commands, command
from celltrail.errors import InvalidInputError
from celltrail.verbs.card import card, card_difference
from celltrail.verbs.explain import explain, why

_VERSION = "churn/3, churn@champion, or churn for the newest."


def add_commands(commands: Commands) -> None:
    """Add the commands of this file."""
    shown = command(commands, "card", _card, "Show the card of a model version, write it to a file, or edit it.")
    shown.add_argument("what", nargs="+", metavar="[edit] MODEL", help=f"{_VERSION} `card edit MODEL` edits it.")
    shown.add_argument("-o", "--output", type=Path, metavar="FILE", help="Write it to this file, .html or .md.")
    shown.add_argument("--revision", type=int, metavar="N", help="As it was saved then.")
    shown.add_argument(
        "--diff", type=int, nargs="+", metavar="N", help="Show how a revision differs, from another."
    )
    shown.add_argument("--part", choices=tuple(TEXTS), help="The text to edit.")
    shown.add_argument("--text", help="What the text is to be; without it an editor opens. `-` reads it.")
    shown.add_argument("--comment", default="", help="Why, for the revision.")
    for name, run, text in (
        ("explain", _explain, "Show which features matter to a version, and keep that with it."),
        ("why", _why, "Show why a version says what it says to one row."),
    ):
        made = command(commands, name, run, text)
        made.add_argument("model", help=_VERSION)
        if name == "why":
            made.add_argument("row", help='The row as JSON: {"age": 41, "plan": "basic"}; `-` reads it.')
        else:
            made.add_argument("--target", metavar="COLUMN", help="The column of the file that is true.")
        made.add_argument(
            "--data", type=Path, metavar="FILE", help="Parquet, CSV or Arrow; by default what is kept."
        )
        made.add_argument(
            "--method", choices=("permutation", "shap") if name == "explain" else ("shapley", "shap")
        )
        made.add_argument("--class", dest="output", metavar="CLASS", help="Explain the chance of this class.")
        made.add_argument("--trusted", action="append", default=[], metavar="TYPE", help="A type to trust.")


def _card(options: argparse.Namespace) -> None:
    *words, reference = options.what
    if words and words != ["edit"]:
        raise InvalidInputError(
            f"{words[0]!r} is nothing that is done to a card.", hint="Write `card edit MODEL`."
        )
    if words:
        _edit(reference, options)
    elif options.diff:
        print(card_difference(reference, *options.diff[:2]))
    else:
        shown = card(reference, revision=options.revision)
        if options.output:
            print(shown.write(options.output))
        else:
            print(shown.markdown, end="")


def _edit(reference: str, options: argparse.Namespace) -> None:
    before = card(reference)
    if options.text is not None and options.part is None:
        raise InvalidInputError("Which text is it?", hint=f"Add --part with one of: {', '.join(TEXTS)}.")
    if options.text is not None:
        texts = {options.part: sys.stdin.read() if options.text == "-" else options.text}
    else:
        texts = _edited(before.texts, (options.part,) if options.part else tuple(TEXTS))
    changed: dict[str, Any] = {
        key: text for key, text in texts.items() if text.strip() != before.texts.get(key, "")
    }
    if not changed:
        print("Nothing was changed.")
        return
    after = card(reference, comment=options.comment, expected=before.card.revision, **changed)
    print(f"{after.card.model}/{after.card.number}  card revision {after.card.revision}: {', '.join(changed)}")


def _edited(texts: dict[str, str], keys: tuple[str, ...]) -> dict[str, str]:
    """Have a person edit texts in their editor, each below a line with its key."""
    marks = {key: f"<!-- {key}: {TEXTS[key][2]} -->" for key in keys}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "card.md"
        path.write_text("\n".join(f"{marks[key]}\n{texts.get(key, '')}\n" for key in keys), encoding="utf-8")
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        try:
            subprocess.run([*shlex.split(editor), str(path)], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise InvalidInputError(
                f"The editor {editor!r} did not do its work: {error}.", hint="Give --part and --text instead."
            ) from error
        lines = path.read_text(encoding="utf-8").splitlines()
    found: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        key = next((name for name, mark in marks.items() if line.strip() == mark), key)
        if line.strip() not in marks.values() and key:
            found.setdefault(key, []).append(line)
    return {name: "\n".join(text).strip() for name, text in found.items()}


def _explain(options: argparse.Namespace) -> None:
    data, target = _table(options.data), None
    if options.target:
        if data is None or options.target not in data.column_names:
            raise InvalidInputError(
                f"The data have no column {options.target!r}.", hint="Give the file with --data that has it."
            )
        target = data.column(options.target).to_numpy(zero_copy_only=False)
    print(
        explain(
            options.model,
            data=data,
            target=target,
            method=options.method or "permutation",
            output=options.output,
            trusted=options.trusted,
        )
    )


def _why(options: argparse.Namespace) -> None:
    text = sys.stdin.read() if options.row == "-" else options.row
    try:
        row = json.loads(text)
    except ValueError as error:
        raise InvalidInputError(
            f"The row is not JSON: {error}.", hint='Write \'{"age": 41, "plan": "basic"}\'.'
        ) from error
    print(
        why(
            options.model,
            row,
            data=_table(options.data),
            method=options.method or "shapley",
            output=options.output,
            trusted=options.trusted,
        )
    )


def _table(path: Path | None) -> Any:
    from celltrail.scoring.tables import read_table  # noqa: PLC0415 - pyarrow is for few commands

    return read_table(path) if path else None
