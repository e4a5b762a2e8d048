"""A model from its registration to its champion and back, as people see and decide it in a real JupyterLab."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from test_jobs import post
from test_sidebar import expand

from conftest import SHOTS, THEMES, Lab, open_sidebar, run_command, use_theme

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="window.hacked = 1"> <script>window.hacked = 1</script> **bold**'
TRAIN = """
import sys
import celltrail
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, roc_auc_score

depth, description = int(sys.argv[1]), sys.argv[2]
rng = np.random.default_rng(7)
X = pd.DataFrame({
    "months": rng.integers(0, 72, 1200),
    "charge": rng.gamma(4.0, 16.0, 1200).round(2),
    "contract": pd.Categorical(rng.choice(["monthly", "yearly", "two years"], 1200)).codes,
})
risk = 0.06 * (X["charge"] - 60) - 0.05 * (X["months"] - 24) - 0.9 * X["contract"]
y = pd.Series((1 / (1 + np.exp(-risk)) > rng.random(1200)).astype(int), name="churned")
with celltrail.track("train churn"):
    celltrail.log_param("depth", depth)
    model = RandomForestClassifier(40, max_depth=depth, random_state=0).fit(X[:800], y[:800])
    chance = model.predict_proba(X[800:])[:, 1]
    celltrail.log_metric("auc", roc_auc_score(y[800:], chance))
    celltrail.log_metric("accuracy", accuracy_score(y[800:], chance > 0.5))
    celltrail.register(
        model, "churn", data=X[:800], target=y[:800], test=X[800:], test_target=y[800:], description=description,
        gates=["auc >= 0.84", "accuracy >= 0.7", "size <= 5MB", "slice(accuracy >= 0.5, by='contract')"],
    )
