"""A card as HTML that stands by itself: no scripts, nothing loaded from elsewhere, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from celltrail.cards.markdown import NOBODY, revision_line
from celltrail.cards.rendered import rendered
from celltrail.records import CardSection, CardTable, CardText, ModelCard

_STYLE = """
.ct-ModelCard{max-width:60rem;font-family:var(--jp-ui-font-family,system-ui,sans-serif);
font-size:var(--jp-ui-font-size1,14px);line-height:1.5;color:var(--jp-ui-font-color1,CanvasText)}
.ct-ModelCard h1{font-size:1.5em;margin:.2em 0}.ct-ModelCard h2{font-size:1.2em;margin:1.4em 0 .4em;
border-bottom:1px solid var(--jp-border-color2,#9e9e9e80);padding-bottom:.2em}
.ct-ModelCard h3{font-size:1em;margin:.8em 0 .2em}.ct-ModelCard table{border-collapse:collapse;margin:.4em 0;
font-size:.92em;display:block;overflow-x:auto}.ct-ModelCard caption{text-align:left;font-weight:600}
.ct-ModelCard th,.ct-ModelCard td{text-align:left;padding:.15em .8em .15em 0;vertical-align:top;
border-bottom:1px solid var(--jp-border-color2,#9e9e9e40);overflow-wrap:anywhere}
.ct-ModelCard dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.1em 1em;margin:.4em 0}
.ct-ModelCard dt{opacity:.7}.ct-ModelCard dd{margin:0;overflow-wrap:anywhere}
.ct-ModelCard figure{margin:.8em 0}.ct-ModelCard figcaption{font-weight:600;font-size:.92em}
.ct-ModelCard-missing{color:var(--jp-warn-color0,#b26a00);margin:.2em 0}
.ct-ModelCard-quiet{opacity:.7;font-size:.92em}
@media (prefers-color-scheme:dark){.ct-ModelCard-missing{color:var(--jp-warn-color0,#ffb74d)}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def document(card: ModelCard) -> str:
    """Return a card as a whole page."""
    title = escape(f"Model card: {card.model}/{card.number}")
    return (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        "<meta name='viewport' content='width=device-width'><meta name='color-scheme' content='light dark'>"
        f"<title>{title}</title><style>:root{{color-scheme:light dark}}body{{margin:2rem auto;padding:0 1rem;"
        f"max-width:60rem}}</style></head>\n<body>{fragment(card)}</body></html>\n"
    )


def fragment(card: ModelCard) -> str:
    """Return a card as a piece of a page, in the colours of the frontend's theme where it has one."""
    return f"<div class='ct-ModelCard'><style>{_STYLE}</style>{''.join(_pieces(card))}</div>"


def _pieces(card: ModelCard) -> Iterator[str]:
    yield f"<h1>{escape(f'{card.model}/{card.number}')}</h1>"
    yield f"<p class='ct-ModelCard-quiet'>{escape(revision_line(card))}</p>"
    for section in card.sections:
        yield f"<section><h2>{escape(section.title)}</h2>{''.join(_section(section))}</section>\n"


def _section(section: CardSection) -> Iterator[str]:
    for text in section.texts:
        yield _text(text, alone=len(section.texts) == 1 and text.title == section.title)
    if section.facts:
        pairs = "".join(f"<dt>{escape(fact.label)}</dt><dd>{escape(fact.value)}</dd>" for fact in section.facts)
        yield f"<dl>{pairs}</dl>"
    yield from (_table(table) for table in section.tables)
    yield from (
        f"<figure><figcaption>{escape(plot.title)}</figcaption>{plot.svg}</figure>" for plot in section.plots
    )
    yield from (f"<p class='ct-ModelCard-missing'>Missing: {escape(one)}</p>" for one in section.missing)


def _text(text: CardText, *, alone: bool) -> str:
    heading = "" if alone else f"<h3>{escape(text.title)}</h3>"
    if not text.text:
        return f"{heading}<p class='ct-ModelCard-missing'>Missing: {escape(text.asks)} {NOBODY}</p>"
    said = f"Written for {text.origin}, not looked through since."
    origin = f"<p class='ct-ModelCard-quiet'>{escape(said)}</p>" if text.origin else ""
    return f"{heading}{origin}{rendered(text.text)}"


def _table(table: CardTable) -> str:
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in table.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(value)}</td>' for value in row)}</tr>" for row in table.rows)
    caption = f"<caption>{escape(table.title)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
