from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sklearn.linear_model import LogisticRegression

import celltrail
from celltrail import cards, registry
from celltrail.cards.html import document, fragment
from celltrail.cards.rendered import rendered
from celltrail.errors import CelltrailError, ConflictError, InvalidInputError, NotFoundError, TooLargeError
from celltrail.records import Artifact, CardSection, GateResult, ModelCard, Signature
from celltrail.tracking import Workspace

TAGS = {
    "html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "h3", "h4", "h5", "h6", "p", "section",
    "dl",
    "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg", "g", "rect",
    "text", "line", "path", "polyline", "circle", "em", "strong", "s", "code", "pre", "ul", "ol", "li",
    "blockquote",
    "hr", "br", "a",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "style", "scope", "role", "aria-label", "width",
    "height", "viewbox", "xmlns", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "d", "points",
    "text-anchor", "dominant-baseline", "transform", "href", "rel", "target", "start", "title",
}  # fmt: skip


class Reader(HTMLParser):
    """Finds what a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.faults.append(f"{tag} {name}")
            if name == "href" and not (value or "").startswith(("http://", "https://", "mailto:", "#")):
                self.faults.append(f"href {value}")
            if name == "style" and "url(" in (value or ""):
                self.faults.append(f"style {value}")


def faults(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.faults


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) [y](JaVaScRiPt&colon;alert(1)) [z](data:text/html,x) [v](vbscript:x)",
    "![i](http://evil.example/x.png)",
    "</div></style></title><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "<!--><script>alert(1)</script>",
    "[a]: javascript:alert(1)\n\n[a]",
    "<a href='javascript:x'>y</a>\n\n<style>*{display:none}</style>",
    "`</code><script>`",
    "~~~html\n<script>\n~~~",
    "| a |\n|---|\n| <iframe src=//x> |",
    "{{7*7}} ${x} \x00\x1b[31m \ud800",
    '<http://a.example/"onclick=x>',
    "[" * 300 + "x" + "]" * 300,
)


@pytest.fixture
def churn(workspace: Workspace) -> Workspace:
    """Train, register and promote a model the way people do."""
    random = np.random.default_rng(0)
    data = {
        name: pd.DataFrame(random.normal(size=(200, 3)), columns=["age", "size", "<b>été</b>"])
        for name in ("train", "test")
    }
    truth = {name: (frame["age"] + 0.3 * frame["size"] > 0).astype(int) for name, frame in data.items()}
    with celltrail.track("training", seed=3) as run:
        model = LogisticRegression().fit(data["train"], truth["train"])
        run.log_param("depth", "<i>6</i>")
        celltrail.log_metric("auc", 0.91)
        celltrail.log_artifact(data["train"], "X_train")
        celltrail.log_artifact(data["test"], "X_test")
        celltrail.log_artifact(truth["test"], "y_test")
        celltrail.register(
            model, "churn", data=data["train"], target=truth["train"], gates="auc >= 0.8", alias="champion"
        )
    with celltrail.track("again"):
        celltrail.log_metric("auc", 0.85)
        celltrail.register(model, "churn", data=data["train"], description="A *description*")
    workspace.drain()
    return workspace


def section(card: ModelCard, key: str) -> CardSection:
    (found,) = [one for one in card.sections if one.key == key]
    return found


def facts(found: CardSection) -> dict[str, str]:
    return {fact.label: fact.value for fact in found.facts}


def test_a_card_says_what_is_known_of_a_model_that_was_trained_and_registered(churn: Workspace) -> None:
    shown = celltrail.card("churn/1")
    card = shown.card
    assert [one.key for one in card.sections] == [
        "details", "intended_use", "factors", "metrics", "evaluation_data", "training_data", "analyses",
        "ethical_considerations", "caveats", "making",
    ]  # fmt: skip
    details = section(card, "details")
    version = churn.store.models.version("churn", 1)
    assert facts(details)["digest"] == version.artifact
    assert facts(details)["aliases"] == "champion"
    assert [row[:3] for row in details.tables[0].rows] == [
        ("age", "double", "no"), ("size", "double", "no"), ("<b>été</b>", "double", "no")
    ]  # fmt: skip
    training = section(card, "training_data")
    assert facts(training)["rows"] == "200"
    tables = {table.title: table for table in training.tables}
    kept = {row[0]: row for row in tables["Tables of the run"].rows if row[2] == "made"}
    digests = {use.name: use.artifact.digest for use in churn.store.runs.uses_of_run(version.run_id or "")}
    assert kept["X_train"][3:] == (digests["X_train"][:16], "200", "3")
    assert [row[0] for row in tables["Numbers"].rows] == ["age", "size", "<b>été</b>"]
    assert [row[0] for row in tables["Outcomes"].rows] == ["target", "what the model says to them"]
    assert section(card, "metrics").tables[0].rows == (("auc", "0.91"),)
    analyses = section(card, "analyses")
    assert analyses.tables[0].rows == (("auc >= 0.8", "metric", "passed", "auc = 0.91"),)
    assert [plot.title.split(":")[0] for plot in analyses.plots[:3]] == [
        "permutation importance", "calibration", "confusion"
    ]  # fmt: skip
    making = facts(section(card, "making"))
    assert making["run"] == f"training ({version.run_id})"
    assert (making["seed"], making["Python"].split()[0]) == ("3", "CPython")
    assert "scikit-learn" in making["libraries"]
    assert {"training took", "processor time", "most memory"} <= set(making)
    assert [table.title for table in section(card, "making").tables] == ["Parameters"]


def test_the_champion_stands_beside_a_later_version(churn: Workspace) -> None:
    found = section(celltrail.card("churn/2").card, "metrics")
    assert found.tables[0].columns == ("metric", "churn/2", "champion (churn/1)")
    assert found.tables[0].rows == (("auc", "0.85", "0.91"),)


def test_what_is_not_known_is_shown_as_missing_and_never_made_up(workspace: Workspace) -> None:
    artifact = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)
    registry.register(workspace, registry.Draft(model="bare", artifact=artifact, signature=Signature(inputs=())))
    card = celltrail.card("bare").card
    assert card.revision == 0
    missing = {one.key: one.missing for one in card.sections if one.missing}
    assert {key: len(found) for key, found in missing.items()} == {
        "details": 3, "metrics": 2, "evaluation_data": 1, "training_data": 2, "analyses": 4, "making": 1
    }  # fmt: skip
    assert not section(card, "training_data").facts
    text = cards.markdown(card)
    assert text.count("**Missing**") == sum(map(len, missing.values())) + len(cards.TEXTS)
    assert fragment(card).count("Missing:") == text.count("**Missing**")


def test_a_card_is_begun_at_registration_and_newer_facts_keep_what_people_wrote(churn: Workspace) -> None:
    kept = churn.store.models.version("churn", 1).attachment("card")
    assert kept is not None
    assert (kept.revision, kept.comment) == (1, "made when it was registered")
    shown = celltrail.card("churn/1", intended_use="For **calls**.", caveats="- one\n- two", comment="first")
    assert [(one.revision, one.comment) for one in shown.card.revisions] == [
        (2, "first"),
        (1, "made when it was registered"),
    ]
    assert not shown.card.is_newer
    celltrail.promote("churn/1", "pilot")
    now = celltrail.card("churn/1")
    assert now.card.is_newer
    assert now.texts == {"intended_use": "For **calls**.", "caveats": "- one\n- two"}
    assert "pilot" in facts(section(now.card, "details"))["aliases"]
    before = celltrail.card("churn/1", revision=1)
    assert (before.texts, before.card.revision) == ({}, 1)
    celltrail.card("churn/1", caveats="")
    assert celltrail.card("churn/1").texts == {"intended_use": "For **calls**."}
    difference = celltrail.card_difference("churn/1", 2, 3)
    assert "-- one" in difference
    assert difference.startswith("--- revision 2\n+++ revision 3\n")
    assert celltrail.card_difference("churn/1", 3, 3) == ""


def test_a_new_version_takes_texts_over_and_says_so_until_they_are_written_anew(churn: Workspace) -> None:
    celltrail.card("churn/2", intended_use="For calls.", factors="Age.")
    model = celltrail.load_model("churn/2")
    celltrail.register(model, "churn")
    texts = {one.key: one for found in celltrail.card("churn/3").card.sections for one in found.texts if one.text}
    assert {key: (one.text, one.origin) for key, one in texts.items()} == {
        "intended_use": ("For calls.", "churn/2"),
        "factors": ("Age.", "churn/2"),
    }
    assert "Written for churn/2, not looked through since." in celltrail.card("churn/3").html
    after = celltrail.card("churn/3", intended_use="For calls.")
    origins = {one.key: one.origin for found in after.card.sections for one in found.texts if one.text}
    assert origins == {"intended_use": "", "factors": "churn/2"}


def test_of_two_writers_who_saw_the_same_revision_one_is_told(churn: Workspace) -> None:
    celltrail.card("churn/1", factors="mine", expected=1)
    with pytest.raises(ConflictError, match="at revision 2, not 1"):
        celltrail.card("churn/1", factors="theirs", expected=1)
    assert celltrail.card("churn/1").texts == {"factors": "mine"}


def test_the_same_facts_give_the_same_bytes_and_the_page_stands_by_itself(
    churn: Workspace, tmp_path: Path
) -> None:
    first = celltrail.card("churn/1")
    path = first.write(tmp_path / "card.html")
    again = celltrail.card("churn/1")
    assert path.read_text(encoding="utf-8") == again.html
    assert again.write(tmp_path / "card.md").read_text(encoding="utf-8") == first.markdown
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["card.html", "card.md"]
    assert faults(first.html) == []
    assert not re.search(r"(\bsrc=|@import|url\()", first.html)
    assert "color-scheme:light dark" in first.html
    for picture in re.findall(r"<svg.*?</svg>", first.html, re.DOTALL):
        ET.fromstring(picture)
    assert first._repr_html_().count("<svg") == first.html.count("<svg") > 5


def test_hostile_text_is_text_wherever_it_stands(churn: Workspace) -> None:
    model = celltrail.load_model("churn/1")
    texts = [one.encode("utf-8", "replace").decode() for one in HOSTILE]
    with celltrail.track("evil") as run:
        for place, one in enumerate(texts):
            run.log_param(f"p{place}", one)
        metrics = {one.replace("\x00", "")[:99]: 0.5 for one in texts}
        celltrail.register(model, "evil", description=" ".join(texts), metrics=metrics)
    churn.drain()
    for text in texts:
        check_harmless(celltrail.card("evil", **dict.fromkeys(cards.TEXTS, text)))


def check_harmless(shown: Any) -> None:
    assert faults(shown.html) == []
    assert faults(shown._repr_html_()) == []
    again = str(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(shown.markdown))
    assert not re.search(r"<(script|img[^>]*onerror|iframe|svg|style|!--)", again)


@given(st.text(max_size=200), st.text(alphabet="<>[]()!`*_#\n \"'&;:/javscript=x-~|\\", max_size=120))
@example("", "[x](\x01javascript:alert(1))")
@example("", "[x](java\nscript:alert(1))")
@example("", "<a\n>")
def test_whatever_people_write_becomes_html_that_can_do_nothing(text: str, nasty: str) -> None:
    for one in (text, nasty, text + nasty):
        assert faults(rendered(one)) == []


def test_results_of_gates_in_slices_and_groups_are_shown_with_their_numbers(workspace: Workspace) -> None:
    from dataclasses import replace

    from celltrail.cards.known import Known
    from celltrail.cards.quality import analyses

    artifact = Artifact(digest="ab" * 32, kind="model", codec="skops/1", size_bytes=1)
    version = registry.register(
        workspace, registry.Draft(model="m", artifact=artifact, signature=Signature(inputs=()))
    )
    gates = (
        GateResult(expression="fair", verdict="failed", reason="0.2 > 0.1", checked_at=1.0, kind="fairness",
                   numbers={"demographic parity difference": 0.2, "none": None}, details=("group a: 0.4",)),
        GateResult(expression="s", verdict="failed", reason="hung", checked_at=1.0, kind="slices", ran=False),
    )  # fmt: skip
    found = analyses(Known(version=replace(version, gates=gates), champion=None))
    assert [table.title for table in found.tables] == ["Gates", "Fairness: fair"]
    assert found.tables[0].rows[1][2] == "failed (it could not be checked)"
    assert found.tables[1].rows == (
        ("demographic parity difference", "0.2"), ("none", "-"), ("", "group a: 0.4"),
    )  # fmt: skip
    assert not any(one.startswith(("Gates", "Results by slice", "Fairness")) for one in found.missing)


@pytest.mark.parametrize(
    ("ask", "kind", "said"),
    [
        (lambda: celltrail.card("churn/1", nix="x"), InvalidInputError, "no text 'nix'"),
        (lambda: celltrail.card("churn/1", caveats="x" * 50_001), TooLargeError, "50,001 characters"),
        (lambda: celltrail.card("churn/1", caveats=3), InvalidInputError, "caveats is int"),
        (lambda: celltrail.card("churn/1", revision=9), NotFoundError, "no revision 9"),
        (lambda: celltrail.card_difference("churn/1", 0, 1), NotFoundError, "no revision 0"),
        (lambda: celltrail.card("churn/9"), NotFoundError, "no version churn/9"),
        (lambda: celltrail.card("churn/1").write("card.pdf"), InvalidInputError, "not written as 'card.pdf'"),
        (lambda: celltrail.card("churn/1").write("/nowhere/card.md"), CelltrailError, "cannot be written"),
    ],
)
def test_what_a_card_cannot_be_asked_is_refused(
    ask: Any, kind: type[CelltrailError], said: str, churn: Workspace
) -> None:
    with pytest.raises(kind, match=said):
        ask()
    assert len(celltrail.card("churn/1").card.revisions) == 1


def test_a_card_whose_run_and_bytes_are_gone_is_a_card_with_more_missing(churn: Workspace) -> None:
    version = churn.store.models.version("churn", 1)
    for digest in (version.profile, version.artifact):
        assert digest is not None
        churn.artifacts.path(digest).unlink()
    found = celltrail.card("churn/1").card
    assert section(found, "training_data").missing[0].startswith("Statistics")
    assert "size" not in facts(section(found, "details"))
    assert document(found)
