"""What to do next after a line of arguments was not understood."""

from __future__ import annotations

import argparse
import difflib
import re

_OPTIONS = re.compile(r"\[-[^\[\]]*(\[[^\]]*\][^\[\]]*)?\]")
_CHOICE = re.compile(r"invalid choice: '(?P<said>[^']*)' \(choose from (?P<known>.*)\)")
_NAME = re.compile(r"--[a-z][a-z-]*")
_UNKNOWN = "unrecognized arguments: "
_FEW = 12


def advised(message: str, parser: argparse.ArgumentParser, call: str, helped: str) -> str:
    """Return argparse's sentence with the step that comes next.

    Parameters
    ----------
    message
        What argparse says.
    parser
        Which one says so.
    call
        How the command or magic is written without arguments, such as ``%register``.
    helped
        How its help is shown.
    """
    more = f"`{helped}` shows how it is written."
    if message.startswith("the following arguments are required"):
        return f"{message}. Write: {call} {_positional(parser)}. {more}"
    if message.startswith(_UNKNOWN):
        return f"{message}. {_for_unknown(message.removeprefix(_UNKNOWN).split()[0], parser)}{more}"
    if choice := _CHOICE.search(message):
        return _for_choice(message, choice, more)
    return f"{message}. {more}"


def _positional(parser: argparse.ArgumentParser) -> str:
    usage = " ".join(parser.format_usage().split())
    return " ".join(_OPTIONS.sub("", usage.split(parser.prog, 1)[-1]).split())


def _for_unknown(first: str, parser: argparse.ArgumentParser) -> str:
    if not first.startswith("-"):
        quotes = 'What has spaces in it goes between quotes, such as "auc >= 0.80"'
        return f"{quotes}; what has no name comes before options. "
    close = difflib.get_close_matches(first, _NAME.findall(parser.format_help()), n=1)
    return f"Did you mean {close[0]}? " if close else ""


def _for_choice(message: str, choice: re.Match[str], more: str) -> str:
    known = re.findall(r"[\w-]+", choice["known"])
    close = difflib.get_close_matches(choice["said"], known, n=1)
    said = message if len(known) <= _FEW else f"There is no {choice['said']!r}"
    return f"{said}. {f'Did you mean {close[0]}? ' if close else ''}{more}"
