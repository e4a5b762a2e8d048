"""The marks on the tracked cells of a notebook, in a real JupyterLab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from test_sidebar import open_notebook, write_notebook

from conftest import THEMES, Lab, run_command, shoot, use_theme

pytestmark = pytest.mark.browser

LOAD = "%load_ext celltrail"
DATA = "%%track data\nimport numpy as np\nvalues = np.arange(10.0)"
USE = "%%track use\nmean = values.mean()"
PLAIN = "print('not tracked')"


def cell(page: Page, number: int) -> Locator:
    return page.locator(".jp-Notebook-cell").nth(number)


def mark(page: Page, number: int) -> Locator:
    return cell(page, number).locator(".ct-CellMark")


def run_cell(page: Page, number: int, source: str | None = None) -> None:
    """Select a cell, write other code into it where that is asked for, and run it."""
    cell(page, number).locator(".jp-InputPrompt").click()
    if source is not None:
        content = "window.jupyterapp.shell.currentWidget.content"
        page.evaluate(f"source => {content}.activeCell.model.sharedModel.setSource(source)", source)
    run_command(page, "notebook:run-cell")


def test_a_cell_whose_input_changed_since_it_ran_is_marked_until_it_runs_again(page: Page, lab: Lab) -> None:
    write_notebook(lab, "cells.ipynb", LOAD, DATA, USE, PLAIN)
    open_notebook(page, "cells.ipynb")
    run_command(page, "notebook:run-all-cells")
    expect(mark(page, 2)).to_have_attribute("data-state", "tracked", timeout=60_000)
    expect(mark(page, 1)).to_have_attribute("data-state", "tracked")
    expect(mark(page, 3)).to_have_count(0)

    run_cell(page, 1, DATA.replace("10.0", "20.0"))
    expect(mark(page, 2)).to_have_attribute("data-state", "stale", timeout=30_000)
    expect(mark(page, 2)).to_have_attribute(
        "aria-label", "An input changed since this cell ran: values. Click to open its run."
    )
    expect(mark(page, 1)).to_have_attribute("data-state", "tracked")
    for theme in THEMES:
        use_theme(page, theme)
        shoot(page, f"stale-cell-{theme}")

    run_cell(page, 2)
    expect(mark(page, 2)).to_have_attribute("data-state", "tracked", timeout=30_000)
    mark(page, 2).click()
    expect(page.locator(".ct-RunPage h1")).to_contain_text("use")


def test_marks_follow_their_cells_when_these_are_moved_deleted_brought_back_and_renamed(
    page: Page, lab: Lab
) -> None:
    write_notebook(lab, "moved.ipynb", LOAD, DATA, USE, PLAIN)
    open_notebook(page, "moved.ipynb")
    run_command(page, "notebook:run-all-cells")
    expect(mark(page, 2)).to_have_attribute("data-state", "tracked", timeout=60_000)

    cell(page, 2).locator(".jp-InputPrompt").click()
    run_command(page, "notebook:move-cell-down")
    expect(cell(page, 3)).to_contain_text("values.mean()")
    expect(mark(page, 3)).to_have_attribute("data-state", "tracked")
    expect(mark(page, 2)).to_have_count(0)

    run_command(page, "notebook:delete-cell")
    expect(page.locator(".ct-CellMark")).to_have_count(1)
    run_command(page, "notebook:undo-cell-action")
    user = page.locator(".jp-Notebook-cell", has_text="values.mean()").locator(".ct-CellMark")
    expect(user).to_have_attribute("data-state", "tracked")

    run_command(page, "notebook:copy-cell")
    run_command(page, "notebook:paste-cell-below")
    expect(page.locator(".jp-Notebook-cell")).to_have_count(5)
    expect(page.locator(".ct-CellMark")).to_have_count(2)  # the copy has not run

    page.evaluate("window.jupyterapp.shell.currentWidget.context.rename('other.ipynb')")
    expect(page.locator(".lm-TabBar-tab.jp-mod-current")).to_contain_text("other.ipynb")
    run_cell(page, 1, DATA.replace("10.0", "20.0"))
    expect(user).to_have_attribute("data-state", "stale", timeout=30_000)


def test_a_cell_whose_run_failed_says_so_until_it_runs_well(page: Page, lab: Lab) -> None:
    write_notebook(lab, "failed.ipynb", LOAD, "%%track broken\nsmall = 1\nsmall / 0")
    open_notebook(page, "failed.ipynb")
    run_command(page, "notebook:run-all-cells")
    expect(mark(page, 1)).to_have_attribute("data-state", "failed", timeout=60_000)
    expect(mark(page, 1)).to_have_attribute("title", "Its last run: failed. Click to open it.")
    shoot(page, "failed-cell")
    run_cell(page, 1, "%%track broken\nsmall = 1")
    expect(mark(page, 1)).to_have_attribute("data-state", "tracked", timeout=30_000)


def test_marks_outlive_being_scrolled_out_of_sight(page: Page, lab: Lab) -> None:
    fillers = [f"# cell {number}\n" + "\n" * 12 for number in range(60)]
    write_notebook(lab, "long.ipynb", LOAD, DATA, *fillers, USE)
    open_notebook(page, "long.ipynb")
    run_command(page, "notebook:run-all-cells")
    expect(page.locator(".ct-CellMark").last).to_have_attribute("data-state", "tracked", timeout=60_000)
    scroll = "top => { window.jupyterapp.shell.currentWidget.content.scrollToItem(top, 'start'); }"
    for top, name in ((0, "np.arange"), (61, "values.mean"), (0, "np.arange")):
        page.evaluate(scroll, top)
        marked = page.locator(".jp-Notebook-cell", has_text=name)
        expect(marked.locator(".ct-CellMark")).to_have_attribute("data-state", "tracked")
