"""Why a metric changed, found by experiments that are watched, in a real JupyterLab."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect
from test_jobs import post, shoot_both, write_parameterised

from conftest import Lab, run_command

pytestmark = pytest.mark.browser

PARAMETERS = "rate = 1  # of learning\nlabel = 'a'"
CELLS = ("bonus = {bonus}", "print(label)", "score = 10.0 + (rate - 1) * (bonus - 1)")


def ran(lab: Lab, bonus: int, parameters: dict[str, object]) -> str:
    """Run the notebook as a job and return its run."""
    write_parameterised(lab, "train.ipynb", *(cell.format(bonus=bonus) for cell in CELLS), parameters=PARAMETERS)
    job = post(lab, "jobs", {"notebook": "train.ipynb", "parameters": parameters})
    until = time.monotonic() + 240
    while job["status"] in {"queued", "running"} and time.monotonic() < until:
        time.sleep(0.5)
        job = lab.api(f"jobs/{job['id']}")
    assert job["status"] == "finished", job
    return str(job["run_id"])


def test_why_a_metric_changed_is_asked_where_runs_are_compared_and_watched_until_it_is_known(
    page: Page, lab: Lab
) -> None:
    runs = [ran(lab, 1, {"rate": 1, "label": "a"}), ran(lab, 4, {"rate": 3, "label": "b"})]
    run_command(page, "celltrail:compare-runs", {"runs": runs})
    compared = page.locator(".ct-ComparePage")
    why = compared.locator("[data-action='why']")
    why.focus()
    page.keyboard.press("Enter")  # no mouse is needed
    form = compared.locator(".ct-WhyForm")
    expect(form.locator("[data-option='metric'] option").first).to_have_text("score: 10 → 16 (+6)")
    expect(form.locator(".ct-Suspect")).to_have_count(3)
    expect(form.locator(".ct-WhyForm-cost")).to_contain_text("at most 9 times")
    form.scroll_into_view_if_needed()
    shoot_both(page, "bisection-form")
    form.locator(".ct-WhyForm-start").click()

    found = page.locator(".ct-BisectionPage")
    expect(found.locator("[role='status']")).to_contain_text("Running", timeout=120_000)
    expect(found.locator("tr[data-id='1'][data-status='finished']")).to_contain_text("as A", timeout=240_000)
    shoot_both(page, "bisection-running")
    verdict = found.locator("[role='status']")
    expect(verdict).to_contain_text("score went from 10 to 16 (+6) because of code of cell", timeout=480_000)
    expect(found.locator(".ct-RunPage-status[data-status='finished']")).to_be_visible()
    states = {kind: found.locator(f".ct-Suspects tr[data-id='{kind}']") for kind in ("code", "parameter")}
    expect(states["code"].locator(".ct-Suspect")).to_have_attribute("data-state", "cause")
    expect(states["parameter"].locator(".ct-Suspect[data-state='cause']")).to_contain_text("rate: 1 → 3")
    expect(states["parameter"].locator(".ct-Suspect[data-state='cleared']")).to_contain_text("label")
    expect(found.locator(".ct-BisectionPage-effects td").last).to_have_text("+6")
    shoot_both(page, "bisection-found")
    found.locator(".ct-BisectionPage-trials .ct-Link").first.click()
    expect(page.locator(".ct-RunPage h1", has_text=re.compile("train"))).to_be_visible()
