"""A real JupyterLab with celltrail in it, and a real Chromium in front of it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from chromium import find

ROOT = Path(__file__).parents[2]
TOKEN = "browser-tests"
SHOTS = Path(os.environ.get("CELLTRAIL_SHOTS") or ROOT / "test-results" / "screenshots")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


@dataclass
class Lab:
    """A running JupyterLab."""

    url: str
    folder: Path
    home: Path
    environment: dict[str, str]

    def api(self, path: str) -> dict[str, object]:
        """Ask celltrail's REST API."""
        request = urllib.request.Request(
            f"{self.url}/celltrail/api/{path}", headers={"Authorization": f"token {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)  # type: ignore[no-any-return]


def start_lab(folder: Path, home: Path) -> tuple[Lab, subprocess.Popen[bytes]]:
    """Start a JupyterLab of its own on `folder` that keeps its things in `home`."""
    private = folder.parent / f"{folder.name}-jupyter"
    environment = {
        **os.environ,
        "HOME": str(private),
        "IPYTHONDIR": str(private / "ipython"),
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
        "CELLTRAIL_HOME": str(home),
        "PYTHONFAULTHANDLER": "1",
    }
    news = private / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    news.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    with (private / "lab.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
    lab = Lab(f"http://127.0.0.1:{port}", folder, home, environment)
    deadline = time.monotonic() + 180  # a busy machine takes its time
    while True:
        try:
            lab.api("version")
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((private / "lab.log").read_text()) from None
            time.sleep(0.2)
        else:
            return lab, process


expect.set_options(timeout=20_000)  # a busy machine may take longer than the five seconds that it waits otherwise


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        reason = "No Chromium: run `python tests/browser/chromium.py`."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def end_lab(process: subprocess.Popen[bytes]) -> None:
    """End a JupyterLab; one that does not end says in its log where its threads are."""
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)
        process.wait(timeout=10)
        print("JupyterLab did not end by itself; lab.log has the stacks of its threads.", file=sys.__stderr__)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A JupyterLab on an empty folder and an empty home."""
    folder = tmp_path / "work"
    folder.mkdir()
    lab, process = start_lab(folder, tmp_path / "home")
    yield lab
    end_lab(process)


@pytest.fixture
def page(browser: Browser, lab: Lab) -> Iterator[Page]:
    """JupyterLab, ready to be used."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_lab(page, lab)
    yield page
    context.close()
    assert not [problem for problem in problems if "celltrail" in problem.lower()]


def open_lab(page: Page, lab: Lab) -> None:
    """Open JupyterLab and wait until it is drawn."""
    page.goto(f"{lab.url}/lab?token={TOKEN}&reset")
    page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=60_000)
    page.locator("#jp-left-stack, .jp-SideBar.jp-mod-left").first.wait_for(timeout=60_000)


def open_sidebar(page: Page) -> None:
    """Show celltrail's sidebar."""
    tab = page.locator('.jp-SideBar.jp-mod-left li[data-id="celltrail-sidebar"]')
    tab.wait_for(timeout=30_000)
    if "lm-mod-current" not in (tab.get_attribute("class") or ""):
        tab.click()
    page.locator("#celltrail-sidebar").wait_for(state="visible")


def use_theme(page: Page, theme: str) -> None:
    """Switch JupyterLab to its light or dark theme through its own command."""
    run_command(page, "apputils:change-theme", {"theme": THEMES[theme]})
    light = "true" if theme == "light" else "false"
    page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached", timeout=30_000)
    page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=30_000)  # it covers the change


def run_command(page: Page, command: str, arguments: dict[str, object] | None = None) -> None:
    """Begin one of JupyterLab's commands, whose effect the test then waits for; some never say that they ended."""
    page.evaluate(
        "([command, args]) => { void window.jupyterapp.commands.execute(command, args); }",
        [command, arguments or {}],
    )


def shoot(page: Page, name: str) -> Path:
    """Take a picture."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=str(path))
    return path
