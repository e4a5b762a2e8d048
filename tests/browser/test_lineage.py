"""What was made from what, where much was made from the same, in a real JupyterLab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from test_jobs import shoot_both
from test_sidebar import expand, open_notebook, write_notebook

from conftest import Lab, open_sidebar, run_command

pytestmark = pytest.mark.browser

PREPARE = """%%track prepare
import numpy as np
import pandas as pd
train = pd.DataFrame({"age": np.arange(50.0), "spent": np.arange(50.0) * 2})
test = train.sample(10, random_state=1)"""
FIT = """%%track fit
depth = {depth}
weights = train["spent"].to_numpy() * depth
auc = float(test["age"].mean()) / 100 + depth / 100"""
RUNS = 30


def test_many_runs_of_the_same_data_are_folded_in_the_lineage_and_unfolded_by_a_key(page: Page, lab: Lab) -> None:
    fits = (FIT.format(depth=depth) for depth in range(RUNS))
    write_notebook(lab, "fit.ipynb", "%load_ext celltrail", PREPARE, *fits)
    open_sidebar(page)
    expand(page, "Runs")
    open_notebook(page, "fit.ipynb")
    run_command(page, "notebook:run-all-cells")
    rows = page.locator(".ct-RunsPanel .ct-Row")
    expect(rows).to_have_count(RUNS + 1, timeout=120_000)
    expect(rows.first.locator("[data-status='finished']")).to_be_attached(timeout=30_000)
    rows.last.click()
    graph = page.locator(".ct-RunPage .ct-Graph")
    expect(graph.locator(".ct-Graph-node").first).to_be_visible()
    graph.scroll_into_view_if_needed()
    shoot_both(page, "lineage-many")
    more = graph.locator(".ct-Graph-node[data-fold='true']")
    expect(more).to_have_attribute("aria-label", "27 more runs")
    expect(graph.locator(".ct-Graph-node")).to_have_count(1 + 2 + 3 + 3 + 1)  # with what the three made
    graph.locator(".ct-Graph-node", has_text="weights").first.hover()
    expect(graph.locator(".ct-Graph-edge[data-way='true']")).to_have_count(5)
    shoot_both(page, "lineage-way")
    more.focus()
    page.keyboard.press("Enter")
    expect(graph.locator(".ct-Graph-node[data-kind='run']")).to_have_count(RUNS + 1)
    page.locator(".ct-Graph-fold .ct-Link").click()
    expect(more).to_be_visible()
