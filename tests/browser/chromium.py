"""Finds a Chromium, or installs one: ``python tests/browser/chromium.py`` prints where it is.

Looked for: ``$CELLTRAIL_CHROMIUM``, then on PATH, then what Playwright has downloaded. Installed by Debian's
package where apt-get may be used, else by Playwright.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """Return the path of a Chromium; None where there is none."""
    if named := os.environ.get("CELLTRAIL_CHROMIUM"):
        return named
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install a Chromium by whatever works here."""
    apt = shutil.which("apt-get")
    if apt:
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            if subprocess.run([*root, apt, *arguments], check=False, env=quiet).returncode:
                break
        else:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Print where Chromium is, installing it where it is missing."""
    path = find()
    if path is None:
        print("No Chromium here: installing one for the browser tests.", flush=True)
        install()
        path = find()
    if path is None:
        print("No Chromium could be installed. Install it, or name one with CELLTRAIL_CHROMIUM.", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
