"""Where things are kept: the home, found the same way by every process.

The home is ``$CELLTRAIL_HOME``, else the nearest ``.celltrail/`` folder upwards of the working directory, else
``celltrail/`` in Jupyter's data directory. ``$CELLTRAIL_STORE`` and ``$CELLTRAIL_ARTIFACTS`` name another
database and another place for bytes; where the first is the address of a Jupyter Server, that server keeps what is
tracked. A Jupyter Server that runs celltrail hands its own choice to its kernels.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

HOME_NAME = ".celltrail"
HOME_VARIABLE = "CELLTRAIL_HOME"
AUTOLOG_VARIABLE = "CELLTRAIL_AUTOLOG"
_NO = {"0", "false", "no", "off"}
WARM_VARIABLE = "CELLTRAIL_WARM_MINUTES"
_WARM_MINUTES = 15.0
STORE_VARIABLE = "CELLTRAIL_STORE"
AS_OF_VARIABLE = "CELLTRAIL_AS_OF"
"""How a notebook that is run again is told the moment whose registry it shall find."""
TOKEN_VARIABLE = "CELLTRAIL_TOKEN"  # noqa: S105 - the name of the variable, not what is in it


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this process keeps what it knows."""

    home: Path
    store_url: str
    artifacts: Path

    @property
    def server(self) -> str | None:
        """The address of the team server that keeps what is tracked, with a slash at its end; None without one."""
        return self.store_url if self.store_url.startswith(("http://", "https://")) else None

    @property
    def journals(self) -> Path:
        """The folder of journals, one file a writer; what is meant for a server waits in a folder of its own."""
        if self.server is None:
            return self.home / "journal"
        host = re.sub(r"[^\w.-]", "_", urlsplit(self.server).netloc)
        return self.home / "remote" / f"{host}-{hashlib.sha256(self.server.encode()).hexdigest()[:8]}" / "journal"

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


def token() -> str:
    """Return the token for the team server. It is asked for each time and kept nowhere."""
    given = parse_qs(urlsplit(os.environ.get(STORE_VARIABLE, "")).query).get("token", [""])[0]
    return os.environ.get(TOKEN_VARIABLE) or given


def settings(start: Path | None = None) -> Settings:
    """Return the settings that hold now for a process working in `start`."""
    home = find_home(start)
    return Settings(
        home=home,
        store_url=_without_secrets(os.environ.get(STORE_VARIABLE, "")) or f"sqlite:///{home / 'store.db'}",
        artifacts=Path(os.environ.get("CELLTRAIL_ARTIFACTS") or home / "artifacts"),
    )


def as_of() -> float | None:
    """Return the moment whose registry this process shall find, in which it changes nothing; None for today's."""
    given = os.environ.get(AS_OF_VARIABLE)
    return float(given) if given else None


def wants_autolog() -> bool:
    """Whether fitted estimators are to give their settings and scores by themselves."""
    return os.environ.get(AUTOLOG_VARIABLE, "").strip().lower() not in _NO


def warm_idle_s() -> float:
    """Return how long a process that has its imports done is kept for the next run; 0 where none is to be kept."""
    given = os.environ.get(WARM_VARIABLE, "").strip()
    try:
        return max(0.0, float(given) if given else _WARM_MINUTES) * 60
    except ValueError:
        return _WARM_MINUTES * 60


def _without_secrets(url: str) -> str:
    """Return a server's address as it may be shown: without token and password; other URLs as they are."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}/"
