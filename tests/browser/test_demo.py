"""The main job while somebody watches: five panels fill, in light and in dark."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_sidebar import expand

from conftest import ROOT, THEMES, Lab, open_lab, open_sidebar, run_command, shoot, start_lab, use_theme

pytestmark = pytest.mark.browser
PANELS = ("Runs", "Models", "Jobs", "Deployments", "Drift")
"""Those that the demo has something for."""


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[Lab, subprocess.Popen[bytes]]]:
    """The demo on the first half of the year, with a JupyterLab that watches its home."""
    folder = tmp_path / "demo"
    (folder / ".celltrail").mkdir(parents=True)
    lab, server = start_lab(folder, folder / ".celltrail")
    command = [sys.executable, str(ROOT / "examples" / "demo.py"), "--until", "6"]
    environment = {**os.environ, "CELLTRAIL_DEMO": str(folder)}
    with (tmp_path / "demo.log").open("wb") as log:
        run = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    yield lab, run
    run.kill()
    run.wait()
    subprocess.run(
        [sys.executable, "-m", "celltrail", "stop", "late-flights"], env=lab.environment, check=False, timeout=60
    )
    server.terminate()
    server.wait(timeout=30)


def test_the_whole_loop_is_seen_in_five_panels_while_it_happens(
    browser: Browser, demo: tuple[Lab, subprocess.Popen[bytes]]
) -> None:
    lab, run = demo
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    open_lab(page, lab)
    open_sidebar(page)

    expand(page, "Jobs")
    expect(page.locator(".ct-JobsPanel .ct-Row")).to_contain_text("flights", timeout=60_000)
    assert run.poll() is None  # it is going on
    expand(page, "Runs")
    expect(page.locator(".ct-RunsPanel .ct-Row", has_text="late-flights").first).to_be_visible(timeout=90_000)
    expand(page, "Models")
    expect(page.locator(".ct-ModelsPanel")).to_contain_text("challenger", timeout=90_000)
    expand(page, "Deployments")
    expect(page.locator(".ct-DeploymentsPanel .ct-Row")).to_contain_text("late-flights", timeout=60_000)
    expand(page, "Drift")
    expect(page.locator(".ct-DriftPanel")).to_contain_text("2013-04", timeout=120_000)
    expect(page.locator(".ct-DriftPanel")).to_contain_text("retrain", timeout=120_000)

    assert run.wait(timeout=240) == 0
    expand(page, "Models")
    expect(page.locator(".ct-ModelsPanel .ct-Row", has_text="champion").first).to_be_visible()
    for theme in THEMES:
        use_theme(page, theme)
        for panel in PANELS:
            expand(page, panel)
            expect(page.locator(f".ct-{panel}Panel .ct-Row").first).to_be_visible()
            shoot(page, f"{panel.lower()}-{theme}")
    _look_at_everything(page, lab)


def _look_at_everything(page: Page, lab: Lab) -> None:
    """Take the picture of the README: the executed notebook beside the drift of the months."""
    jobs = lab.api("jobs")["jobs"]
    assert isinstance(jobs, list)
    shutil.copy(jobs[0]["output"], lab.folder / "flights.ipynb")
    run_command(page, "docmanager:open", {"path": "flights.ipynb"})
    page.locator(
        ".jp-Notebook .jp-OutputArea-output", has_text="run late-flights"
    ).first.scroll_into_view_if_needed()
    expand(page, "Drift")
    for theme in THEMES:
        use_theme(page, theme)
        page.wait_for_timeout(500)  # the theme fades
        shoot(page, f"sidebar-{theme}")
