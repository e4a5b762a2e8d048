"""What a person sees and does, in a real JupyterLab."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from conftest import THEMES, Lab, open_sidebar, run_command, shoot, use_theme

pytestmark = pytest.mark.browser

PANELS = ("Runs", "Models", "Jobs", "Sweeps", "Schedules", "Pipelines", "Deployments", "Drift")
FIRST_STEPS = {
    "Runs": "%%track",
    "Models": "%register",
    "Jobs": "celltrail run",
    "Sweeps": "celltrail sweep",
    "Schedules": "celltrail schedule",
    "Pipelines": "celltrail pipeline",
    "Deployments": "%deploy",
    "Drift": "%deploy",
}
TRACKED = """%%track first --seed 1
import time
import numpy as np
import matplotlib.pyplot as plt
import celltrail
depth = 6
values = np.arange(10.0)
for step in range(30):
    celltrail.log_metric("loss", 1 / (step + 1))
    time.sleep(0.1)
mean = values.mean()
fig, ax = plt.subplots()
ax.plot(values)
plt.show()
print("trained")"""


def write_notebook(lab: Lab, name: str, *cells: str) -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}},
    )
    nbformat.write(notebook, lab.folder / name)


def open_notebook(page: Page, name: str) -> None:
    run_command(page, "docmanager:open", {"path": name, "factory": "Notebook", "kernel": {"name": "python3"}})
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    # What is run before the kernel has answered once may get lost.
    page.wait_for_function(
        """() => {
            const context = window.jupyterapp.shell.currentWidget?.sessionContext;
            const kernel = context?.session?.kernel;
            const connected = kernel?.connectionStatus === 'connected';
            return Boolean(context?.isReady && connected && kernel.status === 'idle');
        }""",
        timeout=60_000,
    )


def expand(page: Page, panel: str) -> None:
    """Open one section of the sidebar and close the others."""
    titles = page.locator(
        "#celltrail-sidebar .jp-AccordionPanel-title, #celltrail-sidebar .lm-AccordionPanel-title"
    )
    opened = titles.and_(page.locator(f"[aria-label^='{panel}']"))
    opened.wait_for()  # the sidebar is there before its sections
    for number in range(titles.count()):
        title = titles.nth(number)
        wanted = (title.get_attribute("aria-label") or "").startswith(panel)
        if (title.get_attribute("aria-expanded") == "true") != wanted:
            title.click()
    expect(opened).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("theme", THEMES)
def test_each_empty_panel_says_what_to_do_first(page: Page, theme: str) -> None:
    open_sidebar(page)
    use_theme(page, theme)
    for panel in PANELS:
        expand(page, panel)
        empty = page.locator(f".ct-{panel}Panel .ct-Empty")
        expect(empty).to_be_visible()
        expect(empty).to_contain_text(FIRST_STEPS[panel])
        shoot(page, f"empty-{panel.lower()}-{theme}")


def test_a_tracked_cell_is_seen_while_it_runs_and_opens_with_all_it_left(page: Page, lab: Lab) -> None:
    write_notebook(lab, "first.ipynb", "%load_ext celltrail", TRACKED)
    open_sidebar(page)
    expand(page, "Runs")
    open_notebook(page, "first.ipynb")
    run_command(page, "notebook:run-all-cells")

    row = page.locator(".ct-RunsPanel .ct-Row", has_text="first")
    expect(row).to_be_visible(timeout=30_000)
    expect(row).to_contain_text("loss")  # live, before the cell has ended
    page.locator(".jp-OutputArea-output", has_text="run first").wait_for(timeout=60_000)
    expect(row).to_contain_text("mean")

    row.click()
    run = page.locator(".ct-RunPage")
    expect(run.locator(".ct-RunPage-params")).to_contain_text("depth")
    expect(run.locator(".ct-RunPage-metrics")).to_contain_text("loss")
    expect(run.locator(".ct-RunPage-cells")).to_contain_text("values = np.arange(10.0)")
    expect(run.locator(".ct-RunPage-outputs").first).to_contain_text("trained")
    expect(run.locator(".ct-RunPage-outputs img").first).to_be_visible()
    expect(run.locator(".ct-RunPage-artifacts")).to_contain_text("values")
    expect(run.locator(".ct-RunPage-environment")).to_contain_text(re.compile(r"3\.1\d"))
    expect(run.locator(".ct-RunPage-lineage")).to_contain_text("first")
    for theme in THEMES:
        use_theme(page, theme)
        shoot(page, f"run-page-{theme}")


def test_an_error_in_a_tracked_cell_is_shown_as_ever_and_the_run_has_failed(page: Page, lab: Lab) -> None:
    write_notebook(lab, "error.ipynb", "%load_ext celltrail", "%%track broken\nsmall = 1\nsmall / 0")
    open_sidebar(page)
    expand(page, "Runs")
    open_notebook(page, "error.ipynb")
    run_command(page, "notebook:run-all-cells")
    expect(page.locator(".jp-OutputArea-output", has_text="ZeroDivisionError").first).to_be_visible(timeout=30_000)
    row = page.locator(".ct-RunsPanel .ct-Row", has_text="broken")
    expect(row).to_contain_text("ZeroDivisionError", timeout=10_000)


def test_a_killed_kernel_leaves_its_run_as_lost_with_what_it_had_logged(page: Page, lab: Lab) -> None:
    die = "%%track doomed\nimport os, celltrail\ncelltrail.log_metric('loss', 0.25)\nos.kill(os.getpid(), 9)"
    write_notebook(lab, "die.ipynb", "%load_ext celltrail", die)
    open_sidebar(page)
    expand(page, "Runs")
    open_notebook(page, "die.ipynb")
    run_command(page, "notebook:run-all-cells")
    row = page.locator(".ct-RunsPanel .ct-Row", has_text="doomed")
    expect(row.locator("[class*='lost'], [title*='lost'], [aria-label*='lost']").first).to_be_attached(
        timeout=30_000
    )
    expect(row).to_contain_text("0.25")


def test_a_notebook_runs_as_a_job_from_a_form_made_of_its_parameters(page: Page, lab: Lab) -> None:
    write_notebook(lab, "job.ipynb", "rate = 0.1  # step size", "print(rate)")
    notebook = nbformat.read(lab.folder / "job.ipynb", as_version=4)
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, lab.folder / "job.ipynb")
    open_sidebar(page)
    expand(page, "Jobs")
    open_notebook(page, "job.ipynb")
    run_command(page, "celltrail:run-notebook")
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("rate")
    expect(dialog).to_contain_text("step size")
    field = dialog.locator("input").first
    start = dialog.get_by_role("button", name="Run", exact=True)
    field.fill("not a number")
    start.click()
    expect(dialog).to_be_visible()
    assert lab.api("jobs")["jobs"] == []  # refused before anything started
    field.fill("0.5")
    start.click()
    row = page.locator(".ct-JobsPanel .ct-Row").first
    expect(row.locator("[title*='finished'], [aria-label*='finished']").first).to_be_attached(timeout=60_000)
    jobs = lab.api("jobs")["jobs"]
    assert isinstance(jobs, list)
    assert [job["parameters"] for job in jobs] == [{"rate": 0.5}]


def test_commands_are_in_the_palette_and_settings_in_the_editor(page: Page) -> None:
    open_sidebar(page)
    known = page.evaluate(
        "window.jupyterapp.commands.listCommands().filter(name => name.startsWith('celltrail:'))"
    )
    assert {"celltrail:open-sidebar", "celltrail:open-run", "celltrail:run-notebook", "celltrail:check-drift"} <= {
        *known
    }
    run_command(page, "apputils:activate-command-palette")
    search = page.locator(".jp-ModalCommandPalette input, .lm-CommandPalette-input").first
    search.fill("celltrail")
    expect(
        page.locator(".lm-CommandPalette-item", has_text=re.compile("celltrail|drift", re.IGNORECASE)).first
    ).to_be_visible()
    page.keyboard.press("Escape")
    run_command(page, "settingeditor:open", {"query": "celltrail"})
    expect(
        page.locator(".jp-PluginList-entry", has_text=re.compile("celltrail", re.IGNORECASE)).first
    ).to_be_visible(timeout=30_000)


def test_nothing_of_celltrail_is_left_unread_in_the_console(page: Page, tmp_path: Path) -> None:
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text) if message.type == "error" else None)
    open_sidebar(page)
    for panel in PANELS:
        expand(page, panel)
    assert not [message for message in messages if "celltrail" in message.lower()]
