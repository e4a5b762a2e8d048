"""What a magic shows: HTML for notebooks with a plain-text twin, in the colours of the frontend's theme."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

Link = tuple[str, str, Mapping[str, str]]
"""A label, and the command of JupyterLab that it stands for with its arguments."""
_STYLE = (
    "border-left:3px solid var(--jp-brand-color1,#1976d2);padding:4px 10px;margin:2px 0;"
    "font-family:var(--jp-ui-font-family,sans-serif);font-size:var(--jp-ui-font-size1,13px);"
    "color:var(--jp-ui-font-color1,inherit)"
)
_MARKS = {"passed": ("✓", "--jp-success-color1", "#388e3c"), "failed": ("✗", "--jp-error-color1", "#d32f2f")}


class Card:
    """A short answer: a title, facts beside it, lines below."""

    def __init__(
        self,
        title: str,
        facts: Mapping[str, Any] | None = None,
        lines: Sequence[str] = (),
        *,
        part: float | None = None,
        link: Link | None = None,
    ) -> None:
        self.title = title
        self.facts = {key: plain(value) for key, value in (facts or {}).items()}
        self.lines = list(lines)
        self.part = part
        """How much of it is done, from 0 to 1; None where that is no question."""
        self.link = link

    @property
    def key(self) -> str:
        """The card as text: two of the same show the same."""
        return f"{self!r}\n{self.part}"

    def __repr__(self) -> str:
        facts = "  ".join(f"{key}={value}" for key, value in self.facts.items())
        return "\n".join([f"{self.title}  {facts}".rstrip(), *(f"  {line}" for line in self.lines)])

    def _repr_html_(self) -> str:
        facts = " ".join(
            f"<span style='margin-left:10px'><span style='opacity:.65'>{escape(key)}</span> "
            f"<code>{escape(value)}</code></span>"
            for key, value in self.facts.items()
        )
        lines = "".join(f"<div style='margin-top:2px'>{_line(line)}</div>" for line in self.lines)
        shown = f"<b>{escape(self.title)}</b>{facts}{self._bar()}{lines}{self._button()}"
        return f"<div class='ct-Card' style=\"{_STYLE}\">{shown}</div>"

    def _bar(self) -> str:
        if self.part is None:
            return ""
        return f"<div><progress max='1' value='{self.part:.3f}' style='width:220px;height:8px'></progress></div>"

    def _button(self) -> str:
        if self.link is None:
            return ""
        label, command, arguments = self.link
        return (
            f"<button style='cursor:pointer;margin-top:4px' data-commandlinker-command='{escape(command)}' "
            f"data-commandlinker-args='{escape(json.dumps(arguments))}'>{escape(label)}</button>"
        )


def plain(value: Any) -> str:
    """Return a value as a card shows it.

    >>> plain(0.123456789), plain("churn")
    ('0.12346', 'churn')
    """
    text = f"{value:.5g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - the width of a card


def gate_line(verdict: str, expression: str, reason: str) -> str:
    """Return a gate's result as a line."""
    return f"{_MARKS[verdict][0]} {expression}  ({reason})"


def _line(line: str) -> str:
    for mark, variable, colour in _MARKS.values():
        if line.startswith(mark):
            return f"<span style='color:var({variable},{colour})'>{mark}</span>{escape(line[1:])}"
    if line.startswith(("http://", "https://")):
        return f"<a href='{escape(line)}' target='_blank' rel='noopener'>{escape(line)}</a>"
    if line.startswith("curl "):
        return f"<code style='user-select:all'>{escape(line)}</code>"
    return escape(line)
