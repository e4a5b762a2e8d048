"""Runs that are picked in the sidebar and compared, in a real JupyterLab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from test_sidebar import expand, open_notebook, write_notebook

from conftest import THEMES, Lab, open_sidebar, run_command, shoot, use_theme

pytestmark = pytest.mark.browser

FIT = """%%track fit --seed {seed}
import numpy as np
import pandas as pd
depth = {depth}
rng = np.random.default_rng({seed})
frame = pd.DataFrame({{"age": np.arange(50.0), "spent": np.arange(50.0) * {depth}}})
score = 0.8 + rng.normal() / 100"""


def test_two_runs_are_picked_and_compared_with_the_noise_of_their_repeats(page: Page, lab: Lab) -> None:
    cells = [FIT.format(depth=depth, seed=seed) for depth in (2, 5) for seed in (1, 2, 3)]
    write_notebook(lab, "fit.ipynb", "%load_ext celltrail", *cells)
    open_sidebar(page)
    expand(page, "Runs")
    open_notebook(page, "fit.ipynb")
    run_command(page, "notebook:run-all-cells")
    rows = page.locator(".ct-RunsPanel .ct-Row")
    expect(rows).to_have_count(6, timeout=90_000)
    expect(rows.first.locator("[data-status='finished']")).to_be_attached(timeout=30_000)

    for number in (3, 0):  # the newest of each depth; the older one first
        rows.nth(number).hover()
        rows.nth(number).locator("input").check()
    page.locator(".ct-PickedBar [data-action='compare']").click()
    found = page.locator(".ct-ComparePage")
    expect(found.locator(".ct-Side")).to_have_count(2, timeout=30_000)
    expect(found.locator(".ct-Side").first).to_contain_text("3 runs")
    expect(found.locator("tr[data-id='score']")).to_contain_text("not a real difference")
    expect(found.locator(".ct-ComparePage-params tr[data-id='depth'] td").nth(1)).to_have_text("5")
    expect(found.locator(".ct-Diff .ct-mod-added").first).to_have_text("+depth = 5")
    expect(found.locator(".ct-DataDiff tr[data-id='spent']")).to_contain_text("49 of 50 values differ")
    expect(found.locator(".ct-ComparePage-same")).to_contain_text("Packages")
    for theme in THEMES:
        use_theme(page, theme)
        shoot(page, f"compare-{theme}")
    found.locator(".ct-Side button").first.click()
    expect(page.locator(".ct-RunPage-params")).to_contain_text("depth")
