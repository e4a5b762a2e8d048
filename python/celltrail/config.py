"""Where things are kept: the home, found the same way by every process.

The home is ``$CELLTRAIL_HOME``, else the nearest ``.celltrail/`` folder upwards of the working directory, else
``celltrail/`` in Jupyter's data directory. ``$CELLTRAIL_STORE`` and ``$CELLTRAIL_ARTIFACTS`` name another
database and another place for bytes. A Jupyter Server that runs celltrail hands its own choice to its kernels.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

HOME_NAME = ".celltrail"
HOME_VARIABLE = "CELLTRAIL_HOME"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this process keeps what it knows."""

    home: Path
    store_url: str
    artifacts: Path

    @property
    def journals(self) -> Path:
        """The folder of journals, one file a writer."""
        return self.home / "journal"

    @property
    def serving(self) -> Path:
        """The folder of deployments: routes, logs and requests."""
        return self.home / "serving"

    @property
    def jobs(self) -> Path:
        """The folder of executed notebooks."""
        return self.home / "jobs"


def jupyter_data_dir() -> Path:
    """Return Jupyter's data directory, as ``jupyter --data-dir`` says, without importing Jupyter."""
    if directory := os.environ.get("JUPYTER_DATA_DIR"):
        return Path(directory)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Jupyter"
    if sys.platform == "win32":
        appdata = os.environ.get("APPDATA")
        return Path(appdata, "jupyter") if appdata else Path.home() / ".jupyter" / "data"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jupyter"


def find_home(start: Path | None = None) -> Path:
    """Return the home that a process working in `start` (default: the working directory) uses."""
    if home := os.environ.get(HOME_VARIABLE):
        return Path(home).absolute()
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / HOME_NAME).is_dir():
            return folder / HOME_NAME
    return jupyter_data_dir() / "celltrail"


def settings(start: Path | None = None) -> Settings:
    """Return the settings that hold now for a process working in `start`."""
    home = find_home(start)
    return Settings(
        home=home,
        store_url=os.environ.get("CELLTRAIL_STORE") or f"sqlite:///{home / 'store.db'}",
        artifacts=Path(os.environ.get("CELLTRAIL_ARTIFACTS") or home / "artifacts"),
    )