"""


def register(lab: Lab, depth: int, description: str) -> None:
    """Train and register a version as another person does: in a process of their own."""
    environment = {**lab.environment, "JUPYTERHUB_USER": "ada"}
    subprocess.run(
        [sys.executable, "-c", TRAIN, str(depth), description], env=environment, check=True, timeout=240
    )


def shoot_part(page: Page, part: Locator, name: str) -> None:
    """Take pictures of a part of the page in both themes."""
    for theme in THEMES:
        use_theme(page, theme)
        part.evaluate("element => element.scrollIntoView()")
        page.wait_for_timeout(300)  # the pictures inside take the colours of the theme
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SHOTS / f"{name}-{theme}.png"))


def test_a_model_is_registered_fails_its_gate_is_mended_approved_promoted_and_rolled_back(  # noqa: PLR0915 - one story
    page: Page, lab: Lab
) -> None:
    post(lab, "models/*/aliases/champion/policy", {"approvals": 1, "reason": "two people look"})
    open_sidebar(page)
    expand(page, "Models")
    register(lab, 1, HOSTILE)
    panel = page.locator(".ct-ModelsPanel")
    first = panel.locator(".ct-Row[data-id='churn/1']")
    expect(first.locator(".ct-Gate.ct-mod-failed").first).to_contain_text("auc >= 0.84")

    # The gate that failed is shown with its numbers, and stands in the way of a promotion.
    first.locator(".ct-Row-title").click()
    found = page.locator(".ct-VersionPage").first
    check = found.locator(".ct-Check[data-id='auc >= 0.84']")
    expect(check.locator(".ct-Check-word")).to_have_text("failed")
    expect(check.locator(".ct-Check-reason")).to_contain_text("auc = 0.")
    expect(found.locator(".ct-VersionPage-description")).to_have_text(HOSTILE)
    ask(page, found, "request", "champion", "good enough for me")
    expect(found.locator(".ct-Refusal")).to_contain_text("auc")
    shoot_part(page, found.locator(".ct-RunPage-header"), "registry-failed")

    # A better one passes; its approval is asked for by its author and given in the sidebar.
    register(lab, 6, "deeper trees")
    second = panel.locator(".ct-Row[data-id='churn/2']")
    expect(second.locator(".ct-Gate.ct-mod-passed").first).to_be_visible()
    expect(second.locator(".ct-Gate.ct-mod-failed")).to_have_count(0)
    request = "import celltrail; celltrail.request_approval('churn/2', 'champion', comment='four points better')"
    environment = {**lab.environment, "JUPYTERHUB_USER": "ada"}
    subprocess.run([sys.executable, "-c", request], env=environment, check=True, timeout=120)
    inbox = panel.locator(".ct-Inbox")
    expect(inbox).to_contain_text("four points better")
    expect(page.locator("#celltrail-sidebar")).to_contain_text("Models (1)")
    expect(second.locator(".ct-Chip.ct-mod-pending")).to_have_text("champion?")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SHOTS / "registry-inbox.png"))
    inbox.locator("input").fill("looked at the slices")
    inbox.locator("[data-action='approve']").click()
    expect(second.locator(".ct-Chip.ct-mod-champion")).to_have_text("champion")
    expect(inbox).to_have_count(0)

    # Its page: what it is, its card that people write into, where its answers come from.
    second.locator(".ct-Row-title").click()
    found = page.locator(".ct-VersionPage:visible")
    expect(found.locator("h1")).to_contain_text("churn/2")
    expect(found.locator(".ct-VersionPage-columns tr[data-id='months']")).to_contain_text("… 71")
    expect(found.locator(".ct-Timeline")).to_contain_text("looked at the slices")
    expect(found.locator(".ct-RunPage-lineage .ct-Graph-node.ct-mod-here")).to_be_visible()
    found.locator("[data-action='explain']").click()
    expect(found.locator(".ct-Weights div").first).to_be_visible(timeout=90_000)
    card = found.locator(".ct-VersionPage-card")
    expect(card.locator(".ct-Card-missing").first).to_be_visible()
    card.locator("[data-action='edit-card']").click()
    card.locator("textarea").first.fill(f"Who may leave next month. {HOSTILE}")
    card.locator("[data-option='comment'] input").fill("say what it is for")
    card.locator("[data-action='save-card']").click()
    expect(card.locator(".ct-Card-text").first).to_contain_text("Who may leave next month.")
    expect(card.locator(".ct-Card-text strong").first).to_have_text("bold")  # Markdown is drawn
    assert card.locator("script, img[onerror]").count() == 0
    assert page.evaluate("() => window.hacked") is None
    check = found.locator(".ct-Check[data-id^='slice']")
    check.locator(".ct-Check-head").click()
    expect(check.locator(".ct-Check-more")).to_be_visible()
    why = found.locator(".ct-VersionPage-explanations .ct-Fold-button", has_text="one row")
    why.click()
    found.locator("[data-action='why']").click()
    expect(found.locator(".ct-Why-answer img")).to_be_visible(timeout=60_000)
    shoot_part(page, found.locator(".ct-RunPage-header"), "version-page")
    shoot_part(page, found.locator(".ct-VersionPage-gates"), "version-checklist")
    shoot_part(page, card, "version-card")
    shoot_part(page, found.locator(".ct-VersionPage-explanations"), "version-explanations")

    # A third takes its place, and is taken back.
    register(lab, 7, "still deeper")
    request = "import celltrail; celltrail.request_approval('churn/3', 'champion', comment='deeper')"
    subprocess.run([sys.executable, "-c", request], env=environment, check=True, timeout=120)
    inbox.locator("[data-action='approve']").click()
    third = panel.locator(".ct-Row[data-id='churn/3']")
    expect(third.locator(".ct-Chip.ct-mod-champion")).to_be_visible()
    third.locator(".ct-Row-title").click()
    found = page.locator(".ct-VersionPage:visible")
    expect(found.locator(".ct-VersionPage-metrics")).to_contain_text("auc")
    found.locator("[data-action='roll-back-champion']").click()
    page.locator(".jp-Dialog input").fill("answers too slowly")
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    expect(second.locator(".ct-Chip.ct-mod-champion")).to_be_visible()
    expect(found.locator(".ct-VersionPage-metrics thead")).to_contain_text("champion 2")

    # All of it is in the audit log, which holds.
    run_command(page, "celltrail:open-audit-log", {"model": "churn"})
    log = page.locator(".ct-AuditPage")
    expect(log.locator("tbody tr", has_text="answers too slowly")).to_be_visible()
    log.locator("[data-action='verify']").click()
    expect(log.locator(".ct-Audit-verdict.ct-mod-good")).to_contain_text("Intact")
    with page.expect_download() as download:
        log.locator("[data-action='export']").click()
    assert "answers too slowly" in Path(download.value.path()).read_text()
    shoot_part(page, log.locator(".ct-RunPage-header"), "audit-log")


def ask(page: Page, found: Locator, action: str, alias: str, reason: str) -> None:
    """Press a button that asks for an alias and a reason."""
    found.locator(f"[data-action='{action}']").click()
    dialog = page.locator(".jp-Dialog")
    dialog.locator("input[name='alias']").fill(alias)
    dialog.locator("input[name='reason']").fill(reason)
    dialog.locator("button.jp-mod-accept").click()
