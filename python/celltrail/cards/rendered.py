"""What people wrote in Markdown, as HTML that can do nothing.

markdown-it-py reads CommonMark. HTML in it is text, pictures are their description (loading one would tell its
server who reads the card), and only links of the schemes below are links.
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_SCHEMES = ("http", "https", "mailto")
_DEEPEST = 20


def rendered(text: str) -> str:
    """Return a person's Markdown as HTML without scripts, pictures, forms and styles."""
    return str(_parser(html=False).render(text))


def has_html(text: str) -> bool:
    """Whether other readers of Markdown may find HTML in a text."""
    return any(
        token.type in ("html_block", "html_inline")
        for block in _parser(html=True).parse(text)
        for token in (block, *(block.children or ()))
    )


@cache
def _parser(*, html: bool) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": html, "maxNesting": _DEEPEST}).enable("table").enable("strikethrough")
    made.validateLink = _is_safe  # type: ignore[method-assign, assignment] # the library's own way
    made.add_render_rule("image", _described)
    made.add_render_rule("link_open", _link)
    return made


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES or (not parts.scheme and address.startswith("#"))


def _described(_renderer: RendererHTML, tokens: list[Token], place: int, *_rest: Any) -> str:
    return f"[{escape(tokens[place].content)}]"


def _link(  # noqa: PLR0917 - what the library calls
    renderer: RendererHTML, tokens: list[Token], place: int, options: Any, environment: Any
) -> str:
    tokens[place].attrSet("rel", "noopener noreferrer nofollow")
    tokens[place].attrSet("target", "_blank")
    return str(renderer.renderToken(tokens, place, options, environment))
